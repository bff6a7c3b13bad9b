import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareFindings, failsNewly, uncompared } from "../../../modules/report/pullRequestFindings.ts";
import type { Finding } from "../../../modules/rules/rule.ts";
import { finding } from "../../helpers/reports.ts";

const changes = (before: readonly Finding[], now: readonly Finding[]) => {
  const compared = compareFindings(before, now);
  return [compared.now.map(({ change }) => change), compared.fixed.length];
};

describe("compareFindings", () => {
  it("takes a finding that is on another line, or of another file, for the same", () => {
    const moved = finding({ place: { file: "base.yaml", line: 3, column: 1 } });
    expect(changes([moved], [finding()])).toEqual([["unchanged"], 0]);
  });

  it("calls a finding changed that has other words, or another severity", () => {
    expect(changes([finding({ message: "of 23" })], [finding()])).toEqual([["changed"], 0]);
    expect(changes([finding({ severity: "advisory" })], [finding()])).toEqual([["changed"], 0]);
  });

  it("tells findings of one rule apart by their subject", () => {
    expect(changes([finding({ subject: "sites.hq" })], [finding()])).toEqual([["new"], 1]);
  });

  it("does not take a failure for fixed that is suppressed or unknown now", () => {
    for (const status of ["suppressed", "unknown", "attested"] as const) {
      const compared = compareFindings([finding()], [finding({ status })]);
      expect(compared).toMatchObject({ now: [{ change: "changed", before: { status: "fail" } }], fixed: [] });
      expect(compared.now.some(failsNewly)).toBe(false);
    }
  });

  it("calls a failure new that was suppressed, unknown or attested before", () => {
    for (const status of ["suppressed", "unknown", "attested"] as const) {
      const [first] = compareFindings([finding({ status })], [finding()]).now;
      expect(first && failsNewly(first)).toBe(true);
    }
  });

  it("prefers the counterpart that says the same to one that only has the same status", () => {
    const [one, two] = [finding({ message: "one" }), finding({ message: "two" })];
    expect(changes([one, two], [two])).toEqual([["unchanged"], 1]);
    expect(compareFindings([one, two], [two]).fixed).toEqual([one]);
    expect(changes([one], [two, one])).toEqual([["new", "unchanged"], 0]);
  });

  it("prefers a counterpart of the same status to one of another", () => {
    const unknown = finding({ status: "unknown", message: "of 23" });
    const compared = compareFindings([finding({ status: "attested" }), unknown], [finding({ status: "unknown" })]);
    expect(compared.now.map(({ before }) => before)).toEqual([unknown]);
  });

  const findings = fc.array(
    fc
      .record({
        rule: fc.constantFrom("A-01", "B-01"),
        subject: fc.constantFrom("sites.a", "sites.b"),
        status: fc.constantFrom("fail" as const, "unknown" as const, "suppressed" as const),
        message: fc.constantFrom("x", "y"),
      })
      .map((parts) => finding(parts)),
    { maxLength: 12 },
  );

  it("loses no finding and doubles none", () => {
    fc.assert(
      fc.property(findings, findings, (before, now) => {
        const { now: compared, fixed } = compareFindings(before, now);
        expect(compared.map((one) => one.finding)).toEqual(now);
        const used = compared.flatMap((one) => one.before ?? []);
        expect(used.length + fixed.length).toBe(before.length);
        expect(new Set([...used, ...fixed])).toEqual(new Set(before));
      }),
    );
  });

  it("finds nothing new, changed or fixed between a file and itself", () => {
    fc.assert(
      fc.property(findings, (all) => {
        expect(changes(all, all)).toEqual([all.map(() => "unchanged"), 0]);
      }),
    );
  });
});

describe("uncompared", () => {
  it("calls no failure new", () => {
    const { now, fixed } = uncompared([finding()]);
    expect([now.map(({ change }) => change), now.some(failsNewly), fixed]).toEqual([["not-compared"], false, []]);
  });
});
