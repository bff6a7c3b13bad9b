import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseTopology } from "../../../modules/topology/parse.ts";
import { quickValue } from "../../../modules/topology/quickValue.ts";
import { madeUpKey, modelOf, refusalsOf } from "./parsing.ts";

const example = readFileSync(new URL("../../../examples/enterprise.topology.yaml", import.meta.url), "utf8");
const value = parse(example);
const file = (more: object) => ({ version: 1, environment: "test", sites: { hq: { kind: "core" } }, ...more });

describe("a file in JSON", () => {
  it.each([
    ["on one line", JSON.stringify(value)],
    ["indented with spaces", JSON.stringify(value, null, 2)],
    ["indented with tabs", JSON.stringify(value, null, "\t")],
    ["with Windows line ends", JSON.stringify(value, null, 2).replaceAll("\n", "\r\n")],
    ["behind white space and a byte order mark", `\uFEFF\n  ${JSON.stringify(value)}\n`],
  ])("%s is the same topology as in YAML", (_, text) => {
    expect(modelOf(text)).toEqual(modelOf(example));
    expect(quickValue(text.replace("\uFEFF", ""))).toEqual(value);
  });

  it.each(["\t", "  "])("indented with %j is refused at the same places as YAML", (indent) => {
    const text = JSON.stringify(
      file({ environment: 5, zones: { "a.example": { provider: "rfc2137" } } }),
      null,
      indent,
    );
    expect(refusalsOf(text).map((line) => line.replace(/:\d+: /, ": "))).toEqual([
      expect.stringMatching(/^t\.yaml:3: environment: must be a text, got 5; /),
      't.yaml:11: zones.a.example.provider: got "rfc2137"; did you mean "rfc2136"?',
    ]);
  });

  it("knows where things stand", () => {
    const text = JSON.stringify(file({}), null, "\t");
    expect(parseTopology(text, "t.json").places.of("sites.hq.kind")).toEqual({ file: "t.json", line: 6, column: 4 });
  });

  it("is refused where an object holds a name twice, however deep and wherever the other one is", () => {
    const text = JSON.stringify(file({ licensed: { client: 1 }, policy: { unknown: "fail" } }));
    expect(refusalsOf(text.replace('"client":1', '"client":1,"server":2,"client":3'))).toEqual([
      "t.yaml:1:100: licensed.client: is there twice; keep one",
    ]);
    expect(refusalsOf(text.replace('"version":1', '"version":{"a":[{"b":1,"b":2}]},"version":1'))).toEqual([
      "t.yaml:1:25: version.a[0].b: is there twice; keep one",
      "t.yaml:1:34: version: is there twice; keep one",
    ]);
  });

  it("may hold brackets, colons and quotes in texts", () => {
    const reason = String.raw`he said "a": {b: [1]}, \ and so on: `;
    const suppression = { rule: "TOT-01", subject: "licensed", reason, owner: 'x":', until: "2027-01-01" };
    const text = JSON.stringify(file({ suppressions: [suppression] }));
    expect(modelOf(text).facts.suppressions).toEqual([suppression]);
    expect(quickValue(text)).toBeDefined();
  });

  it("may be YAML that looks like JSON", () => {
    const text = '{ version: 1, "environment": test, sites: { hq: { kind: core, }, }, }';
    expect(modelOf(text).facts.environment).toBe("test");
    expect(refusalsOf('{ "version": 1 "environment": "a" }')[0]).toMatch(/^t\.yaml:1:\d+: .*: is not YAML: /);
  });

  it("never shows a product key, written plainly or with escapes", () => {
    const key = madeUpKey();
    const escaped = `\\u${key.charCodeAt(0).toString(16).padStart(4, "0")}${key.slice(1)}`;
    for (const written of [key, escaped]) {
      for (const text of [
        JSON.stringify(file({ environment: "KEY" })),
        JSON.stringify(file({ keys: { KEY: { type: "mak", product: "client", remaining: 1 } } })),
        JSON.stringify(
          file({ suppressions: [{ rule: "A-01", subject: "KEY", reason: "r", owner: "o", until: "2027-01-01" }] }),
        ),
      ]) {
        const problems = refusalsOf(text.replace("KEY", written));
        expect(problems).toEqual([expect.stringContaining("holds the product key XXXXX-XXXXX-XXXXX-XXXXX-QRTVW; ")]);
        expect(problems.join()).not.toContain(key.slice(0, 23));
      }
    }
  });

  it("keeps its names, even those that every object of JavaScript has", () => {
    const text = JSON.stringify(file({ zones: { constructor: { provider: "rfc2136", server: "ns" } } }));
    const withProto = text.replace("constructor", "__proto__");
    expect([text, withProto].map((json) => modelOf(json).facts.zones.map((zone) => zone.name))).toEqual([
      ["constructor"],
      ["__proto__"],
    ]);
  });
});
