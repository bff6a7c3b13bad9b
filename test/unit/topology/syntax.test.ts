import { describe, expect, it } from "vitest";
import { formatProblem, TopologyError } from "../../../modules/topology/problem.ts";
import { toolVersion } from "../../../modules/topology/version.gen.ts";
import { inSite, madeUpKey, modelOf, problemsOf, refusalsOf } from "./parsing.ts";

describe("text that is not one YAML document", () => {
  it.each([
    ["an empty file", "", ["t.yaml:1:1: (file): is empty; start with version: 1, environment and sites"]],
    ["only comments", "# nothing\n", ["t.yaml:1:1: (file): is empty; start with version: 1, environment and sites"]],
    ["a property twice", "version: 1\nversion: 1\n", ["t.yaml:2:1: version: is there twice; keep one"]],
    [
      "two documents",
      "version: 1\n---\nversion: 1\n",
      ["t.yaml:2:1: (file): starts a second document; write one environment a file"],
    ],
    ["a tab", "sites:\n\thq: {}\n", ["t.yaml:2:1: (file): is indented with a tab; use spaces"]],
    ["a list as a name", "? [a]\n: 1\n", ["t.yaml:1:3: (file): has a list or map for a name; write a text"]],
    [
      "an alias of nothing",
      "version: *one\n",
      ['t.yaml:1:10: version: refers to the anchor "one", which is not set before; set it with &one'],
    ],
    ["a merged text", "a: 1\n<<: b\n", ["t.yaml:2:1: <<: merges what is no map; write the alias of one"]],
    [
      "a merged list of what is no map",
      "a: &a { b: 1 }\nc: { <<: [*a, 5] }\n",
      ["t.yaml:2:6: c.<<: merges what is no map; write the alias of one"],
    ],
    [
      "a merged alias of nothing",
      "a: { <<: *b }\n",
      ['t.yaml:1:10: a.<<: refers to the anchor "b", which is not set before; set it with &b'],
    ],
    ["a tag", "version: !one 1\n", ["t.yaml:1:10: version: is not YAML: unresolved tag: !one; correct it"]],
    ["an open quote", "version: 'x", ["t.yaml:1:12: (file): is not YAML: missing closing 'quote; correct it"]],
  ])("refuses %s", (_, text, expected) => {
    expect(refusalsOf(text)).toEqual(expected);
  });

  it("names every fault of the syntax at once, in the order of the text", () => {
    expect(problemsOf("a: 1\na: 2\nb: @x\nb: 3\n").map(({ line, column }) => [line, column])).toEqual([
      [2, 1],
      [3, 4],
      [4, 1],
    ]);
  });

  it("refuses a document that grows beyond measure by its aliases", () => {
    const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(", ")}]`);
    expect(refusalsOf(`l0: &l0 [x]\n${levels.join("\n")}\n`)).toEqual([
      "t.yaml:1:1: l0: repeats itself through too many aliases; write it out",
    ]);
  });

  it("refuses a document that contains itself", () => {
    expect(refusalsOf("version: 1\nenvironment: test\nsites: &s { hq: *s }\n")[0]).toMatch(/^t\.yaml:3:\d+: sites\.hq/);
  });
});

describe("text that is unusual but in order", () => {
  it.each([
    ["a byte order mark", `\uFEFF${inSite("kind: core")}`],
    ["Windows line ends", inSite("kind: core\nnetworks: [10.0.0.0/8]").replaceAll("\n", "\r\n")],
    ["a comment behind the end", `${inSite("kind: core")}\n# end\n`],
    ["an explicit document start", `---\n${inSite("kind: core")}\n...\n`],
  ])("accepts %s", (_, text) => {
    expect(modelOf(text).facts.sites.map((site) => site.name)).toEqual(["hq"]);
  });

  it("counts columns without the byte order mark and lines with Windows line ends", () => {
    expect(refusalsOf("\uFEFFversion: one\r\nenvironment: test\r\nsites: { hq: { kind: core } }\r\n")).toEqual([
      't.yaml:1:10: version: must be 1, got "one"; write 1',
    ]);
  });

  const merged = (os: string) => `version: 1
environment: test
sites:
  a:
    kind: core
    cohorts:
      one: &machines
        product: client
        os: ${os}
        count: 3
  b:
    kind: core
    cohorts:
      two: { <<: *machines, count: 4 }
      three: { <<: [*machines], count: 5 }
      four: *machines
`;

  it("understands anchors and merge keys", () => {
    const cohorts = modelOf(merged("windows-11-pro")).facts.sites.flatMap((site) => site.cohorts);
    expect(cohorts.map(({ name, os, count }) => `${name} ${os} ${count}`)).toEqual([
      "one windows-11-pro 3",
      "two windows-11-pro 4",
      "three windows-11-pro 5",
      "four windows-11-pro 3",
    ]);
  });

  it("points to where a merged value is written", () => {
    expect(refusalsOf(merged("windows-11-por"))).toEqual(
      ["a.cohorts.one", "b.cohorts.two", "b.cohorts.three", "b.cohorts.four"].map(
        (cohort) => `t.yaml:9:13: sites.${cohort}.os: got "windows-11-por"; did you mean "windows-11-pro"?`,
      ),
    );
  });
});

describe("a file of another version", () => {
  const of = (version: string) => refusalsOf(`version: ${version}\nsites: { colour: red }\n`);
  const reads = `this activation ${toolVersion} reads`;

  it.each(["2", "17"])("%s is refused with what would have to be newer, and nothing else is said", (version) => {
    expect(of(version)).toEqual([
      `t.yaml:1:10: version: version ${version} is newer than ${reads}; take a newer activation, or write the file in version 1`,
    ]);
  });

  it.each(["0", "-1", "1.5"])("%s is refused as one that never was", (version) => {
    expect(of(version)).toEqual([
      `t.yaml:1:10: version: there is no version ${version} of the format; ${reads} version 1`,
    ]);
  });

  it("is still searched for product keys", () => {
    expect(refusalsOf(`version: 2\nsites: ${madeUpKey()}\n`)[1]).toMatch(
      /^t\.yaml:2:8: sites: holds the product key XXXXX-/,
    );
  });
});

describe("the error of a file", () => {
  it("counts its problems and lists each on its own line", () => {
    const problems = problemsOf("version: one\nenvironment: test\nsites: { hq: { kind: cor } }\n");
    expect(new TopologyError("t.yaml", problems).message).toBe(
      ["t.yaml is not a valid topology (2 problems)", ...problems.map(formatProblem)].join("\n  "),
    );
    expect(new TopologyError("t.yaml", problems.slice(1)).message).toContain("(1 problem)");
  });
});
