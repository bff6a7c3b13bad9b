import { oldestAdbaSchema } from "../plan/thresholds.ts";
import { label, often, shown } from "../plan/words.ts";
import type { Forest } from "../topology/model.ts";
import { controllersOf } from "./edits.ts";
import type { UsedFact } from "./explanation.ts";
import type { Situation } from "./situation.ts";

/** The domain of a cohort, and what its forest offers to it. */
export function directoryFacts(s: Situation): readonly UsedFact[] {
  if (s.cohort.joined === null) return [{ name: "domain", lines: ["none (workgroup)"] }];
  const domain = shown(s.cohort.joined);
  const forest = s.facts.forests.find(({ name }) => name === s.conditions.adba.forest);
  if (!forest) return [{ name: "domain", lines: [`${domain}, of no declared forest`] }];
  return [
    { name: "domain", lines: [`${domain}, of the forest ${forest.name}`] },
    { name: "forest", lines: [objectLine(s, forest), schemaLine(forest), pathLine(s), ...controllerLines(s, forest)] },
  ];
}

function objectLine({ cohort, conditions }: Situation, { activationObjects }: Forest): string {
  const object = activationObjects.find(({ name }) => name === conditions.adba.object);
  return object
    ? `activation object ${object.name} covers them, by the key ${object.key}`
    : `no activation object covers ${label(cohort.os)}`;
}

function schemaLine({ schemaVersion }: Forest): string {
  return `schema version ${schemaVersion ?? "not stated"}, ${oldestAdbaSchema} is needed`;
}

function pathLine({ conditions }: Situation): string {
  const { missing, contact } = conditions.adba;
  const closed = missing.filter((gap) => gap === "ldap" || gap === "dns").map((gap) => gap.toUpperCase());
  if (closed.length > 0) return `${closed.join(" and ")} ${closed.length === 1 ? "does" : "do"} not reach it`;
  return contact === "never" ? "never met" : `LDAP and DNS reach it; met ${often(contact)}`;
}

function controllerLines({ site }: Situation, forest: Forest): readonly string[] {
  const controllers = controllersOf(site, forest);
  return controllers.length === 0 ? [] : [`its controllers at the site: ${controllers.join(", ")}`];
}
