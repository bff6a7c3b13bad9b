import { describe, expect, it } from "vitest";
import type { FirewallRule } from "../../../modules/desired/item.ts";
import { noPortForRpc } from "../../../modules/rules/rpcRules.ts";
import { kmsHost, someFacts } from "../../helpers/facts.ts";
import { firewallGroup, firewallRule } from "../../helpers/firewall.ts";
import { found, reports } from "../../helpers/world.ts";

const azure = kmsHost({ placement: "azure", manage: null });
const facts = someFacts({ kmsHosts: [azure] });
const opened = (rule: Partial<FirewallRule>, of = facts) =>
  reports(noPortForRpc, of, [firewallGroup(firewallRule({ name: "rpc", sources: ["10.10.0.0/16"], ...rule }))]);

describe("FW-KMS-05", () => {
  it("is content with what the file declares, and with hosts that have no group", () => {
    expect(reports(noPortForRpc, facts)).toEqual([]);
    expect(reports(noPortForRpc, someFacts())).toEqual([]);
  });

  it("names rule, ports and clients", () => {
    expect(opened({ destinationPorts: ["135", "1688"] })).toEqual([
      {
        subject: "kmsHosts.kms-1",
        message:
          "rule rpc (priority 100) of nsg-kms-1 opens TCP 135, 1688 of kms-1 to hq; KMS needs TCP 1688 alone, however often it is called RPC; close the others, or name only those who manage the host as sources",
      },
    ]);
  });

  it.each([
    ["134", 0],
    ["135", 1],
    ["130-140", 1],
    ["49151", 0],
    ["49152-65535", 1],
    ["*", 0],
  ])("judges the port %s", (port, findings) => {
    expect(opened({ destinationPorts: [port] })).toHaveLength(findings);
  });

  it.each([
    [["*"], 1],
    [["VirtualNetwork"], 1],
    [["10.10.9.0/24"], 1],
    [["10.99.0.0/24"], 0],
    [["GatewayManager"], 0],
  ])("judges the sources %j", (sources, findings) => {
    expect(opened({ destinationPorts: ["135"], sources })).toHaveLength(findings);
  });

  it.each([{ access: "Deny" }, { direction: "Outbound" }, { protocol: "Udp" }] as const)(
    "is silent about %j",
    (rule) => {
      expect(opened({ destinationPorts: ["135"], ...rule })).toEqual([]);
    },
  );

  it("lets KMS itself have a high port", () => {
    const high = someFacts({ kmsHosts: [{ ...azure, port: 50_000 }] });
    expect(reports(noPortForRpc, high)).toEqual([]);
    expect(found(opened({ destinationPorts: ["50000-50001"] }, high))).toEqual(["fail kmsHosts.kms-1"]);
  });
});
