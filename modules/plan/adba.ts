import type { ActivationType, Cohort, Facts, Forest, Site } from "../topology/model.ts";
import { productVersion } from "../topology/products.ts";
import { forestContact, type Gap } from "./forestContact.ts";
import { perFacts } from "./perFacts.ts";
import { longestContactGap, oldestAdbaSchema } from "./thresholds.ts";
import { keyCovers } from "./usage.ts";
import { label, meetTooSeldom, shown } from "./words.ts";

/**
 * What stands between a cohort and Active Directory-based activation: it is in no domain (`joined`), in a domain of no
 * declared forest (`forest`), its product is too old (`os`), the schema is too old (`schema`), no activation object
 * covers it (`object`), LDAP or DNS does not reach the forest, or it meets the forest too seldom (`contact`).
 */
type AdbaGap = "joined" | "forest" | "os" | "schema" | "object" | "contact" | "ldap" | "dns";

/** Whether a cohort could be activated by its forest, and everything that it lacks. */
export interface AdbaConditions {
  readonly ok: boolean;
  readonly missing: readonly AdbaGap[];
  /** The forest of the domain that the machines are members of; null where none is declared. */
  readonly forest: string | null;
  /** The first activation object of that forest whose key covers the cohort; null where none does. */
  readonly object: string | null;
  /** Gap between two contacts with the forest, days. */
  readonly contact: Gap;
}

const forestOfDomain = perFacts(
  (facts): ReadonlyMap<string, Forest> =>
    new Map(facts.forests.flatMap((forest) => forest.domains.map((domain) => [domain, forest] as const))),
);

/** Everything on which ADBA depends for one cohort, whatever its channel and its `VLActivationType`. */
export function adbaConditions(facts: Facts, site: Site, cohort: Cohort): AdbaConditions {
  const os: readonly AdbaGap[] = productVersion(cohort.os)?.adbaCapable === true ? [] : ["os"];
  const forest = cohort.joined === null ? undefined : forestOfDomain(facts).get(cohort.joined);
  if (!forest) {
    const missing: readonly AdbaGap[] = [cohort.joined === null ? "joined" : "forest", ...os];
    return { ok: false, missing, forest: null, object: null, contact: "never" };
  }
  const object = forest.activationObjects.find(({ key }) => keyCovers(facts, key, cohort.os))?.name ?? null;
  const path = pathGaps(site, cohort, forest);
  const missing: readonly AdbaGap[] = [...os, ...contentGaps(forest, object), ...path.missing];
  return { ok: missing.length === 0, missing, forest: forest.name, object, contact: path.contact };
}

function contentGaps(forest: Forest, object: string | null): readonly AdbaGap[] {
  // Objects are declared, so a schema of unknown version is taken to hold them; the rules say that nobody knows.
  const isOld = forest.schemaVersion !== null && forest.schemaVersion < oldestAdbaSchema;
  return [...(isOld ? (["schema"] as const) : []), ...(object === null ? (["object"] as const) : [])];
}

function pathGaps(site: Site, cohort: Cohort, forest: Forest): { missing: readonly AdbaGap[]; contact: Gap } {
  const { ldap, dns, gap } = forestContact(site, cohort, forest.name);
  // Machines that never meet the forest lack contact; others that do not reach it lack a path, and a gap only if they state one.
  const gapIsGiven = cohort.contact.domain !== null || site.kind === "disconnected";
  const missing: AdbaGap[] = [];
  if (gapIsGiven && (gap === "never" || gap > longestContactGap)) missing.push("contact");
  if (!ldap && !(gapIsGiven && gap === "never")) missing.push("ldap");
  if (!dns && !(gapIsGiven && gap === "never")) missing.push("dns");
  return { missing, contact: gap };
}

/**
 * The `VLActivationType` that the plan counts on: the cohort's own, but KMS only where the site's preference keeps ADBA
 * out and no declared method asks for it.
 */
export function plannedActivationType(site: Site, cohort: Cohort): ActivationType {
  const keepsAdbaOut = site.preferences.adba === "never" && cohort.method !== "adba";
  return keepsAdbaOut && cohort.activationType !== "token" ? "kms" : cohort.activationType;
}

/**
 * What the machines will really do: with a volume key they ask their forest first, so they never reach a KMS count.
 *
 * @see https://learn.microsoft.com/windows/deployment/volume-activation/activate-using-active-directory-based-activation-client
 */
export function adbaEffective(facts: Facts, site: Site, cohort: Cohort): boolean {
  const type = plannedActivationType(site, cohort);
  return (type === "any" || type === "ad") && adbaConditions(facts, site, cohort).ok;
}

/** The first thing that ADBA lacks, as a clause: `they are in no domain`; null where it lacks nothing. */
export function adbaGapText(facts: Facts, cohort: Cohort, conditions: AdbaConditions): string | null {
  const [gap] = conditions.missing;
  if (gap === undefined) return null;
  const { forest, contact } = conditions;
  const schema = facts.forests.find(({ name }) => name === forest)?.schemaVersion;
  const texts: Readonly<Record<AdbaGap, string>> = {
    joined: "they are in no domain",
    forest: `no declared forest has the domain ${shown(cohort.joined ?? "")}`,
    os: `${label(cohort.os)} cannot use ADBA`,
    schema: `the schema of ${forest} is version ${schema}, ADBA needs ${oldestAdbaSchema}`,
    object: `no activation object of ${forest} covers ${label(cohort.os)}`,
    contact: meetTooSeldom(forest ?? "a forest", contact),
    ldap: `LDAP does not reach ${forest}`,
    dns: `DNS does not reach ${forest}`,
  };
  return texts[gap];
}
