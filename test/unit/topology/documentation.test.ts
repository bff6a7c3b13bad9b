import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { csvlkGroups } from "../../../modules/topology/csvlk.ts";
import { modelOf } from "./parsing.ts";

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const page = read("docs/topology.md");
const schema = JSON.parse(read("modules/topology/topology.schema.json")) as Readonly<Record<string, unknown>>;

/** Names of all properties below a part of the schema. */
function propertiesIn(node: unknown): string[] {
  if (node === null || typeof node !== "object") return [];
  return Object.entries(node).flatMap(([key, value]) => [
    ...(key === "properties" ? Object.keys(value as object) : []),
    ...propertiesIn(value),
  ]);
}

describe("the page about the format", () => {
  it("is, with its examples one after the other, one valid file whose cohorts add up", () => {
    const text = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, block]) => block).join("\n");
    const { facts } = modelOf(text);
    const sum = (product: string) =>
      facts.sites
        .flatMap((site) => site.cohorts)
        .filter((cohort) => cohort.product === product)
        .reduce((total, cohort) => total + cohort.count, 0);
    expect(facts.licensed).toEqual({ client: sum("client"), server: sum("server"), office: sum("office") });
  });

  it("speaks of every property of the schema", () => {
    const missing = [...new Set(propertiesIn(schema))].filter((name) => !new RegExp(`\\b${name}\\b`).test(page));
    expect(missing).toEqual([]);
  });

  it("names every group of KMS host keys by its product or its year", () => {
    for (const { id } of csvlkGroups)
      expect(page).toMatch(new RegExp(`\`${id}\`|\`${id.replace(/^.*-(?=\d{4}$)/, "-")}\``));
  });
});
