import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rows } from "../../../modules/plan/rows.ts";

const page = readFileSync(new URL("../../../docs/decisions.md", import.meta.url), "utf8");
const documented = [...page.matchAll(/^\| (D\d\d) \|(.*)\|$/gm)].map(([, id, rest = ""]) => [
  id,
  ...rest.split("|").map((cell) => cell.trim()),
]);

describe("docs/decisions.md", () => {
  it("shows every row of the data, in order, with its method, reason, criterion and anchor", () => {
    expect(documented.map(([id, , ...cells]) => [id, ...cells])).toEqual(
      rows.map((row) => [row.id, row.method ?? "-", row.reason ?? "-", String(row.criterion ?? "-"), row.anchor]),
    );
  });

  it("says of every row when it applies", () => {
    expect(documented.map(([, when]) => when)).not.toContain("");
  });
});

const readings = [...page.matchAll(/^\| (A-\d+) .*\| (\w+) +\|$/gm)].map(([, id, where]) => ({ id, where }));

describe("the readings", () => {
  it("are A-1 to A-27, each once", () => {
    expect(readings.map(({ id }) => id)).toEqual(Array.from({ length: 27 }, (_, i) => `A-${i + 1}`));
  });

  it("that can change a decision have a test each, and no other has", () => {
    const tests = readFileSync(new URL("readings.test.ts", import.meta.url), "utf8");
    const tested = new Set([...tests.matchAll(/"(A-\d+): /g)].map(([, id]) => id));
    expect([...tested]).toEqual(readings.filter(({ where }) => where === "plan").map(({ id }) => id));
  });
});

describe("the decision table", () => {
  it("has the rows D00 to D42, each once", () => {
    const published =
      "D00 D01 D02 D03 D04 D05 D10 D11 D12 D13 D19 D20 D21 D22 D23 D24 D30 D31 D32 D33 D40 D41 D42".split(" ");
    expect(rows.map((row) => row.id)).toEqual(published);
  });

  it("counts each row in the published row of Table 1", () => {
    const counted = Object.groupBy(rows, (row) => String(row.criterion));
    const ids = (criterion: number) => counted[criterion]?.map((row) => row.id).join(" ");
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map(ids)).toEqual([
      "D10 D12 D19 D21 D30 D40",
      "D11 D41",
      "D05 D13 D42",
      "D20 D31",
      "D22 D32",
      "D23 D24 D33",
      "D00 D03",
      "D02",
      "D01",
    ]);
  });
});
