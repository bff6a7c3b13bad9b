import { plannedActivationType } from "../plan/adba.ts";
import { label, machines } from "../plan/words.ts";
import type { Cohort, Mak } from "../topology/model.ts";
import { declaredFacts } from "./declaredFacts.ts";
import { directoryFacts } from "./directoryFacts.ts";
import type { UsedFact } from "./explanation.ts";
import { kmsHostFacts } from "./hostFacts.ts";
import type { Situation } from "./situation.ts";

/** Everything about a cohort that the decision table may look at, in words. */
export function usedFacts(s: Situation): readonly UsedFact[] {
  const facts = [...machineFacts(s), ...directoryFacts(s), ...kmsHostFacts(s), ...makFacts(s)];
  return facts.filter(({ lines }) => lines.length > 0);
}

function machineFacts(s: Situation): readonly UsedFact[] {
  const { site, cohort } = s;
  const { count, clientIds, os, channel, activate } = cohort;
  const shared = clientIds < count ? [`they share ${clientIds} client machine ids`] : [];
  const kind =
    site.kind === "lab" ? "lab, whose activated machines are planned like those of an isolated site" : site.kind;
  return [
    { name: "site", lines: [kind] },
    { name: "machines", lines: [`${machines(cohort)}, ${label(os)}`, ...shared] },
    { name: "channel", lines: [channel] },
    { name: "activate", lines: activate ? [] : ["no"] },
    { name: "activation type", lines: typeLines(s) },
    ...declaredFacts(cohort),
  ];
}

function typeLines({ facts, site, cohort, conditions }: Situation): readonly string[] {
  const planned = plannedActivationType(site, cohort);
  const order = facts.rows[conditions.decidesAs];
  return [
    planned === cohort.activationType
      ? planned
      : `${cohort.activationType}, but ${planned} because the site's preference keeps ADBA out`,
    `preference for ADBA: ${site.preferences.adba}`,
    ...(order === undefined ? [] : [`order of rows set in the file: ${order.join(", ")}`]),
  ];
}

function makFacts({ facts, cohort }: Situation): readonly UsedFact[] {
  const keys = facts.keys.filter((key): key is Mak => key.type === "mak" && key.product === cohort.product);
  const budget = keys.map(({ name, remaining }) => `${name}: ${remaining} activations left`);
  return [{ name: "MAK", lines: [...(budget.length === 0 ? ["no key for them"] : budget), pathsOut(cohort)] }];
}

function pathsOut({ internet, vamt, phone }: Cohort): string {
  const ways = [...(internet ? ["internet"] : []), ...(vamt ? ["VAMT"] : []), ...(phone ? ["telephone"] : [])];
  return `ways to Microsoft: ${ways.length === 0 ? "none" : ways.join(", ")}`;
}
