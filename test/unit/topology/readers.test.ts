import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quickValue } from "../../../modules/topology/quickValue.ts";
import { parseText } from "../../../modules/topology/syntax.ts";
// biome-ignore lint/correctness/useImportExtensions: it takes the declarations beside the module for the module.
import { validate } from "../../../modules/topology/validate.gen.mjs";

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const page = [...read("docs/topology.md").matchAll(/```yaml\n(.*?)```/gs)].map(([, block]) => block).join("\n");
const quoted = `version: 1
environment: "test"
sites:
  hq:
    kind: 'core'
    networks:
    - 10.0.0.0/8
    - 10.1.0.0/16
    suffixes:
      -   b.example
    firewall: { external: "edge \\"1\\"", attestedBy: it''s, until: 2027-01-01 }
    cohorts:
      a: {product: client, os: windows-11-pro, count: 1}
      b:
        product: client
        os: |
          windows-11-pro
        count: 1
`;

describe("the quick reader", () => {
  it.each([
    ["the example", read("examples/enterprise.topology.yaml")],
    ["the small example", read("examples/small.topology.yaml")],
    ["the page about the format", page],
    ["a file with quotes and lists", quoted],
  ])("reads %s as the careful one does", (_, text) => {
    expect(quickValue(text)).toBeDefined();
    expect(quickValue(text)).toEqual(parseText(text, "t.yaml").value);
  });

  it.each([
    ["an anchor", "a: &x 1\nb: *x\n"],
    ["a tag", "a: !!str 1\n"],
    ["a merge key", "a: { <<: *x }\n"],
    ["a directive", "%YAML 1.2\n---\na: 1\n"],
    ["two documents", "a: 1\n---\nb: 1\n"],
    ["a name that is no text", "? [a]\n: 1\n"],
    ["a list for a name", "[a]: 1\n"],
    ["a name that is empty", "a:\n  : 1\n"],
    ["null", "a: ~\n"],
    ["a hexadecimal number", "a: 0x1F\n"],
    ["a number with a fraction", "a: 1.5\n"],
    ["a number that begins with 0", "a: 012\n"],
    ["a boolean in capitals", "a: True\n"],
    ["a tab", "a:\t1\n"],
    ["a lone carriage return", "a: 1\rb: 2\n"],
    ["quotes over two lines", 'a: "b\n  c"\n'],
    ["a bracket that is not indented", "a: [b,\nc]\n"],
    ["a bracket too many in a comment", "a: 1 # ]\n"],
    ["a comment behind a bracket", "a: [b]#c\n"],
    ["a name twice", "a: 1\na: 2\n"],
    ["wrong syntax", "a: [\n"],
  ])("leaves %s to the careful one", (_, text) => {
    expect(quickValue(text)).toBeUndefined();
  });

  it("takes texts that look like numbers, dates or words of other languages for texts", () => {
    const text = "a: [10.0.0.1, 2027-01-01, 1_000, 0b1, yes, off, 1:30, 30d, -, =, '1', \"true\"]\n";
    expect(quickValue(text)).toEqual(parseText(text, "t.yaml").value);
  });

  const put = fc.constantFrom(
    ..."'\"{}[],#:-|>&*!?%@`~= \n\t\\".split(""),
    ": ",
    "- ",
    " #",
    "\n  ",
    "\r\n",
    "\r",
    "|+\n",
    "&a ",
    "*a",
    "!x ",
    "<<: ",
    "? ",
    "null",
    "true",
    "True",
    "0x1F",
    "1_000",
    "0o7",
    "1e3",
    ".5",
    "-0",
    "012",
    "---",
    "...",
    "\\u0041",
    "\u2028",
    "\u0085",
    "\uFEFF",
    "''",
    '""',
    "{}",
    "[]",
    "? a\n: b",
    ",,",
  );
  const edit = fc.record({ at: fc.nat({ max: 10_000 }), length: fc.nat({ max: 6 }), put });

  it("gives what the careful one gives for every damaged file that still fits the schema", () => {
    const bases = fc.constantFrom(quoted, quoted, page);
    let compared = 0;
    fc.assert(
      fc.property(bases, fc.array(edit, { minLength: 1, maxLength: 3 }), (base, edits) => {
        const text = edits.reduce(
          (t, e) => t.slice(0, e.at % t.length) + e.put + t.slice((e.at % t.length) + e.length),
          base,
        );
        const quick = quickValue(text);
        if (quick === undefined || !validate(quick)) return;
        compared++;
        const careful = parseText(text, "t.yaml");
        expect([careful.syntaxProblems, careful.value]).toEqual([[], quick]);
      }),
      { numRuns: 3000, seed: 4 },
    );
    expect(compared).toBeGreaterThan(100);
  }, 60_000);
});
