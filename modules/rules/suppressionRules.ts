import type { Facts, Suppression } from "../topology/model.ts";
import { nameRemedy } from "../topology/nearest.ts";
import { type EstateRule, type FindingsRule, ownRule, type Report, type Threshold } from "./rule.ts";
import { thresholdOf } from "./settings.ts";
import { isWhole } from "./whole.ts";

const notice: Threshold = {
  name: "notice",
  summary: "Days before its end from which a suppression is spoken of.",
  unit: "days",
  standard: 14,
  least: 0,
  most: 365,
};

/** SUP-01. */
export const suppressionsAreCurrent: EstateRule = {
  id: "SUP-01",
  severity: "mandatory",
  over: "estate",
  summary: "No suppression has expired.",
  source: ownRule,
  reads: ["suppressions.*.until"],
  remedy: "Remove the suppression, or have its owner decide anew and set a later day.",
  thresholds: [notice],
  check: (world) => {
    const { facts, today } = world;
    const days = thresholdOf(world, "SUP-01", notice);
    return facts.suppressions.flatMap((suppression, i): Report[] => {
      const { until, owner } = suppression;
      const subject = `suppressions[${i}]`;
      const what = `the suppression of ${suppression.rule} for ${suppression.subject} by ${owner}`;
      if (until < today)
        return [
          {
            subject,
            message: `${what} expired on ${until}; remove it, or have ${owner} decide anew and set a later day`,
          },
        ];
      const left = daysBetween(today, until);
      if (left > days) return [];
      const when = left === 0 ? "expires today" : `expires on ${until}, in ${left} ${left === 1 ? "day" : "days"}`;
      const message = `${what} ${when}; see to what it is for, or have ${owner} decide anew and set a later day`;
      return [{ subject, severity: "advisory", message }];
    });
  },
};

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** SUP-02. */
export const suppressionsAreUsed: FindingsRule = {
  id: "SUP-02",
  severity: "advisory",
  over: "findings",
  summary: "Every suppression suppresses something.",
  source: ownRule,
  reads: ["suppressions"],
  remedy: "Correct the rule or the subject, or remove the suppression.",
  check: (world, { covered, rules }) => {
    const known = new Map(rules.map((rule) => [rule.id, rule]));
    return world.facts.suppressions.flatMap((suppression, i): Report[] => {
      const { rule, subject } = suppression;
      const report = (why: string): Report[] => [{ subject: `suppressions[${i}]`, message: why }];
      const found = known.get(rule);
      if (found === undefined)
        return report(
          `there is no rule ${JSON.stringify(rule)} to suppress; ${nameRemedy(rule, [...known.keys()], "rules")}`,
        );
      const missing = missingThing(world.facts, suppression);
      if (missing !== null) return report(missing);
      // Only the whole file, with every resource read, shows that there is nothing left to suppress.
      if (found.over === "resource" || !isWhole(world) || suppression.until < world.today || covered.has(suppression))
        return [];
      return report(`nothing that ${rule} finds lies below ${subject}; remove the suppression by ${suppression.owner}`);
    });
  },
};

/** What is wrong with a subject that names nothing of the file; null where it names something. */
function missingThing(facts: Facts, { rule, subject, owner }: Suppression): string | null {
  const all = subjectsOf(facts);
  const isThere =
    all.some((known) => subject === known || known.startsWith(`${subject}.`) || known.startsWith(`${subject}[`)) ||
    subject.startsWith("resources.");
  if (isThere) return null;
  return `the suppression of ${rule} by ${owner} is for ${subject}, which the file does not have; ${nameRemedy(subject, all, "subjects")}`;
}

/** Everything of which findings may speak. */
function subjectsOf(facts: Facts): readonly string[] {
  return [
    ...Object.keys(facts.licensed).map((product) => `licensed.${product}`),
    ...facts.keys.map(({ name }) => `keys.${name}`),
    ...facts.forests.map(({ name }) => `forests.${name}`),
    ...facts.zones.map(({ name }) => `zones.${name}`),
    ...facts.kmsHosts.map(({ name }) => `kmsHosts.${name}`),
    ...facts.sites.flatMap(({ name, cohorts }) => [
      `sites.${name}`,
      ...cohorts.map((cohort) => `sites.${name}.cohorts.${cohort.name}`),
    ]),
    ...facts.suppressions.map((_, i) => `suppressions[${i}]`),
    ...Object.keys(facts.policy.rules ?? {}).map((rule) => `policy.rules.${rule}`),
  ];
}
