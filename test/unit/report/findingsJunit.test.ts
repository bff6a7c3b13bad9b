import { describe, expect, it } from "vitest";
import { create } from "xmlbuilder2";
import { checkJunit, type Judged, previewJunit } from "../../../modules/report/findingsJunit.ts";
import { catalogue } from "../../../modules/rules/catalogue.ts";
import type { Finding } from "../../../modules/rules/rule.ts";
import { finding, preview, rule } from "../../helpers/reports.ts";
import { junitProblems } from "../../helpers/schemas.ts";

const thr = rule();
const cap = rule({ id: "KMS-CAP-01", severity: "advisory", summary: "A host has help." });
const key = rule({ id: "KEY-02", summary: "No key is in a resource.", over: "resource" } as Partial<typeof thr>);
const info = rule({ id: "INFO-01", severity: "info", summary: "Something is known." });
const rules = [thr, cap, key, info];

type Element = Readonly<Record<string, unknown>>;

/** The elements of a document that have a name, in their order. */
function elements(xml: string, name: string): readonly Element[] {
  const found: Element[] = [];
  create(xml).each((node) => void (node.node.nodeName === name && found.push(node.toObject() as Element)), false, true);
  return found.map((one) => one[name] as Element);
}

const check = (findings: readonly Finding[], what: Judged["what"] = "stack", settings: Judged["settings"] = {}) =>
  checkJunit("test", findings, rules, { what, settings });
const caseOf = (xml: string, id: string) => elements(xml, "testcase").find((one) => `${one["@name"]}`.startsWith(id));

describe("checkJunit", () => {
  it.each([
    { what: "nothing", findings: [] },
    {
      what: "every status",
      findings: (["fail", "unknown", "attested", "suppressed"] as const).map((status) => finding({ status })),
    },
    { what: "what XML cannot hold as it is", findings: [finding({ message: 'a <b> & "c" \u0001 ]]>\nd' })] },
  ])("keeps to the schema with $what", async ({ findings }) => {
    expect(await junitProblems(check(findings))).toEqual([]);
    expect(await junitProblems(checkJunit("test", findings, catalogue, { what: "file", settings: {} }))).toEqual([]);
  });

  it("is held to a schema that would object", async () => {
    expect(await junitProblems(check([]).replaceAll("testcase", "test"))).not.toEqual([]);
    expect(await junitProblems("<testsuites>")).not.toEqual([]);
  });

  it("is one suite for the environment, and a case for each rule, passed where it found nothing", () => {
    const xml = check([]);
    expect(elements(xml, "testsuite")).toMatchObject([
      { "@name": "test", "@tests": "4", "@failures": "0", "@errors": "0", "@skipped": "0" },
    ]);
    expect(elements(xml, "testcase")).toEqual(
      rules.map(({ id, summary }) => ({ "@classname": "activation.test", "@name": `${id}: ${summary}` })),
    );
  });

  it("fails where a mandatory rule fails, with place and message, worst first, and counts it once", () => {
    const xml = check([
      finding({ status: "unknown", message: "not read" }),
      finding(),
      finding({ subject: "sites.b" }),
    ]);
    const { failure } = caseOf(xml, "KMS-THR-01") as { failure: Element };
    expect(failure).toMatchObject({ "@type": "mandatory" });
    expect(failure["@message"]).toMatch(
      /^x\.yaml:88:5: mandatory: sites\.plant: kms-plant-1 counts .* \(and 2 more\)$/,
    );
    expect(`${failure["#"]}`.split("\n")).toEqual([
      expect.stringMatching(/^x\.yaml:88:5: mandatory: sites\.plant: /),
      expect.stringMatching(/^x\.yaml:88:5: mandatory: sites\.b: /),
      "x.yaml:88:5: unknown (mandatory): sites.plant: not read (https://docs.example/rules/KMS-THR-01.md)",
    ]);
    expect(elements(xml, "testsuite")).toMatchObject([{ "@failures": "1", "@skipped": "0" }]);
  });

  it("passes where a rule fails as advisory only, and says so in its output", () => {
    const xml = check([finding({ rule: "KMS-CAP-01", severity: "advisory", message: "one host" })]);
    expect(caseOf(xml, "KMS-CAP-01")).toMatchObject({
      "system-out": "x.yaml:88:5: advisory: sites.plant: one host (https://docs.example/rules/KMS-THR-01.md)",
    });
    expect(elements(xml, "testsuite")).toMatchObject([{ "@failures": "0", "@skipped": "0" }]);
  });

  it.each(["unknown", "attested", "suppressed"] as const)("skips a rule that is %s, and never passes it", (status) => {
    const advisory = finding({ severity: "advisory", message: "few" });
    const xml = check([advisory, finding({ status, message: "why" })]);
    const { skipped } = caseOf(xml, "KMS-THR-01") as { skipped: Element };
    expect(skipped["@type"]).toBe(status);
    expect(skipped["@message"]).toContain(`${status} (mandatory): sites.plant: why`);
    expect(skipped["#"]).toContain("advisory: sites.plant: few");
    expect(elements(xml, "testsuite")).toMatchObject([{ "@failures": "0", "@skipped": "1" }]);
  });

  it("skips rules about resources where there is only a file, and has no place where a finding has none", () => {
    const { place: _, ...placeless } = finding();
    const xml = check([placeless], "file");
    expect(caseOf(xml, "KEY-02")).toMatchObject({ skipped: { "@type": "not judged" } });
    expect(caseOf(xml, "KMS-THR-01")).toMatchObject({ failure: { "#": expect.stringMatching(/^mandatory: sites\./) } });
  });
});

describe("rules that the file changes", () => {
  const setting = { reason: "replaced in June", values: {} };

  it("are skipped with the reason where they are switched off", () => {
    const settings = { "KMS-THR-01": { ...setting, severity: "off" } } as const;
    const skipped = { "@type": "not judged", "@message": "switched off by the file: replaced in June" };
    expect(caseOf(check([], "stack", settings), "KMS-THR-01")).toMatchObject({ skipped });
    expect(caseOf(previewJunit(preview(), rules, settings), "KMS-THR-01")).toMatchObject({ skipped });
  });

  it("are judged as information by a check, and not reported by a preview", () => {
    const settings = { "KMS-THR-01": { ...setting, severity: "info" } } as const;
    expect(caseOf(check([], "stack", settings), "KMS-THR-01")).not.toHaveProperty("skipped");
    expect(caseOf(previewJunit(preview(), rules, settings), "KMS-THR-01")).toMatchObject({
      skipped: { "@message": expect.stringMatching(/^lowered to information by the file.*: replaced in June$/) },
    });
  });
});

describe("previewJunit", () => {
  it("has the preview as a case of its own, with what would change and what is left to a person", async () => {
    const xml = previewJunit(preview({ warnings: ["install the key by hand"] }), rules);
    expect(await junitProblems(xml)).toEqual([]);
    expect(caseOf(xml, "preview")).toMatchObject({ "system-out": "no changes\nnote: install the key by hand" });
    expect(caseOf(xml, "KEY-02")).not.toHaveProperty("skipped");
  });

  it("fails where guards object", async () => {
    const xml = previewJunit(preview({ problems: ["zone x would lose 4 of its 10 records"] }), rules);
    expect(await junitProblems(xml)).toEqual([]);
    expect(caseOf(xml, "preview")).toMatchObject({
      failure: { "@type": "guard", "@message": "zone x would lose 4 of its 10 records" },
    });
  });

  it("is an error where it could not run to its end, and passes no rule", async () => {
    const xml = previewJunit(preview({ complete: false, problems: ["no such zone"], findings: [finding()] }), rules);
    expect(await junitProblems(xml)).toEqual([]);
    expect(elements(xml, "testsuite")).toMatchObject([
      { "@tests": "5", "@errors": "1", "@failures": "1", "@skipped": "3" },
    ]);
    expect(caseOf(xml, "preview")).toMatchObject({ error: { "#": expect.stringContaining("\nno such zone") } });
  });
});
