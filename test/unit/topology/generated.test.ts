import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const path = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
type Node = { readonly [key: string]: unknown };

describe("what is generated from the schema", () => {
  it("is current", () => {
    const { status, stderr } = spawnSync(process.execPath, [path("tools/gen.ts"), "--check"], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  }, 60_000);

  it("loads nothing: the validator has no import", () => {
    expect(readFileSync(path("modules/topology/validate.gen.mjs"), "utf8")).not.toMatch(/\brequire\(|^import /m);
  });
});

describe("the schema", () => {
  const schema = JSON.parse(readFileSync(path("modules/topology/topology.schema.json"), "utf8")) as Node;
  const described = (node: Node): boolean => {
    const reference = String(node.$ref ?? "").replace("#/$defs/", "");
    return (
      typeof node.description === "string" || (reference !== "" && described((schema.$defs as Node)[reference] as Node))
    );
  };
  const walk = (node: unknown, visit: (node: Node, at: string) => void, at = "$"): void => {
    if (node === null || typeof node !== "object") return;
    if (!Array.isArray(node)) visit(node as Node, at);
    for (const [key, value] of Object.entries(node)) walk(value, visit, `${at}.${key}`);
  };

  it("describes every property to the author of a file", () => {
    const bare: string[] = [];
    walk(schema, (node, at) => {
      for (const [name, property] of Object.entries((node.properties as Node | undefined) ?? {})) {
        if (!at.endsWith(".properties") && !described(property as Node)) bare.push(`${at}.${name}`);
      }
    });
    expect(bare).toEqual([]);
  });

  it("describes every pattern, as messages quote the description", () => {
    walk(schema, (node, at) => {
      if (typeof node.pattern === "string")
        expect([at, node.description]).toEqual([at, expect.stringMatching(/^An? /)]);
    });
  });

  it("closes every object: named properties or named entries, nothing else", () => {
    const open: string[] = [];
    walk(schema, (node, at) => {
      if (node.type !== "object" || node.discriminator !== undefined) return;
      const rest = node.additionalProperties;
      if (rest !== false && !(typeof rest === "object" && node.propertyNames !== undefined)) open.push(at);
    });
    expect(open).toEqual([]);
  });
});
