import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Item } from "../../../modules/desired/item.ts";
import { keyOf } from "../../../modules/desired/item.ts";
import type { Reading } from "../../../modules/drift/drift.ts";
import { findDrift } from "../../../modules/drift/findDrift.ts";
import { firewallGroup, firewallRule } from "../../helpers/firewall.ts";
import { srvRecord } from "../../helpers/items.ts";

const reading = (items: readonly Item[], part: Partial<{ covers: (item: Item) => boolean }> = {}): Reading => ({
  area: "dns",
  covers: () => true,
  items,
  ...part,
});

describe("findDrift", () => {
  it("calls a declared item that a reading covers and does not hold missing", () => {
    expect(findDrift([srvRecord()], [reading([])])).toEqual([
      {
        verb: "missing",
        area: "dns",
        key: "srv _vlmcs._tcp.corp.example. kms-1.corp.example.:1688",
        declared: srvRecord(),
      },
    ]);
  });

  it("calls a live record to a foreign machine unexpected and says that its target is not declared", () => {
    const rogue = srvRecord({ target: "pc-7.corp.example.", host: null });
    expect(findDrift([srvRecord()], [reading([srvRecord(), rogue])])).toEqual([
      {
        verb: "unexpected",
        area: "dns",
        key: "srv _vlmcs._tcp.corp.example. pc-7.corp.example.:1688",
        live: rogue,
        cause: "its target is no declared KMS host",
      },
    ]);
  });

  it("says of an undeclared record to a declared host that the host is ours", () => {
    const [drift] = findDrift([], [reading([srvRecord()])]);
    expect(drift?.cause).toContain("declared host kms-1");
  });

  it("gives no origin to things that carry none", () => {
    const [drift] = findDrift([], [reading([firewallGroup()])]);
    expect(drift).toEqual({ verb: "unexpected", area: "dns", key: "securityGroup nsg-kms-1", live: firewallGroup() });
  });

  it("shows of a changed record its identity and only the fields that differ", () => {
    expect(findDrift([srvRecord()], [reading([srvRecord({ ttl: 60, weight: 5, zone: "other", host: null })])])).toEqual(
      [
        {
          verb: "changed",
          area: "dns",
          key: "srv _vlmcs._tcp.corp.example. kms-1.corp.example.:1688",
          declared: {
            kind: "srv",
            name: "_vlmcs._tcp.corp.example.",
            target: "kms-1.corp.example.",
            port: 1688,
            weight: 0,
            ttl: 3600,
          },
          live: {
            kind: "srv",
            name: "_vlmcs._tcp.corp.example.",
            target: "kms-1.corp.example.",
            port: 1688,
            weight: 5,
            ttl: 60,
          },
        },
      ],
    );
  });

  it("takes a record with another port for another record", () => {
    const verbs = findDrift([srvRecord()], [reading([srvRecord({ port: 1689 })])]).map((drift) => drift.verb);
    expect(verbs).toEqual(["missing", "unexpected"]);
  });

  it("names of a changed security group the rules that differ, on each side", () => {
    const declared = firewallGroup(firewallRule(), firewallRule({ name: "deny", priority: 200, access: "Deny" }));
    const live = firewallGroup(
      firewallRule({ sources: ["*"] }),
      firewallRule({ name: "deny", priority: 200, access: "Deny" }),
      firewallRule({ name: "extra" }),
    );
    expect(findDrift([declared], [reading([live])])).toMatchObject([
      {
        verb: "changed",
        declared: { rules: [firewallRule()] },
        live: { rules: [{ sources: ["*"] }, { name: "extra" }] },
      },
    ]);
  });

  it("does not mind the order of rules, prefixes and properties", () => {
    const rule = firewallRule({ sources: ["10.0.0.0/24", "10.0.1.0/24"] });
    const { name, ...rest } = firewallRule({ sources: ["10.0.1.0/24", "10.0.0.0/24"] });
    const other = firewallRule({ name: "b" });
    const live = firewallGroup(other, { ...rest, name });
    expect(findDrift([firewallGroup(rule, other)], [reading([live])])).toEqual([]);
  });

  it("reports what could not be read once, and nothing as missing for it", () => {
    expect(
      findDrift([srvRecord()], [{ area: "dns", key: "ns1.corp.example", unreadable: "no answer within 5 s" }]),
    ).toEqual([{ verb: "unreadable", area: "dns", key: "ns1.corp.example", cause: "no answer within 5 s" }]);
  });

  it("leaves a declared item alone that a reading holds without covering it", () => {
    expect(findDrift([srvRecord()], [reading([srvRecord({ ttl: 1 })], { covers: () => false })])).toEqual([]);
  });

  it("keeps the record that is declared apart from a second one that differs in priority alone", () => {
    const second = srvRecord({ priority: 9 });
    expect(findDrift([srvRecord()], [reading([second, srvRecord()])])).toEqual([
      {
        verb: "unexpected",
        area: "dns",
        key: keyOf(srvRecord()),
        live: second,
        cause: "a second one beside the one that is declared",
      },
    ]);
    expect(
      findDrift([srvRecord()], [reading([second, srvRecord({ priority: 8 })])]).map((drift) => drift.verb),
    ).toEqual(["changed", "unexpected"]);
  });

  it("sorts by area, then by key", () => {
    const readings: Reading[] = [
      { area: "reachability", key: "a", unreadable: "x" },
      { area: "dns", key: "z", unreadable: "x" },
      { area: "ad", key: "b", unreadable: "x" },
      { area: "dns", key: "c", unreadable: "x" },
    ];
    expect(findDrift([], readings).map((drift) => `${drift.area} ${drift.key}`)).toEqual([
      "ad b",
      "dns c",
      "dns z",
      "reachability a",
    ]);
  });
});

const name = fc.constantFrom("a", "b", "c", "d", "e");
const anyRule = fc
  .record({ name, priority: fc.integer({ min: 100, max: 4096 }), sources: fc.array(name) })
  .map((part) => firewallRule(part));
const anyItem: fc.Arbitrary<Item> = fc.oneof(
  fc
    .record({ name, target: name, port: fc.integer({ min: 0, max: 65535 }), priority: fc.nat(3), ttl: fc.nat(3) })
    .map((part) => srvRecord({ ...part, name: `_vlmcs._tcp.${part.name}.`, target: `${part.target}.` })),
  fc
    .record({ name, rules: fc.array(anyRule) })
    .map((part): Item => ({ ...firewallGroup(...part.rules), name: part.name })),
  name.map((of): Item => ({ kind: "activationObject", forest: "f", name: of, key: null, origin: null })),
  fc
    .record({ name, ttl: fc.nat(3) })
    .map((part): Item => ({ kind: "address", zone: "z", name: `${part.name}.`, address: "10.0.0.1", ttl: part.ttl })),
  fc.record({ name, port: fc.nat(3) }).map(
    (part): Item => ({
      kind: "kmsHost",
      ...part,
      fqdn: "k.",
      address: "10.0.0.1",
      placement: "azure",
      imageSku: null,
      publicAddress: false,
    }),
  ),
);
const anyItems = fc.uniqueArray(anyItem, { selector: keyOf });

describe("laws of findDrift", () => {
  it("finds nothing between a thing and its own reading", () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        expect(findDrift(items, [reading(items.toReversed())])).toEqual([]);
      }),
    );
  });

  it("names every key that only one side has, and no other as missing or unexpected", () => {
    fc.assert(
      fc.property(anyItems, anyItems, (declared, live) => {
        const drifts = findDrift(declared, [reading(live)]);
        const keys = (verb: string) =>
          drifts
            .filter((drift) => drift.verb === verb)
            .map((drift) => drift.key)
            .sort();
        const only = (a: readonly Item[], b: readonly Item[]) =>
          a
            .map(keyOf)
            .filter((key) => !b.some((item) => keyOf(item) === key))
            .sort();
        expect(keys("missing")).toEqual(only(declared, live));
        expect(keys("unexpected")).toEqual(only(live, declared));
      }),
    );
  });

  it("finds the same changed keys whichever side is the declared one", () => {
    fc.assert(
      fc.property(anyItems, anyItems, (one, other) => {
        const changed = (a: readonly Item[], b: readonly Item[]) =>
          findDrift(a, [reading(b)])
            .filter((drift) => drift.verb === "changed")
            .map((drift) => drift.key);
        expect(changed(one, other)).toEqual(changed(other, one));
      }),
    );
  });

  it("is empty once what it found has been put right", () => {
    fc.assert(
      fc.property(anyItems, anyItems, (declared, live) => {
        const wrong = new Set(findDrift(declared, [reading(live)]).map((drift) => drift.key));
        const repaired = [
          ...live.filter((item) => !wrong.has(keyOf(item))),
          ...declared.filter((item) => wrong.has(keyOf(item))),
        ];
        expect(findDrift(declared, [reading(repaired)])).toEqual([]);
      }),
    );
  });

  it("says nothing of what no readable reading covers", () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        expect(findDrift(items, [{ area: "ad", key: "dc1", unreadable: "refused" }])).toHaveLength(1);
      }),
    );
  });
});
