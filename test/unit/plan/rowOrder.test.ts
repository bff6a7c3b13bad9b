import { describe, expect, it } from "vitest";
import { rowsFor } from "../../../modules/plan/rows.ts";
import type { Facts, SiteKind } from "../../../modules/topology/model.ts";
import { cohort, kmsHost, someFacts } from "../../helpers/facts.ts";
import { alone, decisionOf } from "./planned.ts";

const ids = (kind: SiteKind, rows: Facts["rows"] = {}) =>
  rowsFor(someFacts({ rows }), kind)
    .map(({ id }) => id)
    .join(" ");

describe("rows of a kind of site", () => {
  it.each([
    ["core", "D00 D01 D02 D10 D11 D12 D13"],
    ["isolated", "D00 D01 D02 D19 D20 D21 D22 D23 D24"],
    ["branch", "D00 D01 D02 D30 D31 D32 D33"],
    ["disconnected", "D00 D01 D02 D05 D40 D41 D42"],
    ["lab", "D01 D02 D03 D04 D19 D20 D21 D22 D23 D24"],
  ] as const)("stand in the documented order for %s", (kind, documented) => {
    expect(ids(kind)).toBe(documented);
  });

  it("stand in the order that the file sets, after D00 to D05", () => {
    expect(ids("branch", { branch: ["D32", "D31", "D30", "D33"] })).toBe("D00 D01 D02 D32 D31 D30 D33");
    expect(ids("disconnected", { disconnected: ["D42", "D41", "D40"] })).toBe("D00 D01 D02 D05 D42 D41 D40");
  });

  it("that the file does not name follow in the documented order, so that one of them always applies", () => {
    expect(ids("core", { core: ["D11"] })).toBe("D00 D01 D02 D11 D10 D12 D13");
  });

  it("go by the order for isolated sites in a lab", () => {
    expect(ids("lab", { isolated: ["D22"], lab: ["D24"] })).toBe("D01 D02 D03 D04 D22 D19 D20 D21 D23 D24");
  });

  it("do not change because of the order for another kind, or of rows that are not theirs", () => {
    expect(ids("core", { branch: ["D33"], core: ["D33", "D00", "D99"] })).toBe(ids("core"));
  });
});

describe("another order", () => {
  const reaches = { kms: { hosts: "core", over: ["tcp1688", "rpc"] }, domain: null } as const;
  const branch = (rows: Facts["rows"]) =>
    alone(
      { kind: "branch", reaches, cohorts: [cohort({ name: "it", count: 40 })] },
      {
        rows,
        kmsHosts: [kmsHost({ name: "own" }), kmsHost({ name: "central", site: "core" })],
        sites: [
          ...alone({ name: "core" }).sites,
          ...alone({ kind: "branch", reaches, cohorts: [cohort({ name: "it", count: 40 })] }).sites,
        ],
      },
    );

  it("puts a branch's own host before the core's (A-7, A-8)", () => {
    expect(decisionOf(branch({}), "it")).toMatchObject({ row: "D31", method: "kms-central" });
    const local = decisionOf(branch({ branch: ["D32", "D31"] }), "it");
    expect(local).toMatchObject({ row: "D32", method: "kms-local", reason: "BR_LOCAL_KMS", criterion: 5 });
  });

  it("gives everybody a MAK where its row, which always applies, comes first", () => {
    expect(decisionOf(branch({ branch: ["D33"] }), "it")).toMatchObject({ row: "D33", method: "mak" });
  });

  it("leaves channels, labs without activation and gaps over 180 days to the rows that come first", () => {
    const rows = { core: ["D13"], isolated: ["D24"], disconnected: ["D41"] };
    const row = (kind: SiteKind, of: Parameters<typeof cohort>[0]) =>
      decisionOf(alone({ kind, cohorts: [cohort({ name: "it", ...of })] }, { rows, kmsHosts: [] }), "it").row;
    expect(row("core", { channel: "oem" })).toBe("D01");
    expect(row("core", { channel: "retail" })).toBe("D02");
    expect(row("core", { activate: false })).toBe("D00");
    expect(row("lab", { activate: false })).toBe("D03");
    expect(row("disconnected", {})).toBe("D05");
  });
});
