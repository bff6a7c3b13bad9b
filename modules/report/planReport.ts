import type { Decision, NoteCode, Plan } from "../plan/decision.ts";
import type { Finding } from "../rules/rule.ts";
import type { Facts } from "../topology/model.ts";

/** What the reports of a plan are made of. */
export interface PlanReport {
  readonly facts: Facts;
  readonly plan: Plan;
  readonly findings: readonly Finding[];
}

/** `mak (phone)`, `kms-central (in fact adba)`: what a reader must know beside the method's name. */
export function methodLabel({ method, variant, effectiveMethod }: Decision): string {
  if (variant !== null) return `${method} (${variant})`;
  return effectiveMethod === method ? method : `${method} (in fact ${effectiveMethod})`;
}

/** What the codes of notes mean. */
const noteTexts: Readonly<Record<NoteCode, string>> = {
  EFFECTIVE_ADBA: "the machines ask their forest first, which activates them; no KMS host counts them",
  SHARED_CLIENT_IDS:
    "clones share client machine ids, and a host counts an id once; generalize the image they come from",
  LAB_AS_ISOLATED: "a lab that is activated is planned as an isolated site",
  LAB_MONITOR_COUNT: "machines of a lab come and go; watch the count of the host",
  LICENSE_TERMS: "machines that are not activated still have to be within the licence terms",
  NO_MAK_PATH: "neither internet nor VAMT nor telephone leads out, so nothing activates the key",
};

/** What follows from a decision: settings to make, then remarks. */
export function consequencesOf({ settings, notes }: Decision): string[] {
  return [
    ...settings.map((setting) => `To set on the machines: ${setting}`),
    ...notes.map((note) => `Note: ${noteTexts[note]}.`),
  ];
}

/** The sentence of a decision, and for a declared method what the rows would have chosen. */
export function whyOf({ sentence, method, selected }: Decision): string {
  if (selected === null) return sentence;
  const { method: rows, row } = selected;
  return `${sentence} Declared; ${rows === method ? `row ${row} agrees.` : `the rows would choose ${rows} (${row}).`}`;
}

/** Decisions of each site, in the order of the file. */
export function bySite(plan: Plan): ReadonlyMap<string, readonly Decision[]> {
  return Map.groupBy(plan.decisions, (decision) => decision.site);
}
