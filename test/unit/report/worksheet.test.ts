import { describe, expect, it } from "vitest";
import { plainView, type View } from "../../../modules/report/view.ts";
import { worksheetSums, worksheetTotals } from "../../../modules/report/worksheet.ts";
import { worksheetJson } from "../../../modules/report/worksheetJson.ts";
import { worksheetMarkdown } from "../../../modules/report/worksheetMarkdown.ts";
import { worksheetText } from "../../../modules/report/worksheetText.ts";
import { plan } from "../../helpers/reports.ts";

const totals = [
  { product: "client", licensed: 90, planned: 92 },
  { product: "server", licensed: 8, planned: 8 },
  { product: "office", licensed: null, planned: 5 },
] as const;
const worksheet = [
  { criterion: 10, method: "Other (token, AVMA, Azure, subscription)", computers: 2, office: 0 },
  { criterion: 2, method: "KMS (central)", computers: 98, office: 5 },
];
const filled = plan({ totals, worksheet });

describe("the totals of the worksheet", () => {
  it("give the difference between planned and licensed, and none where the file does not say", () => {
    expect(worksheetTotals(filled).map((one) => one.difference)).toEqual([2, 0, null]);
  });

  it("sum computers up as the last row of Table 1 does, Office beside them", () => {
    expect(worksheetSums(filled)).toEqual([
      { title: "Total", computers: 100, office: 5 },
      { title: "Licensed", computers: 98, office: null },
      { title: "Difference", computers: 2, office: null },
    ]);
  });

  it("are not known where one product that is planned is not licensed in the file", () => {
    const some = plan({
      totals: [
        { product: "client", licensed: 9, planned: 9 },
        { product: "server", licensed: null, planned: 1 },
      ],
    });
    expect(worksheetSums(some)[1]).toMatchObject({ computers: null });
  });

  it("do not miss what is neither planned nor licensed", () => {
    const some = plan({
      totals: [
        { product: "client", licensed: 9, planned: 9 },
        { product: "server", licensed: null, planned: 0 },
      ],
    });
    expect(worksheetSums(some)).toMatchObject([{ computers: 9 }, { computers: 9 }, { computers: 0 }]);
    const none = plan({ totals: [{ product: "office", licensed: null, planned: 0 }] });
    expect(worksheetSums(none)).toMatchObject([{ office: 0 }, { office: null }, { office: null }]);
  });
});

describe("worksheetText", () => {
  it("shows the rows in the order of Table 1, what they add up to and what is licensed", () => {
    expect(worksheetText(filled, plainView)).toMatchInlineSnapshot(`
      "Worksheet of test: Table 1 of Microsoft's plan for volume activation
      Row  Method                                    Computers    Office  Criterion
        2  KMS (central)                                    98         5  Computers of the core network, in contact with it at least every 180 days, directly or by VPN; the core meets the KMS threshold
       10  Other (token, AVMA, Azure, subscription)          2         0  Computers activated by a method that Table 1 does not know

           Total                                           100         5
           Licensed                                         98  not said
           Difference                                       +2  not said

      Totals
      Product  Planned  Licensed  Difference
      client        92        90          +2
      server         8         8           0
      office         5  not said    not said
      "
    `);
  });

  it("paints a difference that is not zero", () => {
    const painted: View = { paint: (style, text) => (style === "red" ? `!${text}!` : text), columns: null };
    expect(worksheetText(filled, painted).match(/!.*?!/g)).toEqual(["!+2!", "!+2!"]);
  });
});

describe("worksheetJson", () => {
  it("has the documented parts, rows by criterion and totals by product", () => {
    const document = JSON.parse(worksheetJson(filled));
    expect(Object.keys(document)).toEqual(["schemaVersion", "environment", "rows", "totals"]);
    expect(document.rows.map((row: { criterion: number }) => row.criterion)).toEqual([2, 10]);
    expect(Object.keys(document.rows[0])).toEqual(["criterion", "text", "method", "computers", "office"]);
    expect(document.totals).toEqual([
      { product: "client", planned: 92, licensed: 90, difference: 2 },
      { product: "office", planned: 5, licensed: null, difference: null },
      { product: "server", planned: 8, licensed: 8, difference: 0 },
    ]);
  });
});

describe("worksheetMarkdown", () => {
  it("shows the same as tables", () => {
    expect(worksheetMarkdown(filled)).toMatchInlineSnapshot(`
      "## Activation worksheet: test

      |Row|Criterion|Method|Computers|Office|
      |-:|:-|:-|-:|-:|
      |2|Computers of the core network, in contact with it at least every 180 days, directly or by VPN; the core meets the KMS threshold|KMS (central)|98|5|
      |10|Computers activated by a method that Table 1 does not know|Other (token, AVMA, Azure, subscription)|2|0|
      ||**Total**||**100**|**5**|
      ||**Licensed**||**98**|**not said**|
      ||**Difference**||**+2**|**not said**|

      ### Totals

      |Product|Planned|Licensed|Difference|
      |:-|-:|-:|-:|
      |client|92|90|+2|
      |server|8|8|0|
      |office|5|not said|not said|
      "
    `);
  });
});
