import type { Cohort, Facts, Method, Site } from "../topology/model.ts";
import { type AdbaGap, adbaStandText } from "./adba.ts";
import { type Conditions, conditionsOf } from "./conditions.ts";
import { declaredOnlyRequirements } from "./declaredOnly.ts";
import { kmsIsPossible, type Premise } from "./premises.ts";
import type { MissingRequirement } from "./requirement.ts";
import type { HostPlace } from "./sentences.ts";
import { longestContactGap, oldestAdbaSchema } from "./thresholds.ts";
import { label, shown } from "./words.ts";

/** Whether a declared method can do what it is declared for, and everything known that stands against it. */
export interface DeclaredConditions {
  readonly ok: boolean;
  readonly missing: readonly MissingRequirement[];
}

/**
 * Whether the method that a cohort declares is acceptable on its own, whatever the rows would choose; `ok` where it
 * declares none. Budgets of keys are for the rules: they concern several cohorts at once.
 */
export function declaredConditions(facts: Facts, site: Site, cohort: Cohort): DeclaredConditions {
  const missing = cohort.method === null ? [] : missingFor(cohort.method, conditionsOf(facts, site, cohort));
  return { ok: missing.length === 0, missing };
}

/** What a method lacks for a cohort, first things first. */
export function missingFor(method: Method, c: Conditions): readonly MissingRequirement[] {
  switch (method) {
    case "adba":
      return c.adba.missing.map((gap) => missingForAdba(gap, c));
    case "kms-central":
      return missingForKms(c, "central");
    case "kms-local":
      return missingForKms(c, "local");
    case "mak":
      return missingWay(c.cohort);
    case "none":
      return c.site.kind === "lab" ? [] : [onlyLabs];
    case "retail":
    case "oem":
      return c.cohort.channel === method ? [] : [otherChannel(c.cohort, method)];
    default:
      return declaredOnlyRequirements(method, c.cohort).filter(({ holds }) => !holds);
  }
}

const onlyLabs: MissingRequirement = {
  fact: "kind",
  what: "only a lab may leave machines like that",
  remedy: "give them a method, or move them to a site of kind lab",
};

function otherChannel({ channel }: Cohort, method: "retail" | "oem"): MissingRequirement {
  return {
    fact: "channel",
    what: `their channel is ${channel}`,
    remedy: `state channel ${method}, or give another method`,
  };
}

function missingWay({ internet, phone, vamt }: Cohort): readonly MissingRequirement[] {
  if (internet || phone || vamt) return [];
  const what = "neither internet nor VAMT nor telephone leads out";
  return [{ fact: "way", what, remedy: "open one of them, and state it as internet, vamt or phone" }];
}

function missingForAdba(gap: AdbaGap, { cohort, adba }: Conditions): MissingRequirement {
  const [domain, { forest }] = [shown(cohort.joined ?? ""), adba];
  const remedies: Readonly<Record<AdbaGap, string>> = {
    joined: "join them to a domain of a declared forest, and state it in joined",
    forest: `declare the forest of ${domain}, or join them to a domain of a declared one`,
    os: "run Windows 8, Windows Server 2012, Office 2013 or later",
    schema: `bring the schema of ${forest} to version ${oldestAdbaSchema} or later`,
    object: `declare an activation object of ${forest} whose key covers ${label(cohort.os)}`,
    contact: `bring them to ${forest} at least every ${longestContactGap} days`,
    ldap: `open LDAP to the controllers of ${forest}, and state it in reaches.domain`,
    dns: `open DNS to the controllers of ${forest}, and state it in reaches.domain`,
  };
  return { fact: `adba-${gap}`, what: adbaStandText(gap, cohort, adba), remedy: remedies[gap] };
}

/** Only the first thing: the others rest on it. */
function missingForKms(c: Conditions, where: HostPlace): readonly MissingRequirement[] {
  const failed = kmsIsPossible(where).find((premise) => !premise.holds(c));
  return failed === undefined ? [] : [{ fact: failed.fact, what: failed.says(c), remedy: kmsRemedy(failed, c, where) }];
}

function kmsRemedy({ fact }: Premise, c: Conditions, where: HostPlace): string {
  const { best } = c[where];
  const isCentral = where === "central";
  if (fact === `${where}-path`) {
    return isCentral
      ? "open TCP 1688 and RPC to a host in the core, and state it in reaches.kms"
      : "declare a KMS host at their site";
  }
  if (fact === `${where}-key`) return `put a key that covers ${label(c.cohort.os)} on a KMS host there`;
  if (fact === `${where}-demand`) return `let ${c.threshold - (best?.demand ?? 0)} more machines ask ${best?.host}`;
  return `bring them to ${best?.host} at least every ${longestContactGap} days`;
}
