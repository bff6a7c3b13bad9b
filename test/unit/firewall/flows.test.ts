import { describe, expect, it } from "vitest";
import { prefixSpace } from "../../../modules/firewall/addresses.ts";
import { declaredFlows } from "../../../modules/firewall/flows.ts";
import { type declaredNetworks, networkOf } from "../../../modules/firewall/network.ts";
import { intersect, isEmpty } from "../../../modules/firewall/space.ts";
import { cohort, kmsHost, site, someFacts } from "../../helpers/facts.ts";

const flows = (...sites: ReturnType<typeof site>[]) => {
  const { open, shut } = declaredFlows(someFacts({ sites: [site(), ...sites] }), kmsHost());
  return [...open.map(({ name }) => `${name} open`), ...shut.map(({ name }) => `${name} shut`)];
};
const isolated = (overrides: Parameters<typeof site>[0] = {}) =>
  site({ name: "plant", kind: "isolated", ...overrides });
const all = ["tcp1688", "rpc"] as const;

describe("declared flows", () => {
  it("are open from sites whose cohorts may use the host", () => {
    expect(flows(isolated({ reaches: { kms: { hosts: "core", over: all }, domain: null } }))).toEqual([
      "hq open",
      "plant open",
    ]);
  });

  it.each(["isolated", "lab"] as const)("are shut from an %s site that does not name the host", (kind) => {
    expect(flows(isolated({ kind }))).toEqual(["hq open", "plant shut"]);
  });

  it.each(["branch", "disconnected", "core"] as const)("say nothing of a %s site that may not use the host", (kind) => {
    expect(flows(isolated({ kind, cohorts: [] }))).toEqual(["hq open"]);
  });

  it("say nothing of an isolated site that names the host and has nobody to use it", () => {
    const named = (hosts: "core" | string[]) =>
      isolated({ cohorts: [], reaches: { kms: { hosts, over: ["tcp1688"] }, domain: null } });
    expect(flows(named(["kms-1"]))).toEqual(["hq open"]);
    expect(flows(named("core"))).toEqual(["hq open"]);
    expect(flows(named(["kms-2"]))).toEqual(["hq open", "plant shut"]);
  });

  it("say nothing of the site of the host itself", () => {
    const facts = someFacts({ sites: [isolated({ cohorts: [cohort({ method: "mak", channel: "retail" })] })] });
    expect(declaredFlows({ ...facts, kmsHosts: [kmsHost({ site: "plant" })] }, kmsHost({ site: "plant" }))).toEqual({
      open: [],
      shut: [],
    });
  });
});

describe("the network of a host", () => {
  const facts = someFacts({
    sites: [
      site({ networks: ["10.10.0.0/16", "192.168.7.0/24"] }),
      site({ name: "office", networks: ["198.51.100.0/28", "fd00::/8"] }),
    ],
  });
  const holds = (space: ReturnType<typeof declaredNetworks>, text: string) =>
    !isEmpty(intersect(space, prefixSpace(text) ?? []));

  it("surely holds the prefix around the host, and no other of its site", () => {
    const { inside } = networkOf(facts, kmsHost({ address: "10.10.1.4" }));
    expect([holds(inside, "10.10.200.1"), holds(inside, "192.168.7.1")]).toEqual([true, false]);
  });

  it("may hold private addresses and declared networks, and no others", () => {
    const { perhapsInside } = networkOf(facts, kmsHost());
    expect([
      holds(perhapsInside, "10.99.0.1"),
      holds(perhapsInside, "198.51.100.1"),
      holds(perhapsInside, "198.51.100.16"),
    ]).toEqual([true, true, false]);
  });

  it("surely holds nothing where the host has no IPv4 address", () => {
    expect(networkOf(facts, kmsHost({ address: "fd00::4" })).inside).toEqual([]);
  });
});
