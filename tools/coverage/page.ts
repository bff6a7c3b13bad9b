import { table } from "../../modules/report/markdown.ts";
import { modelPrescriptions } from "./models.ts";
import { networkPrescriptions } from "./network.ts";
import type { Prescription } from "./prescription.ts";
import { tableAndKeyPrescriptions } from "./tableAndKeys.ts";

/** Every sentence of the page that says what to do, in its order. */
export const prescriptions: readonly Prescription[] = [
  ...modelPrescriptions,
  ...networkPrescriptions,
  ...tableAndKeyPrescriptions,
];

const head = `# Coverage of Microsoft's plan

Every sentence of [Plan for volume activation](https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client)
(edition of 2024-03-29) that says what to do, in our words and in its order, and what carries it here: rows of
[the decision table](decisions.md#the-table), rules of [the catalogue](rules/), terms and readings of
[decisions.md](decisions.md), or why nothing does. Generated from \`tools/coverage/\` by \`npm run gen\`; a test compares both and
looks up every name.
`;

/** docs/coverage-of-the-plan.md. */
export function coveragePage(): string {
  const sections = [...Map.groupBy(prescriptions, ({ section }) => section)].map(([section, group]) => {
    const rows = group.map((one) => [one.says, carriedBy(one)]);
    return `## ${section}\n\n${table(["The page says", "Carried by"], rows)}`;
  });
  const bare = prescriptions.filter(({ none }) => none !== undefined).length;
  const count = `${prescriptions.length} sentences: ${prescriptions.length - bare} are carried, ${bare} are not.\n`;
  return [head, count, ...sections].join("\n");
}

function carriedBy({ rows, rules, terms, readings, how, none }: Prescription): string {
  const lists = [
    named("row", rows),
    named(
      "rule",
      rules?.map((rule) => `[${rule}](rules/${rule}.md)`),
    ),
    named("term", terms),
    named("reading", readings),
    how ?? "",
    none === undefined ? "" : `nothing: ${none}`,
  ];
  return lists.filter((list) => list !== "").join("; ");
}

function named(what: string, names: readonly string[] | undefined): string {
  return names === undefined ? "" : `${what}${names.length > 1 ? "s" : ""} ${names.join(", ")}`;
}
