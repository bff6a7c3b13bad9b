import { adbaGapText } from "./adba.ts";
import type { Conditions } from "./conditions.ts";
import type { AskedHost } from "./demand.ts";
import { label, machines, machinesThat, meetTooSeldom, shown } from "./words.ts";

// A sentence names the numbers and names that decided; the clauses below it say why a method was out of the question.

/** Where hosts stand, as words. */
export const places = { central: "in the core", local: "in their own site" } as const;

/** Where the KMS hosts of a method stand. */
export type HostPlace = keyof typeof places;

/** `The activation object windows-2025, whose key covers Windows 11, activates 3400 client machines of corp.example.` */
export function adbaSentence({ cohort, adba }: Conditions): string {
  const members = `${machines(cohort)} of ${shown(cohort.joined ?? "")}`;
  const use = cohort.count === 1 ? "uses" : "use";
  return `${members} ${use} the activation object ${adba.object}, whose key covers ${label(cohort.os)}.`;
}

/** `180 client machines are counted by kms-plant-1 in their own site: 189 ask it, 25 are needed.` */
export function kmsSentence(c: Conditions, where: HostPlace): string {
  const { best } = c[where];
  const place = `${best?.host ?? "no host"} ${places[where]}`;
  if (!c.adbaEffective) {
    return `${machinesThat(c.cohort, "are")} counted by ${place}: ${countText(best)} ask it, ${c.threshold} are needed.`;
  }
  const others = `which ${countText(best)} others ask (${c.threshold} are needed)`;
  return `${machines(c.cohort)} may use ${place}, ${others}, but will use the activation object ${c.adba.object} first.`;
}

/** `24`, or `24 client machine ids of 60 machines` where clones share them. */
export function countText(asked: AskedHost | null): string {
  if (asked === null) return "nobody";
  const { demand, machines: all } = asked;
  return demand === all ? String(demand) : `${demand} client machine ids of ${all} machines`;
}

/** `24 client machines get a MAK: they are in no domain; kms-1 in the core is asked by 24, 25 are needed.` */
export function makSentence(c: Conditions, reasons: readonly string[]): string {
  return `${machinesThat(c.cohort, "get")} a MAK: ${reasons.join("; ")}.`;
}

/** Why ADBA is out of the question, as a clause. */
export function noAdba({ cohort, adba }: Conditions): string {
  return adbaGapText(cohort, adba) ?? "ADBA is not wanted here";
}

/** Why the KMS hosts of one place are out of the question, as a clause. */
export function noKms(c: Conditions, where: HostPlace): string {
  const { path, best, contact } = c[where];
  if (!path) return where === "central" ? "they reach no KMS host in the core" : "their site has no KMS host";
  if (best === null) return `no KMS host ${places[where]} may count them as ${label(c.cohort.os)}`;
  if (best.demand < c.threshold) {
    return `${best.host} ${places[where]} is asked by ${countText(best)}, ${c.threshold} are needed`;
  }
  return meetTooSeldom(`${best.host} ${places[where]}`, contact);
}
