import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { desiredItems } from "../../../modules/desired/desired.ts";
import { type Item, keyOf } from "../../../modules/desired/item.ts";
import { activationObject, cohort, forest, kmsHost, site, someFacts, zone } from "../../helpers/facts.ts";
import { srvRecord } from "../../helpers/items.ts";
import { estateFacts } from "../../helpers/topology.ts";

const ofKind = <K extends Item["kind"]>(items: readonly Item[], kind: K) =>
  items.filter((item): item is Extract<Item, { kind: K }> => item.kind === kind);
const azureZone = (overrides = {}) =>
  zone({
    name: "az.example",
    apex: "az.example.",
    provider: "azurePrivate",
    server: null,
    signing: null,
    ...overrides,
  });

describe("SRV records", () => {
  it("send each domain that a cohort searches to the host that it may use", () => {
    expect(ofKind(desiredItems(someFacts()), "srv")).toEqual([srvRecord()]);
  });

  it("lie in the longest zone that holds the domain", () => {
    const zones = [zone(), zone({ name: "emea.corp.example", apex: "emea.corp.example." })];
    const sites = [site({ suffixes: ["emea.corp.example.", "apac.corp.example."] })];
    expect(
      ofKind(desiredItems(someFacts({ zones, sites })), "srv").map((record) => [record.name, record.zone]),
    ).toEqual([
      ["_vlmcs._tcp.apac.corp.example.", "corp.example"],
      ["_vlmcs._tcp.emea.corp.example.", "emea.corp.example"],
    ]);
  });

  it("are none for a domain without a zone", () => {
    const sites = [site({ suffixes: ["elsewhere.example."] })];
    expect(ofKind(desiredItems(someFacts({ sites })), "srv")).toEqual([]);
  });

  it.each(["host", "none"] as const)("are none for a host published by %s", (publishedBy) => {
    const { records } = kmsHost();
    const kmsHosts = [kmsHost({ records: { ...records, publishedBy } })];
    expect(ofKind(desiredItems(someFacts({ kmsHosts })), "srv")).toEqual([]);
  });

  it("give the records of one set the shortest TTL that its hosts ask for", () => {
    const { records } = kmsHost();
    const kmsHosts = [kmsHost(), kmsHost({ name: "kms-2", address: "10.10.1.5", records: { ...records, ttl: 600 } })];
    const found = ofKind(desiredItems(someFacts({ kmsHosts })), "srv");
    expect(found.map(({ target, ttl }) => [target, ttl])).toEqual([
      ["kms-1.corp.example.", 600],
      ["kms-2.corp.example.", 600],
    ]);
  });

  describe("in an Azure set, which is owned whole", () => {
    const keep = (overrides = {}) => ({
      name: "_vlmcs._tcp.az.example.",
      target: "other.example.",
      port: 1688,
      reason: "the other team's host",
      ...overrides,
    });
    const withKept = (...kept: ReturnType<typeof keep>[]) =>
      ofKind(desiredItems(estateFacts({ zones: [azureZone({ keep: kept })] })), "srv");

    it("include a kept record with the set's TTL, and with priority and weight 0", () => {
      expect(withKept(keep())).toContainEqual({
        kind: "srv",
        zone: "az.example",
        name: "_vlmcs._tcp.az.example.",
        target: "other.example.",
        port: 1688,
        priority: 0,
        weight: 0,
        ttl: 3600,
        host: null,
        public: false,
      });
    });

    it("name the host of a kept record that points to one of the file", () => {
      const kept = withKept(keep({ target: "kms-2.plant.example." }));
      expect(kept.find(({ target }) => target === "kms-2.plant.example.")?.host).toBe("kms-2");
    });

    it("hold a kept record once that is ours anyway, and none of a set that we do not write", () => {
      const [ours] = withKept();
      expect(withKept(keep({ target: "kms-1.az.example." }), keep({ name: "_vlmcs._tcp.old.az.example." }))).toEqual([
        ours,
      ]);
    });
  });

  it("leave kept records of an RFC 2136 zone alone", () => {
    const kept = { name: "_vlmcs._tcp.corp.example.", target: "other.example.", port: 1688, reason: "theirs" };
    expect(ofKind(desiredItems(someFacts({ zones: [zone({ keep: [kept] })] })), "srv")).toHaveLength(1);
  });
});

describe("address records", () => {
  it("are declared for hosts whose names lie in an Azure private zone, and for no others", () => {
    expect(ofKind(desiredItems(estateFacts()), "address")).toEqual([
      { kind: "address", zone: "az.example", name: "kms-1.az.example.", address: "10.10.1.4", ttl: 3600 },
    ]);
  });
});

describe("security groups", () => {
  it("let KMS in from the networks of the sites that may use the host, and from nowhere else", () => {
    const facts = estateFacts({
      sites: [
        site({ networks: ["10.10.0.0/16", "10.11.0.0/16"] }),
        site({
          name: "dmz",
          kind: "isolated",
          networks: ["10.30.0.0/24"],
          reaches: { kms: { hosts: ["kms-1"], over: ["tcp1688", "rpc"] }, domain: null },
        }),
      ],
    });
    const term = { destinations: ["*"], sourcePorts: ["*"], destinationPorts: ["1688"], groups: [] };
    const flow = { direction: "Inbound", protocol: "Tcp", ...term };
    expect(ofKind(desiredItems(facts), "securityGroup")).toEqual([
      {
        kind: "securityGroup",
        name: "nsg-kms-1",
        host: "kms-1",
        rules: [
          {
            name: "allow-kms",
            priority: 1000,
            access: "Allow",
            sources: ["10.10.0.0/16", "10.11.0.0/16", "10.30.0.0/24"],
            ...flow,
          },
          { name: "deny-kms", priority: 1100, access: "Deny", sources: ["*"], ...flow },
        ],
      },
    ]);
  });

  it("speak of the port that the host listens on", () => {
    const kmsHosts = [kmsHost({ placement: "azure", manage: null, port: 1700 })];
    const [group] = ofKind(desiredItems(someFacts({ kmsHosts })), "securityGroup");
    expect(group?.rules.map(({ destinationPorts }) => destinationPorts)).toEqual([["1700"], ["1700"]]);
  });

  it("only deny where no cohort may use the host", () => {
    const sites = [site({ cohorts: [cohort({ channel: "oem" })] })];
    const [group] = ofKind(desiredItems(estateFacts({ sites })), "securityGroup");
    expect(group?.rules.map(({ access }) => access)).toEqual(["Deny"]);
  });

  it("stand before Azure hosts alone", () => {
    expect(ofKind(desiredItems(someFacts()), "securityGroup")).toEqual([]);
  });
});

describe("hosts", () => {
  it("have an image where we make them, and none where they exist", () => {
    expect(ofKind(desiredItems(estateFacts()), "kmsHost")).toEqual([
      {
        kind: "kmsHost",
        name: "kms-1",
        fqdn: "kms-1.az.example.",
        address: "10.10.1.4",
        port: 1688,
        placement: "azure",
        imageSku: "2025-datacenter-g2",
        publicAddress: false,
      },
      {
        kind: "kmsHost",
        name: "kms-2",
        fqdn: "kms-2.plant.example.",
        address: "10.40.0.9",
        port: 1688,
        placement: "existing",
        imageSku: null,
        publicAddress: false,
      },
    ]);
  });

  it("have no image where Azure has none that may host KMS", () => {
    const os = "windows-server-2025-datacenter-azure-edition";
    const [host] = ofKind(desiredItems(someFacts({ kmsHosts: [kmsHost({ placement: "azure", os })] })), "kmsHost");
    expect(host?.imageSku).toBeNull();
  });
});

describe("activation objects", () => {
  it("belong to their forest, with key and origin", () => {
    const forests = [
      forest({ activationObjects: [activationObject({ name: "Office 2019", key: "office-2019", origin: "phone" })] }),
    ];
    expect(ofKind(desiredItems(someFacts({ forests })), "activationObject")).toEqual([
      { kind: "activationObject", forest: "corp.example", name: "Office 2019", key: "office-2019", origin: "phone" },
    ]);
  });
});

describe("the scope", () => {
  const keys = (scope?: readonly string[]) => desiredItems(estateFacts(), scope).map(keyOf);

  it("is the whole file by default", () => {
    expect(keys()).toEqual([
      "activationObject corp.example/windows-2025",
      "address kms-1.az.example.",
      "kmsHost kms-1",
      "kmsHost kms-2",
      "securityGroup nsg-kms-1",
      "srv _vlmcs._tcp.az.example. kms-1.az.example.:1688",
      "srv _vlmcs._tcp.plant.example. kms-2.plant.example.:1688",
    ]);
  });

  it("gives a site its hosts and their RFC 2136 records", () => {
    expect(keys(["plant"])).toEqual(["kmsHost kms-2", "srv _vlmcs._tcp.plant.example. kms-2.plant.example.:1688"]);
  });

  it("gives the first core site what belongs to no site", () => {
    expect(keys(["hq"])).toEqual([
      "activationObject corp.example/windows-2025",
      "address kms-1.az.example.",
      "kmsHost kms-1",
      "securityGroup nsg-kms-1",
      "srv _vlmcs._tcp.az.example. kms-1.az.example.:1688",
    ]);
  });

  it("gives the first site what belongs to none in a file without a core, and nobody in a file without sites", () => {
    const objects = (sites: ReturnType<typeof site>[], scope: string[]) =>
      ofKind(desiredItems(someFacts({ sites, forests: [forest()] }), scope), "activationObject").length;
    const first = site({ name: "a", kind: "branch" });
    expect(objects([first, site({ name: "b", kind: "branch" })], ["a"])).toBe(1);
    expect(objects([first, site({ name: "b", kind: "branch" })], ["b"])).toBe(0);
    expect(objects([], [])).toBe(0);
  });

  it("splits the whole into parts that neither overlap nor lose anything", () => {
    const names = ["hq", "plant"];
    fc.assert(
      fc.property(fc.subarray(names), (scope) => {
        const rest = names.filter((name) => !scope.includes(name));
        expect([...keys(scope), ...keys(rest)].toSorted()).toEqual(keys().toSorted());
      }),
    );
  });
});

it("is sorted by key", () => {
  const keys = desiredItems(estateFacts()).map(keyOf);
  expect(keys).toEqual(keys.toSorted());
});
