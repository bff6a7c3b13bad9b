import { describe, expect, it } from "vitest";
import { foreignRecordProblems, removalProblems } from "../../../modules/cli/guards.ts";
import type { StepMetadata } from "../../../modules/engine/events.ts";
import { planned, step, taken } from "../../helpers/engineEvents.ts";
import { zone } from "../../helpers/facts.ts";

const setType = "azure-native:privatedns:PrivateRecordSet";
const inZone = (name: string) => ({ inputs: { zone: name } });
const many = (count: number, op: string, zoneName = "corp.example"): StepMetadata[] =>
  Array.from({ length: count }, (_, i) => step(op, { name: `${op}-${i}`, old: inZone(zoneName) }));
const setOf = (count: number) => ({
  inputs: { privateZoneName: "az.example", srvRecords: Array.from({ length: count }, () => ({})) },
});

describe("the guard against removing many records", () => {
  it.each([
    { kept: 6, removed: 3, stopped: false }, // 9 records: small zones change as a whole
    { kept: 0, removed: 9, stopped: false },
    { kept: 7, removed: 3, stopped: false }, // 30 % of 10
    { kept: 6, removed: 4, stopped: true },
    { kept: 0, removed: 10, stopped: true },
  ])("lets 3 of 10 go, and guards no fewer than 10: $removed of $kept + $removed: $stopped", (wanted) => {
    const events = planned(...many(wanted.kept, "same"), ...many(wanted.removed, "delete"));
    expect(removalProblems(events).length > 0).toBe(wanted.stopped);
  });

  it("says which zone, how many, and how to go on", () => {
    const events = planned(...many(6, "same"), ...many(4, "delete"));
    expect(removalProblems(events)).toEqual([
      "zone corp.example would lose 4 of its 10 records (40 %; at most 30 % at once); if that is meant, run again with --allow-removals",
    ]);
  });

  it("counts each zone by itself", () => {
    const events = planned(
      ...many(20, "same", "a.example"),
      ...many(6, "same", "b.example"),
      ...many(6, "delete", "b.example"),
    );
    expect(removalProblems(events)).toEqual([expect.stringContaining("zone b.example would lose 6 of its 12 records")]);
  });

  it("counts the records in an Azure set, which is replaced as a whole", () => {
    const update = step("update", { type: setType, old: setOf(10), new: setOf(6) });
    const removal = step("delete", { type: setType, old: setOf(10) });
    const growth = step("update", { type: setType, old: setOf(10), new: setOf(20) });
    expect(removalProblems(planned(update))).toEqual([
      expect.stringContaining("az.example would lose 4 of its 10 records"),
    ]);
    expect(removalProblems(planned(removal))).toEqual([expect.stringContaining("would lose 10 of its 10 records")]);
    expect(removalProblems(planned(growth))).toEqual([]);
  });

  it("takes a replacement for a record that stays, however many steps it has", () => {
    const replacement = (name: string) =>
      ["create-replacement", "replace", "delete-replaced"].map((op) =>
        step(op, { name, old: inZone("corp.example"), new: inZone("corp.example") }),
      );
    const names = Array.from({ length: 12 }, (_, i) => `kms-${i}`);
    expect(removalProblems(planned(...names.flatMap(replacement)))).toEqual([]);
  });

  it("does not count what is new, and what is no record", () => {
    const events = planned(
      ...many(6, "same"),
      ...many(4, "delete").map((s) => ({ ...s, type: "azure-native:network:NetworkInterface" })),
      ...Array.from({ length: 12 }, (_, i) => step("create", { name: `new-${i}`, new: inZone("corp.example") })),
    );
    expect(removalProblems(events)).toEqual([]);
  });
});

describe("the guard of records of others in Azure sets", () => {
  const srv = (target: string, port = 1688) => ({ target, port });
  const found = (live: unknown, declared: readonly object[] = [srv("kms-1.az.example.")], set = "_vlmcs._tcp") => {
    const names = { privateZoneName: "az.example", relativeRecordSetName: set };
    const old = { inputs: { ...names, srvRecords: declared } };
    return taken(
      step("update", { type: setType, name: "lon-srv", old, new: { inputs: { ...names, srvRecords: live } } }),
    );
  };
  const zones = [
    zone({
      name: "az.example",
      keep: [{ name: "_vlmcs._tcp.az.example.", target: "old.az.example.", port: 1688, reason: "until May" }],
    }),
  ];

  it("names each that an `up` would remove, and what to write into the file", () => {
    const live = [srv("kms-1.az.example"), srv("foreign.az.example"), srv("kms-1.az.example", 1689)];
    const rest = ", which the file does not declare and `up` would remove; list it under zones.az.example.keep as";
    expect(foreignRecordProblems(found(live), zones)).toEqual([
      `record set lon-srv of zone az.example holds foreign.az.example:1688${rest} { name: _vlmcs._tcp, target: foreign.az.example, port: 1688, reason: ... }, or remove it first`,
      `record set lon-srv of zone az.example holds kms-1.az.example:1689${rest} { name: _vlmcs._tcp, target: kms-1.az.example, port: 1689, reason: ... }, or remove it first`,
    ]);
  });

  it("lets those be that the file declares or keeps, however they are spelled", () => {
    const live = [srv("KMS-1.az.example"), srv("old.az.example.")];
    expect(foreignRecordProblems(found(live), zones)).toEqual([]);
  });

  it("lets a record be only in the set in which it is kept", () => {
    const live = [srv("old.az.example")];
    expect(foreignRecordProblems(found(live, [], "_vlmcs._tcp.lon"), zones)).toHaveLength(1);
    expect(foreignRecordProblems(found(live, [], "@"), zones)).toHaveLength(1);
  });

  it("does not let a kept record be written back with other values", () => {
    const live = [{ ...srv("old.az.example"), priority: 9, weight: 1 }];
    expect(foreignRecordProblems(found(live), zones)).toEqual([
      "record set lon-srv of zone az.example holds old.az.example:1688 with priority 9 and weight 1, and `up` would write it back with 0 and 0; let its owner set these, or move it to another set",
    ]);
    const written = { ...srv("old.az.example"), priority: 9, weight: 1 };
    expect(foreignRecordProblems(found(live, [written]), zones)).toEqual([]);
  });

  it("has nothing to say of a set that is gone, and of other resources", () => {
    const other = taken(step("update", { type: "azure-native:network:NetworkInterface" }));
    expect(foreignRecordProblems([...found(undefined), ...other], zones)).toEqual([]);
  });

  it("names a record of a zone that the file no longer has, too", () => {
    expect(foreignRecordProblems(found([srv("foreign.az.example")]), [])).toEqual([
      expect.stringContaining("foreign.az.example:1688"),
    ]);
  });
});
