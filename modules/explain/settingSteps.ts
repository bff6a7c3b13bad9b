import { plannedActivationType } from "../plan/adba.ts";
import type { AdbaPreference, Channel } from "../topology/model.ts";
import { editCohort, editSite } from "./edits.ts";
import type { Situation } from "./situation.ts";
import { type Step, step } from "./step.ts";

// Steps that leave machines, hosts and paths as they are: licences, settings of the machines, and choices of the file.

/** What keeps a cohort from every volume method: it is not activated, or licensed through another channel. */
export function inUse({ at, cohort }: Situation): readonly Step[] | null {
  if (!cohort.activate) {
    const apply: Step["apply"] = (facts) => editCohort(facts, at, (one) => ({ ...one, activate: true }));
    return [step("setting", "activate the machines", apply)];
  }
  return cohort.channel === "volume" ? null : [volumeLicence(at, cohort.channel)];
}

function volumeLicence(at: Situation["at"], channel: Channel): Step {
  const old = channel === "oem" ? "through the manufacturer" : "by retail keys";
  return step("licence", `license the machines by volume, not ${old}`, (facts) =>
    editCohort(facts, at, (one) => ({ ...one, channel: "volume" })),
  );
}

/** `VLActivationType` 0, by which machines ask their forest first and a KMS host next. */
export function anyType({ at }: Situation): Step {
  return step("setting", "set VLActivationType 0 (AD, KMS or token) on the machines", (facts) =>
    editCohort(facts, at, (one) => ({ ...one, activationType: "any" })),
  );
}

/** `VLActivationType` 2, by which machines ask no forest. */
export function kmsType({ at }: Situation): Step {
  return step("setting", "set VLActivationType 2 (KMS only) on the machines", (facts) =>
    editCohort(facts, at, (one) => ({ ...one, activationType: "kms" })),
  );
}

/** What the site's file says of ADBA. */
export function preference({ site }: Situation, adba: AdbaPreference): Step {
  return step("setting", `set preferences.adba to ${adba} at ${site.name}`, (facts) =>
    editSite(facts, site.name, (one) => ({ ...one, preferences: { ...one.preferences, adba } })),
  );
}

/** No declared method, so that the rows choose. */
export function noDeclaration({ at, cohort }: Situation): Step {
  return step("setting", `leave the method to the rows (drop method: ${cohort.method})`, (facts) =>
    editCohort(facts, at, (one) => ({ ...one, method: null })),
  );
}

/** Whether machines of the cohort would ask a KMS host, or a forest, if there were one. */
export function asks({ site, cohort }: Situation, whom: "kms" | "ad"): boolean {
  const type = plannedActivationType(site, cohort);
  return type === "any" || type === whom;
}
