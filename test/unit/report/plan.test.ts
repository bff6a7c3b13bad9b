import { describe, expect, it } from "vitest";
import { budgetsOf } from "../../../modules/report/budgets.ts";
import { planJson } from "../../../modules/report/planJson.ts";
import { planMarkdown } from "../../../modules/report/planMarkdown.ts";
import { planText } from "../../../modules/report/planText.ts";
import { plainView, type View } from "../../../modules/report/view.ts";
import { csvlk, kmsHost, mak, someFacts } from "../../helpers/facts.ts";
import { decision, finding, plan } from "../../helpers/reports.ts";

const facts = someFacts({ keys: [mak({ remaining: 3 }), csvlk({ hostsElsewhere: 1 })] });
const phone = decision({
  site: "plant",
  cohort: "lines",
  count: 4,
  method: "mak",
  variant: "phone",
  row: "D23",
  hosts: [],
});
const report = {
  facts,
  findings: [finding()],
  plan: plan({
    decisions: [
      phone,
      decision({
        cohort: "servers",
        hosts: ["kms-2", "kms-1"],
        settings: ["VLActivationType = 2"],
        notes: ["EFFECTIVE_ADBA"],
      }),
      decision({ effectiveMethod: "adba", row: "declared", selected: { method: "adba", row: "D10" } }),
    ],
  }),
};

describe("budgetsOf", () => {
  it("counts hosts here and elsewhere for a host key, and machines for a MAK, by name", () => {
    expect(budgetsOf(facts, report.plan)).toEqual([
      { key: "mak-client", type: "mak", needed: 4, remaining: 3 },
      { key: "windows-2025", type: "csvlk", used: 2, limit: 6 },
    ]);
  });

  it("counts for a key only hosts that carry it and only cohorts of its product", () => {
    const others = someFacts({ keys: [mak({ product: "server" }), csvlk({ name: "other" })], kmsHosts: [kmsHost()] });
    expect(budgetsOf(others, report.plan)).toMatchObject([{ needed: 0 }, { used: 0 }]);
  });
});

describe("planJson", () => {
  const document = JSON.parse(planJson(report));

  it("begins with the version and has the documented parts", () => {
    const parts = ["schemaVersion", "environment", "decisions", "worksheet", "totals", "budgets", "findings"];
    expect(Object.keys(document)).toEqual(parts);
    expect(document.schemaVersion).toBe(1);
  });

  it("sorts every list", () => {
    expect(document.decisions.map((one: { site: string; cohort: string }) => `${one.site}/${one.cohort}`)).toEqual([
      "hq/desktops",
      "hq/servers",
      "plant/lines",
    ]);
    expect(document.decisions[1].hosts).toEqual(["kms-1", "kms-2"]);
    expect(document.worksheet.map((one: { criterion: number }) => one.criterion)).toEqual([1, 2]);
    expect(document.totals.map((one: { product: string }) => one.product)).toEqual(["client", "server"]);
  });

  it("leaves out variant and selected where there is none", () => {
    expect(document.decisions[0]).toEqual({
      site: "hq",
      cohort: "desktops",
      product: "client",
      count: 30,
      method: "kms-central",
      row: "declared",
      reason: "CORE_KMS",
      sentence: "30 machines ask kms-1; 25 are enough.",
      hosts: ["kms-1"],
      effectiveMethod: "adba",
      selected: { method: "adba", row: "D10" },
      notes: [],
      settings: [],
    });
    expect(document.decisions[2]).toMatchObject({ method: "mak", variant: "phone" });
    expect(document.decisions[2]).not.toHaveProperty("selected");
  });

  it("keeps decisions of one site and cohort in their order", () => {
    const twice = { ...report, plan: plan({ decisions: [decision(), decision({ product: "office" })] }) };
    const products = JSON.parse(planJson(twice)).decisions.map((one: { product: string }) => one.product);
    expect(products).toEqual(["client", "office"]);
  });
});

describe("planText", () => {
  it("shows what, why, totals, demand, budgets and findings", () => {
    expect(planText(report, plainView)).toMatchInlineSnapshot(`
      "Activation plan of test

      Site   Cohort    Product  Machines  Method                      Row       Hosts
      plant  lines     client          4  mak (phone)                 D23

      hq     servers   client         30  kms-central                 D11       kms-2, kms-1
             desktops  client         30  kms-central (in fact adba)  declared  kms-1

      Why
      plant/lines  30 machines ask kms-1; 25 are enough. [CORE_KMS]
      hq/servers   30 machines ask kms-1; 25 are enough. [CORE_KMS]
                   To set on the machines: VLActivationType = 2
                   Note: the machines ask their forest first, which activates them; no KMS host counts them.
      hq/desktops  30 machines ask kms-1; 25 are enough. Declared; the rows would choose adba (D10). [CORE_KMS]

      Totals
      Product  Planned  Licensed
      server         0  not said
      client        30        30

      KMS demand
      Host   Counts   Machines at most
      kms-1  windows                30

      Key budgets
      mak-client    4 needed, 3 activations left
      windows-2025  on 2 of 6 hosts

      Findings
      mandatory (1)
      x.yaml:88:5: KMS-THR-01: kms-plant-1 counts 24 client machines, 25 are needed; add one or choose another method

      1 mandatory, 0 advisory, 0 unknown
      "
    `);
  });

  it("keeps every line within the terminal", () => {
    const sentence =
      "The machines are members of corp.example, which has an object for them, and are in contact with it. ".repeat(3);
    const long = {
      ...report,
      plan: plan({ decisions: [decision({ sentence, hosts: ["kms-weu-1", "kms-weu-2", "kms-weu-3"] })] }),
    };
    const lines = planText(long, { ...plainView, columns: 80 }).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("breaks the hosts between names where little room is left for them", () => {
    const wide = decision({
      site: "branch-lisbon",
      cohort: "desktops-floor",
      hosts: ["kms-weu-1", "kms-weu-2"],
    });
    const lines = planText({ ...report, plan: plan({ decisions: [wide] }) }, { ...plainView, columns: 80 }).split("\n");
    const row = lines.findIndex((line) => line.startsWith("branch-lisbon"));
    expect(lines[row]).toMatch(/kms-weu-1,$/);
    expect(lines[row + 1]).toMatch(/^ {50,}kms-weu-2$/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("aligns columns whatever the colours", () => {
    const esc = "\u001b";
    const coloured: View = { columns: 100, paint: (_, text) => `${esc}[31m${text}${esc}[39m` };
    const bare = planText(report, coloured).replaceAll(`${esc}[31m`, "").replaceAll(`${esc}[39m`, "");
    const trimmed = bare.split("\n").map((line) => line.trimEnd());
    expect(trimmed.join("\n")).toBe(planText(report, { ...plainView, columns: 100 }));
  });

  it("leaves out what there is none of", () => {
    const empty = { facts: someFacts({ keys: [] }), plan: plan({ demand: [] }), findings: [] };
    expect(planText(empty, plainView)).not.toMatch(/KMS demand|Key budgets/);
  });
});

describe("planMarkdown", () => {
  it("has a table for each site, then totals, budgets and findings", () => {
    expect(planMarkdown(report)).toMatchInlineSnapshot(`
      "## Activation plan: test

      ### plant

      |Cohort|Product|Machines|Method|Row|Hosts|Why|
      |:-|:-|-:|:-|:-|:-|:-|
      |\`lines\`|client|4|mak (phone)|D23||30 machines ask kms-1; 25 are enough.|

      ### hq

      |Cohort|Product|Machines|Method|Row|Hosts|Why|
      |:-|:-|-:|:-|:-|:-|:-|
      |\`servers\`|client|30|kms-central|D11|\`kms-2\`, \`kms-1\`|30 machines ask kms-1; 25 are enough.<br>To set on the machines: VLActivationType = 2<br>Note: the machines ask their forest first, which activates them; no KMS host counts them.|
      |\`desktops\`|client|30|kms-central (in fact adba)|declared|\`kms-1\`|30 machines ask kms-1; 25 are enough. Declared; the rows would choose adba (D10).|

      ### Totals

      |Product|Planned|Licensed|
      |:-|-:|-:|
      |server|0|not said|
      |client|30|30|

      ### Key budgets

      |Key|Counts|Used|Allowed|
      |:-|:-|-:|-:|
      |\`mak-client\`|activations|4|3|
      |\`windows-2025\`|hosts|2|6|

      ### Findings

      **1 mandatory, 0 advisory, 0 unknown**

      |Level|Rule|Where|What|
      |:-|:-|:-|:-|
      |mandatory|[KMS-THR-01](https://docs.example/rules/KMS-THR-01.md)|\`sites.plant\` x.yaml:88|kms-plant-1 counts 24 client machines, 25 are needed; add one or choose another method|
      "
    `);
  });

  it("leaves out budgets where there are no keys", () => {
    expect(planMarkdown({ ...report, facts: someFacts({ keys: [] }), findings: [] })).not.toContain("Key budgets");
  });
});
