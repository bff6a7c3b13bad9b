import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { desiredItems } from "../../modules/desired/desired.ts";
import { forecastOf } from "../../modules/forecast/forecast.ts";
import type { Decision } from "../../modules/plan/decision.ts";
import { findingsText } from "../../modules/report/findingsText.ts";
import { forecastText } from "../../modules/report/forecastText.ts";
import { plainView } from "../../modules/report/view.ts";
import { worksheetText } from "../../modules/report/worksheetText.ts";
import { runRules } from "../../modules/rules/run.ts";
import { worldOf } from "../../modules/rules/world.ts";
import { parseTopology } from "../../modules/topology/parse.ts";

// A folder is a case: topology.yaml goes in, the other files are what must come out. `vitest run -u` rewrites them, and
// the review is the diff; on CI a missing file fails. Attestations and suppressions are judged on a fixed day.
const cases = new URL("../golden/cases/", import.meta.url);
const today = "2026-06-01";

describe.each(readdirSync(cases).sort())("golden case %s", (name) => {
  const { topology, places } = parseTopology(
    readFileSync(new URL(`${name}/topology.yaml`, cases), "utf8"),
    "topology.yaml",
  );
  const items = desiredItems(topology.facts);
  const world = worldOf(topology.facts, items, { today });
  const file = (of: string) => `../golden/cases/${name}/${of}`;

  it("plans as recorded", async () => {
    await expect(planTsv(world.plan.decisions)).toMatchFileSnapshot(file("plan.tsv"));
  });

  it("forecasts as recorded", async () => {
    const forecast = forecastOf(topology.facts, world.plan);
    await expect(forecastText({ forecast, from: null }, plainView)).toMatchFileSnapshot(file("forecast.txt"));
  });

  it("declares as recorded", async () => {
    await expect(`${JSON.stringify(items, null, 2)}\n`).toMatchFileSnapshot(file("desired.json"));
  });

  it("fills in Table 1 as recorded", async () => {
    await expect(worksheetText(world.plan, plainView)).toMatchFileSnapshot(file("worksheet.txt"));
  });

  it("finds as recorded", async () => {
    await expect(findingsText(runRules(world, places), plainView)).toMatchFileSnapshot(file("findings.txt"));
  });
});

function planTsv(decisions: readonly Decision[]): string {
  const titles = [
    "site",
    "cohort",
    "product",
    "count",
    "method",
    "variant",
    "effective",
    "row",
    "reason",
    "hosts",
    "selected",
  ];
  const rows = decisions.map((one) => [
    ...[one.site, one.cohort, one.product, one.count, one.method, one.variant ?? ""],
    ...[one.effectiveMethod === one.method ? "" : one.effectiveMethod, one.row, one.reason],
    one.hosts.join(","),
    one.selected === null ? "" : `${one.selected.method} ${one.selected.row}`,
  ]);
  return `${[titles, ...rows].map((row) => row.join("\t")).join("\n")}\n`;
}
