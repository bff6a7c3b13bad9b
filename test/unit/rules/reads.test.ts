import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../../modules/rules/catalogue.ts";

/** What rules read besides the file: kinds of items, and single resources. */
const items = ["srv", "address", "securityGroup", "kmsHost", "activationObject", "resources"];

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

const root = JSON.parse(
  readFileSync(new URL("../../../modules/topology/topology.schema.json", import.meta.url), "utf8"),
) as Schema;

/** Whether a file of the schema can have something at a path; `*` stands for any name or index. */
function has(schema: Schema, path: readonly string[]): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return true;
  const below = step === "*" ? [schema.additionalProperties, schema.items] : [schema.properties?.[step]];
  const same = [root.$defs?.[schema.$ref?.replace("#/$defs/", "") ?? ""], ...(schema.anyOf ?? schema.oneOf ?? [])];
  const leads = (next: Schema | boolean | undefined, way: readonly string[]) =>
    typeof next === "object" && has(next, way);
  return below.some((next) => leads(next, rest)) || same.some((next) => leads(next, path));
}

describe("what rules read", () => {
  it.each(catalogue.map(({ id, reads }) => [id, reads] as const))(
    "%s names places of the file and kinds of items",
    (_, reads) => {
      expect(reads.length).toBeGreaterThan(0);
      expect(reads.filter((place) => !items.includes(place) && !has(root, place.split(".")))).toEqual([]);
    },
  );

  it("is found out where a place does not exist", () => {
    expect(has(root, ["kmsHosts", "*", "records", "priority"])).toBe(true);
    for (const wrong of ["kmsHost", "kmsHosts.*.rank", "kmsHosts.records", "sites.*.cohorts.*.count.x"])
      expect(has(root, wrong.split("."))).toBe(false);
  });
});
