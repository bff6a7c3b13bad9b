import { describe, expect, it } from "vitest";
import type { Explanation, SideEffect, Suggestion } from "../../../modules/explain/explanation.ts";
import { step } from "../../../modules/explain/step.ts";
import { explainJson } from "../../../modules/report/explainJson.ts";
import { explainMarkdown } from "../../../modules/report/explainMarkdown.ts";
import { explainText } from "../../../modules/report/explainText.ts";
import { plainView, type View } from "../../../modules/report/view.ts";
import { decision } from "../../helpers/reports.ts";

const kms = { method: "kms-central", effectiveMethod: "kms-central" } as const;
const sideEffect = (overrides: Partial<SideEffect> = {}): SideEffect => ({
  site: "lab",
  cohort: "servers",
  count: 20,
  before: kms,
  after: { method: "kms-central", effectiveMethod: "adba" },
  ...overrides,
});
const suggestion = (overrides: Partial<Suggestion> = {}): Suggestion => ({
  steps: [step("path", "open TCP 1688 and RPC from plant to 10.10.1.4 (kms-1)", (facts) => facts)],
  leadsTo: { ...kms, row: "D20" },
  sideEffects: [],
  ...overrides,
});
const explanation = (overrides: Partial<Explanation> = {}): Explanation => ({
  environment: "test",
  decision: decision({
    site: "plant",
    cohort: "lines",
    method: "mak",
    variant: "phone",
    row: "D23",
    reason: "ISO_FULL",
    effectiveMethod: "mak",
    sentence: "4 client machines get a MAK.",
  }),
  facts: [
    { name: "site", lines: ["isolated"] },
    { name: "MAK", lines: ["mak-client: 120 activations left", "ways to Microsoft: telephone"] },
  ],
  tried: [
    {
      row: "D04",
      method: null,
      follows: "",
      applies: true,
      tested: [{ fact: "activate", holds: true, says: "they are to be activated" }],
    },
    {
      row: "D20",
      method: "kms-central",
      follows: "",
      applies: false,
      tested: [
        { fact: "central-path", holds: true, says: "they reach a KMS host in the core" },
        { fact: "central-demand", holds: false, says: "kms-1 is asked by 24, 25 are needed" },
      ],
    },
    { row: "D24", method: "mak", follows: "", applies: true, tested: [] },
  ],
  declared: null,
  suggestions: [
    suggestion(),
    suggestion({
      steps: [
        step("join", "join the machines to corp.example", (facts) => facts),
        step("path", "open LDAP and DNS from plant to corp.example", (facts) => facts),
      ],
      leadsTo: { method: "adba", effectiveMethod: "adba", row: "D19" },
      sideEffects: [sideEffect()],
    }),
  ],
  ...overrides,
});

describe("explainText", () => {
  it("shows the decision, the facts, the rows and the changes", () => {
    expect(explainText(explanation(), plainView)).toBe(
      [
        "plant/lines: mak (phone), row D23 (ISO_FULL)",
        "4 client machines get a MAK.",
        "",
        "Facts",
        "Site  isolated",
        "MAK   mak-client: 120 activations left",
        "      ways to Microsoft: telephone",
        "",
        "Rows tried",
        "Row  Method       Applies  Because",
        "D04               yes      they are to be activated",
        "                           the rows below go on",
        "D20  kms-central  no       kms-1 is asked by 24, 25 are needed",
        "D24  mak          yes      nothing above applies",
        "",
        "What would change it",
        "Method       Row  Change",
        "kms-central  D20  Open TCP 1688 and RPC from plant to 10.10.1.4 (kms-1).",
        "adba         D19  Join the machines to corp.example",
        "                  and open LDAP and DNS from plant to corp.example.",
        "                  This also changes lab/servers (20 machines) from kms-central to kms-central (in fact adba).",
        "",
      ].join("\n"),
    );
  });

  it.each([80, 100])("fits a terminal of %i columns", (columns) => {
    const lines = explainText(explanation(), { ...plainView, columns }).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it("says where nothing small would change it", () => {
    expect(explainText(explanation({ suggestions: [] }), plainView)).toContain(
      "What would change it\nNo small change would.\n",
    );
  });

  it("shows beside a declared method whether it can work, what the machines do, and what would make it work", () => {
    const tagged: View = {
      ...plainView,
      paint: (style, text) => (style === "red" || style === "green" ? `<${style}>${text}` : text),
    };
    const declared = decision({
      method: "kms-local",
      effectiveMethod: "adba",
      row: "declared",
      reason: "DECLARED",
      selected: { method: "mak", row: "D24" },
      settings: ["VLActivationType 2 (KMS only)"],
    });
    const missing = [
      { fact: "local-demand", what: "kms-1 is asked by 20, 25 are needed", remedy: "let 5 more machines ask kms-1" },
    ];
    const works = suggestion({ leadsTo: { method: "kms-local", effectiveMethod: "kms-local", row: "declared" } });
    const text = explainText(
      explanation({ decision: declared, declared: { ok: false, missing }, suggestions: [works] }),
      tagged,
    );
    expect(text).toContain("hq/desktops: kms-local (in fact adba), declared in the file\n");
    expect(text).toContain("Declared; the rows would choose mak (D24).\n");
    expect(text).toContain(
      "<red>The declared method cannot work, because kms-1 is asked by 20, 25 are needed; let 5 more machines ask kms-1.\n",
    );
    expect(text).toContain("To set on the machines: VLActivationType 2 (KMS only)\n");
    expect(text).toContain("The declared method comes before all of them.\n");
    expect(text).toContain("kms-local works  declared  Open TCP 1688");
    const fine = explainText(explanation({ decision: declared, declared: { ok: true, missing: [] } }), tagged);
    expect(fine).toContain("<green>The declared method has all that it needs.\n");
  });

  it("names four of the cohorts that change too and counts the others", () => {
    const of = (count: number) =>
      explainText(
        explanation({
          suggestions: [
            suggestion({
              sideEffects: Array.from({ length: count }, (_, i) => sideEffect({ cohort: `c${i}`, count: 1 })),
            }),
          ],
        }),
        plainView,
      );
    expect(of(4)).toContain(
      "lab/c2 (1 machine) from kms-central to kms-central (in fact adba) and lab/c3 (1 machine) from",
    );
    expect(of(5)).toContain("lab/c3 (1 machine) from kms-central to kms-central (in fact adba) and 1 more cohort.");
    expect(of(7)).toContain(" and 3 more cohorts.");
  });
});

describe("explainJson", () => {
  it("has the documented parts, in the order of the explanation", () => {
    const document = JSON.parse(explainJson(explanation({ declared: { ok: true, missing: [] } })));
    expect(Object.keys(document)).toEqual([
      "schemaVersion",
      "environment",
      "decision",
      "facts",
      "tried",
      "declared",
      "suggestions",
    ]);
    expect(document.decision).toMatchObject({ site: "plant", cohort: "lines", row: "D23" });
    expect(document.tried.map(({ row }: { row: string }) => row)).toEqual(["D04", "D20", "D24"]);
    expect(document.suggestions[0]).toEqual({
      leadsTo: { ...kms, row: "D20" },
      steps: [{ effort: "path", text: "open TCP 1688 and RPC from plant to 10.10.1.4 (kms-1)" }],
      sideEffects: [],
    });
  });

  it("leaves out declared where nothing is, and gives machines where a step is about a number", () => {
    const counted = { ...step("machines", "7 more machines", (facts) => facts), machines: 7 };
    const document = JSON.parse(explainJson(explanation({ suggestions: [suggestion({ steps: [counted] })] })));
    expect(document).not.toHaveProperty("declared");
    expect(document.suggestions[0].steps).toEqual([{ effort: "machines", text: "7 more machines", machines: 7 }]);
  });
});

describe("explainMarkdown", () => {
  it("gives a table of the facts, the rows and the changes", () => {
    const text = explainMarkdown(explanation());
    expect(text).toContain("## `plant/lines`: mak (phone), row D23 (ISO\\_FULL)\n\n4 client machines get a MAK.\n");
    expect(text).toContain("|MAK|mak-client: 120 activations left<br>ways to Microsoft: telephone|\n");
    expect(text).toContain("|D20|kms-central|no|kms-1 is asked by 24, 25 are needed|\n");
    expect(text).toContain(
      "|adba|D19|Join the machines to corp.example<br>and open LDAP and DNS from plant to corp.example.<br>This also",
    );
  });

  it("says of a declared method whether it can work, and where nothing small would change it", () => {
    const declared = decision({ row: "declared", reason: "DECLARED", selected: { method: "kms-central", row: "D11" } });
    const text = explainMarkdown(
      explanation({ decision: declared, declared: { ok: true, missing: [] }, suggestions: [] }),
    );
    expect(text).toContain(", declared in the file");
    expect(text).toContain("\n\nThe declared method has all that it needs.\n");
    expect(text).toContain("### What would change it\n\nNo small change would.\n");
  });
});
