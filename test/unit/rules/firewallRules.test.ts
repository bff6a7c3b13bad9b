import { describe, expect, it } from "vitest";
import type { Item, SecurityGroup } from "../../../modules/desired/item.ts";
import { clientsReachHosts, notOnTheInternet } from "../../../modules/rules/firewallRules.ts";
import type { WorldOptions } from "../../../modules/rules/world.ts";
import type { Facts, Site } from "../../../modules/topology/model.ts";
import { cohort, kmsHost, site, someFacts } from "../../helpers/facts.ts";
import { allowing, declaredWorld, found, reports } from "../../helpers/world.ts";

const azure = kmsHost({ placement: "azure", manage: null });
const reaches = { kms: { hosts: "core", over: ["tcp1688", "rpc"] }, domain: null } as const;
const dmz = site({ name: "dmz", kind: "isolated", networks: ["10.30.0.0/24"], reaches });
const plant = site({ name: "plant", kind: "isolated", networks: ["10.40.0.0/24"], cohorts: [cohort({ count: 4 })] });
const edge = { external: "edge-fw", attestedBy: "network-team", until: "2027-06-15" };
const estate = (...sites: Site[]): Facts => someFacts({ kmsHosts: [azure], sites: [site(), ...sites] });

/** The same estate with another security group in front of kms-1. */
const behind = (facts: Facts, group: SecurityGroup | null, options: Partial<WorldOptions> = {}) => {
  const world = declaredWorld(facts, options);
  const items: Item[] = world.items.filter(({ kind }) => kind !== "securityGroup");
  return clientsReachHosts.check({ ...world, items: group === null ? items : [...items, group] });
};

describe("FW-KMS-03", () => {
  it("is content with what the file declares", () => {
    expect(reports(clientsReachHosts, estate(dmz, plant))).toEqual([]);
  });

  it("finds a client network that is denied, with rule and packet", () => {
    const denied = behind(estate(dmz), allowing(["10.30.0.0/25"], { name: "no-dmz", access: "Deny" }));
    expect(denied).toEqual([
      {
        subject: "sites.dmz",
        status: "fail",
        message:
          "TCP 1688 from site dmz to kms-1 must be open and is denied by rule no-dmz (priority 100) of nsg-kms-1, for example Tcp 10.30.0.1:49152 -> 10.10.1.4:1688; allow TCP 1688 from 10.30.0.0/24 before",
      },
    ]);
  });

  it("finds an isolated site that gets through", () => {
    expect(behind(estate(plant), allowing(["10.0.0.0/8"]))).toEqual([
      {
        subject: "sites.plant",
        status: "fail",
        message:
          "TCP 1688 from site plant to kms-1 must be shut and is let through by rule allow-kms (priority 100) of nsg-kms-1, for example Tcp 10.40.0.1:49152 -> 10.10.1.4:1688; deny 10.40.0.0/24 before",
      },
    ]);
  });

  it("finds a machine without any security group", () => {
    const [report] = behind(estate(plant), null);
    expect(report?.message).toContain("is let through: no security group stands in front of the machine");
  });

  it("does not know a rule that it cannot resolve, and names it", () => {
    const [report, ...others] = behind(estate(dmz, plant), allowing(["GatewayManager"]));
    expect(report).toMatchObject({ subject: "kmsHosts.kms-1", status: "unknown" });
    expect(report?.message).toContain(
      "rule allow-kms (priority 100) of nsg-kms-1 may match, and service tag GatewayManager is not resolved;",
    );
    expect(found(others)).toEqual(["unknown kmsHosts.kms-1"]);
  });

  it("tells the one site that gets through from those that do not", () => {
    const yard = { ...plant, name: "yard", networks: ["10.41.0.0/24"] };
    const [allow] = allowing(["10.10.0.0/16", "10.41.0.0/24"]).rules;
    const [deny] = allowing(["*"], { name: "deny", access: "Deny", priority: 200 }).rules;
    const group = { ...allowing([]), rules: [allow, deny].filter((rule) => rule !== undefined) };
    expect(found(behind(estate(plant, yard), group))).toEqual(["fail sites.yard"]);
  });

  it("speaks once of sites in the same doubt, and of hosts behind the same hop", () => {
    const yard = { ...plant, name: "yard", networks: ["10.41.0.0/24"] };
    const [doubtful, ...others] = behind(estate(plant, yard), allowing(["GatewayManager"]));
    expect(doubtful?.message).toContain(
      "from sites plant and yard to kms-1 must be shut and is not known: rule allow-kms",
    );
    expect(others).toEqual([]);
    const hosts = [kmsHost(), kmsHost({ name: "kms-2", address: "10.10.1.5" })];
    const facts = someFacts({ kmsHosts: hosts, sites: [site(), { ...plant, firewall: edge }] });
    expect(reports(clientsReachHosts, facts).map(({ message }) => message.split(" and depends")[0])).toEqual([
      "TCP 1688 from site plant to kms-1 and kms-2 must be shut",
    ]);
  });

  it("does not let a site whose networks cannot be proved go unseen among others", () => {
    const odd = { ...plant, name: "odd", networks: ["fd00::/8"] };
    const [report, ...others] = reports(clientsReachHosts, estate(plant, odd));
    expect(report?.message).toContain("from site odd to kms-1 must be shut and is not known: only IPv4 sources");
    expect(others).toEqual([]);
  });

  it("does not know the group and routes of a subnet that was there already", () => {
    const options = { unreadSubnets: ["kms-1"] };
    expect(clientsReachHosts.check(declaredWorld(estate(dmz, plant), options))).toEqual([
      {
        subject: "kmsHosts.kms-1",
        status: "unknown",
        message:
          "TCP 1688 from sites hq and dmz to kms-1 must be open and passes the host's own security group, but the subnet was there already and its group and routes are not read; look at them, or let the toolkit make the subnet",
      },
    ]);
  });

  it.each([
    ["2027-06-15", "attested", "vouches until 2027-06-15"],
    ["2027-06-14", "fail", "vouched until 2027-06-14 only"],
  ])("takes a hop that is vouched for until %s for %s", (until, status, words) => {
    const list = reports(clientsReachHosts, estate({ ...dmz, firewall: { ...edge, until } }));
    expect(found(list)).toEqual([`${status} sites.dmz`]);
    expect(list[0]?.message).toContain(words);
  });

  it("takes the hop of the host's site as well, but not within it", () => {
    const facts = someFacts({ kmsHosts: [azure], sites: [site({ firewall: edge }), dmz] });
    expect(found(reports(clientsReachHosts, facts))).toEqual(["attested kmsHosts.kms-1"]);
  });

  it("does not know what stands in front of a machine that exists, except within its site", () => {
    const facts = someFacts({ sites: [site(), dmz, plant] });
    expect(found(reports(clientsReachHosts, facts))).toEqual(["unknown kmsHosts.kms-1", "unknown kmsHosts.kms-1"]);
    const attested = someFacts({ sites: [site(), { ...plant, firewall: edge }] });
    expect(found(reports(clientsReachHosts, attested))).toEqual(["attested sites.plant"]);
  });

  it("does not know a machine or a group that cannot be read", () => {
    const unreadable = [{ urn: "urn:pulumi:t::p::azure-native:network:NetworkSecurityGroup::nsg", reason: "r" }];
    expect(found(behind(estate(), null, { unreadable }))).toEqual(["unknown kmsHosts.kms-1"]);
    expect(found(clientsReachHosts.check({ ...declaredWorld(estate()), items: [] }))).toEqual([
      "unknown kmsHosts.kms-1",
    ]);
  });

  it("does not know a site without networks", () => {
    expect(found(reports(clientsReachHosts, estate({ ...dmz, networks: [] })))).toEqual(["unknown sites.dmz"]);
  });

  it("is silent about hosts of another stack, and about isolated sites that name the host", () => {
    expect(clientsReachHosts.check(declaredWorld(estate(dmz), { scope: ["dmz"] }))).toEqual([]);
    const named = {
      ...plant,
      cohorts: [],
      reaches: { kms: { hosts: ["kms-1"], over: ["tcp1688"] }, domain: null },
    } as const;
    expect(behind(estate(named), allowing(["10.0.0.0/8"]))).toEqual([]);
    expect(behind(estate({ ...named, reaches }), allowing(["10.0.0.0/8"]))).toEqual([]);
  });

  it("wants hosts at no core site shut to an isolated site that reaches the core only", () => {
    const shop = site({ name: "shop", kind: "branch", networks: ["10.10.0.0/16"], cohorts: [] });
    const facts = someFacts({ kmsHosts: [{ ...azure, site: "shop" }], sites: [shop, { ...dmz, cohorts: [] }] });
    expect(found(behind(facts, allowing(["10.0.0.0/8"])))).toEqual(["fail sites.dmz"]);
  });
});

describe("FW-KMS-04", () => {
  const internet = (group: SecurityGroup) => reports(notOnTheInternet, someFacts(), [group]);

  it("is content with private and declared networks", () => {
    expect(reports(notOnTheInternet, estate(dmz))).toEqual([]);
    expect(internet(allowing(["10.0.0.0/8", "VirtualNetwork"]))).toEqual([]);
    const office = site({ name: "office", kind: "branch", networks: ["198.51.100.0/28"], cohorts: [] });
    expect(reports(notOnTheInternet, someFacts({ sites: [site(), office] }), [allowing(["198.51.100.0/28"])])).toEqual(
      [],
    );
  });

  it.each(["*", "Internet", "0.0.0.0/0", "Any", "203.0.113.0/24", "0.0.0.0/1"])("finds source %s", (source) => {
    expect(found(internet(allowing([source])))).toEqual(["fail kmsHosts.kms-1"]);
  });

  it("names rule and packet", () => {
    expect(internet(allowing(["203.0.113.0/24"]))[0]?.message).toBe(
      "kms-1 at site hq: TCP 1688 from the internet is let through by rule allow-kms (priority 100) of nsg-kms-1, for example Tcp 203.0.113.1:49152 -> 10.10.1.4:1688; allow the networks of its clients only",
    );
  });

  it("does not mind another port, nor a rule behind a deny", () => {
    expect(internet(allowing(["*"], { destinationPorts: ["443"] }))).toEqual([]);
    const group = allowing(["*"]);
    const denied = {
      ...group,
      rules: [...group.rules.map((rule) => ({ ...rule, priority: 200 })), ...allowing(["*"], { access: "Deny" }).rules],
    };
    expect(internet(denied)).toEqual([]);
  });

  it.each(["AzureCloud", "::/0", "2001:db8::/32"])("does not know source %s", (source) => {
    expect(found(internet(allowing([source])))).toEqual(["unknown kmsHosts.kms-1"]);
  });

  it("does not mind IPv6 on another port", () => {
    expect(internet(allowing(["::/0"], { destinationPorts: ["443"] }))).toEqual([]);
  });

  it("finds a public address and a record that the internet sees", () => {
    const world = declaredWorld(estate());
    const items = world.items.map((item): Item => {
      if (item.kind === "kmsHost") return { ...item, publicAddress: true };
      return item.kind === "srv" ? { ...item, public: true } : item;
    });
    expect(notOnTheInternet.check({ ...world, items })).toEqual([
      {
        subject: "kmsHosts.kms-1",
        message:
          "kms-1 has a public address, and TCP 1688 is for clients of the estate only; take it off the network interface",
      },
      {
        subject: "zones.corp.example",
        message:
          "_vlmcs._tcp.corp.example in zone corp.example tells the internet of kms-1.corp.example:1688; publish it in a private zone",
      },
    ]);
  });
});
