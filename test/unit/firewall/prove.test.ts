import { describe, expect, it } from "vitest";
import type { FirewallRule } from "../../../modules/desired/item.ts";
import { everyAddress, prefixSpace, privateAddresses } from "../../../modules/firewall/addresses.ts";
import type { Network } from "../../../modules/firewall/matchRule.ts";
import { formatPacket, type Proof, proveFlow } from "../../../modules/firewall/prove.ts";
import { nothing } from "../../../modules/firewall/space.ts";
import {
  type FlowOverrides,
  someFlow as flow,
  firewallGroup as group,
  firewallRule as rule,
} from "../../helpers/firewall.ts";

const denyAll = rule({
  name: "deny",
  priority: 4000,
  access: "Deny",
  sources: ["*"],
  protocol: "*",
  destinationPorts: ["*"],
});
const network: Network = { inside: prefixSpace("10.10.0.0/16") ?? nothing, perhapsInside: privateAddresses };
const prove = (rules: FirewallRule[], overrides: FlowOverrides = {}): Proof =>
  proveFlow([group(...rules)], flow(overrides), network);
const summary = ({ answer, decidedBy, packet }: Proof) => [answer, decidedBy?.rule, packet?.source];

describe("the order of rules", () => {
  it("lets the lower priority win, wherever the rule stands", () => {
    const proof = prove([
      denyAll,
      rule({ priority: 200 }),
      rule({ name: "shut", priority: 199, access: "Deny", sources: ["10.30.0.64/26"] }),
    ]);
    expect(proof).toEqual({
      answer: "deny",
      decidedBy: { group: "nsg-kms-1", rule: "shut", priority: 199 },
      packet: {
        protocol: "Tcp",
        source: "10.30.0.65",
        sourcePort: 49_152,
        destination: "10.10.1.4",
        destinationPort: 1688,
      },
      why: "",
    });
  });

  it("does not let a later deny hide an allow", () => {
    expect(prove([rule(), denyAll]).answer).toBe("allow");
  });

  it("finds the one address that an allow leaves out", () => {
    const proof = prove([rule({ sources: ["10.30.0.0/25", "10.30.0.128/26", "10.30.0.192/27"] }), denyAll]);
    expect(summary(proof)).toEqual(["deny", "deny", "10.30.0.225"]);
  });

  it("ignores outbound rules", () => {
    expect(prove([rule({ direction: "Outbound" }), denyAll]).answer).toBe("deny");
  });

  it("ends with the default rules: what the virtual network may not hold is denied", () => {
    expect(prove([], { sources: ["203.0.113.9"] }).decidedBy).toEqual({
      group: "nsg-kms-1",
      rule: "DenyAllInBound",
      priority: 65_500,
    });
    expect(prove([], { sources: ["10.10.9.0/24"] }).decidedBy).toEqual({
      group: "nsg-kms-1",
      rule: "AllowVnetInBound",
      priority: 65_000,
    });
  });
});

describe("what a rule is about", () => {
  it.each([["1688"], ["*"], ["1600-1700"], ["80,", "1688"].slice(1), ["22", "1688-1688"]])(
    "opens port 1688 by %s",
    (...ports) => {
      expect(prove([rule({ destinationPorts: ports }), denyAll]).answer).toBe("allow");
    },
  );

  it.each(["1687", "1689-1700", "0-1687"])("does not open port 1688 by %s", (port) => {
    expect(prove([rule({ destinationPorts: [port] }), denyAll]).answer).toBe("deny");
  });

  it.each([
    ["Tcp", "allow"],
    ["tcp", "allow"],
    ["*", "allow"],
    ["Udp", "deny"],
    ["Icmp", "deny"],
  ])("takes protocol %s for %s", (protocol, answer) => {
    expect(prove([rule({ protocol }), denyAll]).answer).toBe(answer);
  });

  it.each([
    ["10.10.1.4", "allow"],
    ["10.10.0.0/16", "allow"],
    ["VirtualNetwork", "allow"],
    ["any", "allow"],
    ["10.10.1.5", "deny"],
    ["Internet", "deny"],
    ["AzureLoadBalancer", "deny"],
    ["fd00::/8", "deny"],
    ["Storage", "unknown"],
  ])("takes destination %s for %s", (destination, answer) => {
    expect(prove([rule({ destinations: [destination] }), denyAll]).answer).toBe(answer);
  });

  it.each([["nonsense"], []])("does not know what ports %j are", (...ports) => {
    expect(prove([rule({ destinationPorts: ports }), denyAll])).toMatchObject({
      answer: "unknown",
      why: "its ports cannot be read",
    });
    expect(prove([rule({ sourcePorts: ports }), denyAll])).toMatchObject({
      answer: "unknown",
      why: "its ports cannot be read",
    });
  });
});

describe("source terms", () => {
  it.each([
    ["*", "allow"],
    ["Any", "allow"],
    ["0.0.0.0/0", "allow"],
    ["0.0.0.0", "deny"],
    ["Internet", "deny"],
    ["internet", "deny"],
    ["AzureLoadBalancer", "deny"],
    ["::/0", "deny"],
    ["VirtualNetwork", "unknown"],
    ["Storage.WestEurope", "unknown"],
  ])("takes %s for %s of a private prefix elsewhere", (source, answer) => {
    expect(prove([rule({ sources: [source] }), denyAll]).answer).toBe(answer);
  });

  it.each([
    ["*", "allow"],
    ["Internet", "allow"],
    ["0.0.0.0/0", "allow"],
    ["VirtualNetwork", "deny"],
  ])("takes %s for %s of a public prefix", (source, answer) => {
    expect(prove([rule({ sources: [source] }), denyAll], { sources: ["203.0.113.0/24"] }).answer).toBe(answer);
  });

  it("takes Internet for unknown where the virtual network may hold everything", () => {
    const wide = { ...network, perhapsInside: everyAddress };
    const proof = proveFlow(
      [group(rule({ sources: ["Internet"] }), denyAll)],
      flow({ sources: ["203.0.113.0/24"] }),
      wide,
    );
    expect(proof).toMatchObject({ answer: "unknown", why: "what Internet leaves to the virtual network is not read" });
  });

  it("knows where the probes of a load balancer come from", () => {
    expect(prove([rule({ sources: ["AzureLoadBalancer"] }), denyAll], { sources: ["168.63.129.16/32"] }).answer).toBe(
      "allow",
    );
  });

  it("names the rule and the tag that it cannot resolve", () => {
    expect(prove([rule({ name: "hub", sources: ["AzureCloud"] }), denyAll])).toMatchObject({
      answer: "unknown",
      decidedBy: { rule: "hub" },
      why: "service tag AzureCloud is not resolved",
    });
  });

  it("does not resolve application security groups", () => {
    expect(prove([rule({ sources: [], groups: ["asg-clients"] }), denyAll])).toMatchObject({
      answer: "unknown",
      why: "application security group asg-clients is not resolved",
    });
    expect(prove([rule({ destinations: [], groups: ["asg-hosts"] }), denyAll]).answer).toBe("unknown");
  });

  it("says unknown about a rule without any source", () => {
    expect(prove([rule({ sources: [] }), denyAll])).toMatchObject({
      answer: "unknown",
      why: "the rule names no source",
    });
  });

  it("does not mind a rule that it cannot resolve where a later one says the same", () => {
    expect(prove([rule({ sources: ["AzureCloud"] }), rule({ priority: 110 }), denyAll]).answer).toBe("allow");
    expect(prove([rule({ sources: ["AzureCloud"], access: "Deny" }), rule({ priority: 110 }), denyAll]).answer).toBe(
      "unknown",
    );
  });

  it("does not mind a rule that it cannot resolve behind one that decides", () => {
    expect(prove([rule(), rule({ priority: 110, sources: ["AzureCloud"], access: "Deny" })]).answer).toBe("allow");
  });
});

describe("source ports", () => {
  it.each(["1688", "49152-65535", "0-65534"])("do not count as allow when a rule names %s", (port) => {
    expect(summary(prove([rule({ sourcePorts: [port] }), denyAll]))).toEqual(["deny", "deny", "10.30.0.1"]);
  });

  it.each([["*"], ["0-65535"], ["0-1023", "1024-65535"]])("are all of them by %s", (...ports) => {
    expect(prove([rule({ sourcePorts: ports }), denyAll]).answer).toBe("allow");
  });

  it("deny clients that take a denied one, and show it", () => {
    const proof = prove([rule({ access: "Deny", sourcePorts: ["50000-50010"] }), rule({ priority: 110 })]);
    expect(proof).toMatchObject({ answer: "deny", packet: { sourcePort: 50_000 } });
  });

  it("do not let an allow for one port answer for a deny of another", () => {
    const rules = [
      rule({ sourcePorts: ["50000"] }),
      rule({ priority: 110, access: "Deny", sourcePorts: ["50000"] }),
      rule({ priority: 120 }),
    ];
    expect(prove(rules).answer).toBe("allow");
  });

  it("open what must be shut, and do not shut what is open", () => {
    expect(prove([rule({ sourcePorts: ["53"] }), denyAll], { intent: "shut" })).toMatchObject({
      answer: "allow",
      packet: { sourcePort: 53 },
    });
    expect(
      prove([rule({ access: "Deny", sourcePorts: ["53"] }), rule({ priority: 110 })], { intent: "shut" }).answer,
    ).toBe("allow");
  });
});

describe("flows that must be shut", () => {
  it("are shut by a deny for everybody", () => {
    expect(prove([rule({ sources: ["10.20.0.0/16"] }), denyAll], { intent: "shut" }).answer).toBe("deny");
  });

  it("are open as soon as one source passes", () => {
    expect(summary(prove([rule({ sources: ["10.30.0.128/25"] }), denyAll], { intent: "shut" }))).toEqual([
      "allow",
      "rule",
      "10.30.0.129",
    ]);
  });

  it("are unknown where only the default rule for the virtual network stands in the way", () => {
    expect(prove([], { intent: "shut" })).toMatchObject({ answer: "unknown", decidedBy: { rule: "AllowVnetInBound" } });
  });
});

describe("several groups", () => {
  const open = group(rule({ sources: ["*"] }));
  const half = { ...group(rule({ sources: ["10.30.0.0/25"] }), denyAll), name: "subnet-nsg" };

  it("must all let a packet through", () => {
    expect(proveFlow([open, open], flow(), network).answer).toBe("allow");
    expect(proveFlow([open, half], flow(), network)).toMatchObject({
      answer: "deny",
      decidedBy: { group: "subnet-nsg" },
    });
    expect(proveFlow([half, open], flow(), network)).toMatchObject({
      answer: "deny",
      decidedBy: { group: "subnet-nsg" },
    });
  });

  it("shut a flow together", () => {
    const other = group(rule({ sources: ["10.30.0.128/25"] }), denyAll);
    expect(proveFlow([half, other], flow({ intent: "shut" }), network).answer).toBe("deny");
  });

  it("keep what one of them does not know, unless another denies it", () => {
    const doubtful = group(rule({ sources: ["AzureCloud"] }), denyAll);
    expect(proveFlow([doubtful, open], flow(), network)).toMatchObject({
      answer: "unknown",
      decidedBy: { rule: "rule" },
    });
    expect(proveFlow([doubtful, group(denyAll)], flow({ intent: "shut" }), network).answer).toBe("deny");
  });

  it("let everything pass where there is none", () => {
    expect(proveFlow([], flow(), network)).toMatchObject({
      answer: "allow",
      decidedBy: null,
      packet: { source: "10.30.0.1" },
    });
  });
});

describe("what is not proved", () => {
  it.each([{ sources: ["fd00::/8"] }, { sources: [] }, { destination: "fd00::4" }])("is unknown: %j", (overrides) => {
    expect(prove([rule()], overrides)).toEqual({
      answer: "unknown",
      decidedBy: null,
      packet: null,
      why: "only IPv4 sources and destinations are proved",
    });
  });
});

it("writes a packet as people do", () => {
  const { packet } = prove([rule()]);
  expect(packet && formatPacket(packet)).toBe("Tcp 10.30.0.1:49152 -> 10.10.1.4:1688");
});
