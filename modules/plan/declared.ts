import type { Method, SiteKind } from "../topology/model.ts";
import type { Conditions } from "./conditions.ts";
import { adbaSentence, kmsSentence, noAdba, noKms } from "./sentences.ts";
import { machinesThat } from "./words.ts";

const criteria: Readonly<Record<Method, Readonly<Record<"wide" | "closed", number>>>> = {
  // Core and disconnected sites have rows of their own in Table 1 for central KMS and MAK; the others share theirs.
  adba: { wide: 1, closed: 1 },
  "kms-central": { wide: 2, closed: 4 },
  "kms-local": { wide: 5, closed: 5 },
  mak: { wide: 3, closed: 6 },
  none: { wide: 7, closed: 7 },
  retail: { wide: 8, closed: 8 },
  oem: { wide: 9, closed: 9 },
  token: { wide: 10, closed: 10 },
  avma: { wide: 10, closed: 10 },
  "azure-kms": { wide: 10, closed: 10 },
  subscription: { wide: 10, closed: 10 },
};

/**
 * The row of Table 1 that a declared method takes at a kind of site; 10 is the extra row, before the total, for methods
 * that Table 1 does not know (token, AVMA, Azure, subscription).
 */
export function criterionOf(method: Method, kind: SiteKind): number {
  return criteria[method][kind === "core" || kind === "disconnected" ? "wide" : "closed"];
}

/** Why a declared method holds, or what stands against it; whether that is acceptable is for the rules to say. */
export function declaredSentence(method: Method, c: Conditions): string {
  const declared = machinesThat(c.cohort, "are");
  switch (method) {
    case "adba":
      return c.adba.ok ? adbaSentence(c) : `${declared} declared to use ADBA, but ${noAdba(c)}.`;
    case "kms-central":
      return c.central.ok
        ? kmsSentence(c, "central")
        : `${declared} declared to use a KMS host in the core, but ${noKms(c, "central")}.`;
    case "kms-local":
      return c.local.ok
        ? kmsSentence(c, "local")
        : `${declared} declared to use a KMS host of their own site, but ${noKms(c, "local")}.`;
    case "none":
      return `${declared} declared not to be activated.`;
    default:
      return `${declared} declared to use the method ${method}.`;
  }
}
