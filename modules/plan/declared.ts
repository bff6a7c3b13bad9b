import type { Method, SiteKind } from "../topology/model.ts";
import type { Conditions } from "./conditions.ts";
import { missingFor } from "./declaredConditions.ts";
import { adbaSentence, kmsSentence } from "./sentences.ts";
import { label, machinesThat } from "./words.ts";

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
  const missing = missingFor(method, c);
  if (missing.length === 0) return goodSentence(method, c);
  const against = missing.map(({ what }) => what).join("; ");
  return `${machinesThat(c.cohort, "are")} declared to ${uses[method]}, but ${against}.`;
}

const uses: Readonly<Record<Method, string>> = {
  adba: "use ADBA",
  "kms-central": "use a KMS host in the core",
  "kms-local": "use a KMS host of their own site",
  mak: "use a MAK",
  none: "stay without activation",
  retail: "use retail keys",
  oem: "be activated by their manufacturer",
  token: "use tokens",
  avma: "be activated by their Hyper-V hosts",
  "azure-kms": "use Azure's own KMS",
  subscription: "step up by their users' subscriptions",
};

function goodSentence(method: Method, c: Conditions): string {
  const { cohort } = c;
  const declared = `${machinesThat(cohort, "are")} declared to ${uses[method]}`;
  switch (method) {
    case "adba":
      return adbaSentence(c);
    case "kms-central":
      return kmsSentence(c, "central");
    case "kms-local":
      return kmsSentence(c, "local");
    case "token":
      return `${declared} of ${cohort.token?.pki}, which Microsoft has approved.`;
    case "avma":
      return `${declared}, which run ${label(cohort.avma?.host ?? "")}.`;
    default:
      return `${declared}.`;
  }
}
