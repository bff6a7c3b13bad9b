import { describe, expect, it } from "vitest";
import type { CohortState, PlanDifference } from "../../../modules/explain/change.ts";
import { differenceJson } from "../../../modules/report/differenceJson.ts";
import { differenceMarkdown } from "../../../modules/report/differenceMarkdown.ts";
import { differenceText } from "../../../modules/report/differenceText.ts";
import { plainView, type View } from "../../../modules/report/view.ts";

const state = (overrides: Partial<CohortState> = {}): CohortState => ({
  product: "client",
  os: "windows-11-enterprise",
  channel: "volume",
  count: 24,
  method: "mak",
  variant: "phone",
  row: "D33",
  reason: "BR_FEW",
  sentence: "24 client machines get a MAK.",
  effectiveMethod: "mak",
  settings: [],
  ...overrides,
});

const nothing: PlanDifference = {
  before: "prod",
  after: "prod",
  cohorts: [],
  hosts: [],
  keys: [],
  touched: { computers: 0, office: 0 },
};

const much: PlanDifference = {
  before: "prod",
  after: "next",
  cohorts: [
    {
      ...{ site: "lisbon", cohort: "desktops", change: "changes", what: ["method"], touched: 24 },
      ...{
        before: state(),
        after: state({ method: "adba", row: "D30", reason: "BR_ADBA", sentence: "ADBA serves them." }),
      },
      sentence: "24 client machines: mak phone (D33) becomes adba (D30). 24 to touch: each gets another key.",
    },
    {
      ...{ site: "hq", cohort: "desktops", change: "changes", what: ["count"], touched: 0 },
      ...{ before: state(), after: state({ count: 25 }) },
      sentence: "25 client machines instead of 24. No machine is touched.",
    },
  ],
  hosts: [
    {
      ...{ host: "kms-2", change: "added", activates: ["windows"], givesUp: [] },
      sentence: "kms-2 at hq is new: it is activated with windows.",
    },
    {
      ...{ host: "kms-1", change: "removed", activates: [], givesUp: ["windows"] },
      sentence: "kms-1 at hq is removed.",
    },
  ],
  keys: [
    { type: "csvlk", key: "windows", activations: 1, hosts: ["kms-2"], computers: 7, limit: 6, objects: ["corp/w"] },
    { type: "csvlk", key: "office", activations: 0, hosts: [], computers: 1, limit: 6, objects: ["corp/o"] },
    { type: "mak", product: "client", keys: ["mak-client"], activations: 12, remaining: 40 },
    { type: "mak", product: "office", keys: ["mak-a", "mak-b"], activations: 9, remaining: 8 },
    { type: "mak", product: "server", keys: [], activations: 1, remaining: 0 },
  ],
  touched: { computers: 24, office: 1 },
};

describe("differenceText", () => {
  it("says that nothing changes", () => {
    expect(differenceText(nothing, plainView)).toBe("Changes to the plan of prod\nNothing changes.\n");
  });

  it("shows cohorts and why, hosts, keys, and machines to touch", () => {
    expect(differenceText(much, plainView)).toMatchInlineSnapshot(`
      "Changes from the plan of prod to that of next

      Cohorts
      lisbon/desktops  24 client machines: mak phone (D33) becomes adba (D30). 24 to touch: each gets another key.
                       Before: 24 client machines get a MAK. [BR_FEW]
                       Now: ADBA serves them. [BR_ADBA]
      hq/desktops      25 client machines instead of 24. No machine is touched.

      KMS hosts
      kms-2 at hq is new: it is activated with windows.
      kms-1 at hq is removed.

      Keys
      windows         1 activation, on kms-2: 7 of 6 computers have used it then, retired ones included
                      activation object corp/w is to be made from it; Microsoft does not say whether that counts
      office          activation object corp/o is to be made from it; Microsoft does not say whether that counts
      mak-client      12 of the 40 activations that are left
      mak-a, mak-b    9 activations, and 8 are left
      MAK for server  1 activation, and the file has no such key

      24 computers and 1 machine with Office to touch.
      "
    `);
  });

  it("paints what a key does not have", () => {
    const painted: View = { paint: (style, text) => (style === "red" ? `!${text}!` : text), columns: null };
    const red = [...differenceText(much, painted).matchAll(/!(.*?)!/g)].map(([, text]) => text);
    expect(red).toEqual([
      "1 activation, on kms-2: 7 of 6 computers have used it then, retired ones included",
      "9 activations, and 8 are left",
      "1 activation, and the file has no such key",
    ]);
  });

  it("leaves out what there is nothing of", () => {
    const one = { ...nothing, hosts: much.hosts.slice(0, 1), touched: { computers: 1, office: 0 } };
    const text = differenceText(one, plainView);
    expect(text).not.toContain("Cohorts");
    expect(text).not.toContain("Keys");
    expect(text).toContain("1 computer to touch.");
    expect(differenceText({ ...one, hosts: [], cohorts: much.cohorts }, plainView)).not.toContain("KMS hosts");
  });
});

describe("differenceMarkdown", () => {
  it("says that nothing changes", () => {
    expect(differenceMarkdown(nothing)).toBe("## Changes to the plan of prod\n\nNothing changes.\n");
  });

  it("shows the same as tables", () => {
    expect(differenceMarkdown(much)).toMatchInlineSnapshot(`
      "## Changes from the plan of prod to that of next

      **24 computers and 1 machine with Office to touch**

      ### Cohorts

      |Site|Cohort|Touched|What and why|
      |:-|:-|-:|:-|
      |\`lisbon\`|\`desktops\`|24|24 client machines: mak phone (D33) becomes adba (D30). 24 to touch: each gets another key.<br>Before: 24 client machines get a MAK. \\[BR\\_FEW\\]<br>Now: ADBA serves them. \\[BR\\_ADBA\\]|
      |\`hq\`|\`desktops\`|0|25 client machines instead of 24. No machine is touched.|

      ### KMS hosts

      |Host|Change|What|
      |:-|:-|:-|
      |\`kms-2\`|added|kms-2 at hq is new: it is activated with windows.|
      |\`kms-1\`|removed|kms-1 at hq is removed.|

      ### Keys

      |Key|Spent|
      |:-|:-|
      |windows|1 activation, on kms-2: 7 of 6 computers have used it then, retired ones included<br>activation object corp/w is to be made from it; Microsoft does not say whether that counts|
      |office|activation object corp/o is to be made from it; Microsoft does not say whether that counts|
      |mak-client|12 of the 40 activations that are left|
      |mak-a, mak-b|9 activations, and 8 are left|
      |MAK for server|1 activation, and the file has no such key|
      "
    `);
  });
});

describe("differenceJson", () => {
  it("has every part, lists by name", () => {
    const document = JSON.parse(differenceJson(much));
    expect(Object.keys(document)).toEqual(["schemaVersion", "before", "after", "cohorts", "hosts", "keys", "touched"]);
    expect(document.cohorts.map((one: { site: string }) => one.site)).toEqual(["hq", "lisbon"]);
    expect(document.hosts.map((one: { host: string }) => one.host)).toEqual(["kms-1", "kms-2"]);
    expect(document.keys.map((one: { key?: string; product?: string }) => one.key ?? one.product)).toEqual([
      ...["office", "windows"],
      ...["client", "office", "server"],
    ]);
  });

  it("keeps equal names in their order", () => {
    const [first] = much.cohorts;
    const twice = { ...much, cohorts: first === undefined ? [] : [first, first] };
    expect(JSON.parse(differenceJson(twice)).cohorts).toHaveLength(2);
  });
});
