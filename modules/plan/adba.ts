import type { ActivationType, Cohort, Facts, Forest, Site } from "../topology/model.ts";
import { productVersion } from "../topology/products.ts";
import { forestContact, type Gap } from "./forestContact.ts";
import { perFacts, perFactsAndKeys } from "./perFacts.ts";
import { longestContactGap, oldestAdbaSchema } from "./thresholds.ts";
import { keyCovers } from "./usage.ts";
import { label, meet, meetTooSeldom, shown } from "./words.ts";

/**
 * What may stand between a cohort and Active Directory-based activation, in the order in which one thing rests on
 * another: it is in no domain (`joined`), in a domain of no declared forest (`forest`), its product is too old (`os`),
 * the schema is too old (`schema`), no activation object covers it (`object`), it meets the forest too seldom
 * (`contact`), or LDAP or DNS does not reach the forest.
 */
export const adbaGaps = ["joined", "forest", "os", "schema", "object", "contact", "ldap", "dns"] as const;

/** One of `adbaGaps`. */
export type AdbaGap = (typeof adbaGaps)[number];

/** Whether a cohort could be activated by its forest, and everything that it lacks. */
export interface AdbaConditions {
  readonly ok: boolean;
  readonly missing: readonly AdbaGap[];
  /** The forest of the domain that the machines are members of; null where none is declared. */
  readonly forest: string | null;
  /** Version of its schema; null where the file does not say. */
  readonly schemaVersion: number | null;
  /** The first activation object, by name, of that forest whose key covers the cohort; null where none does. */
  readonly object: string | null;
  /** Gap between two contacts with the forest, days. */
  readonly contact: Gap;
}

const forestOfDomain = perFacts(
  (facts): ReadonlyMap<string, Forest> =>
    new Map(facts.forests.flatMap((forest) => forest.domains.map((domain) => [domain, forest] as const))),
);

/** The first activation object, by name, of a forest whose key covers an operating system or Office. */
const coveringObject = perFactsAndKeys((facts, forest: string, os: string): string | null => {
  const objects = facts.forests.find(({ name }) => name === forest)?.activationObjects ?? [];
  const covering = objects.filter(({ key }) => keyCovers(facts, key, os)).map(({ name }) => name);
  return covering.sort()[0] ?? null;
});

/** Everything on which ADBA depends for one cohort, whatever its channel and its `VLActivationType`. */
export function adbaConditions(facts: Facts, site: Site, cohort: Cohort): AdbaConditions {
  const os: readonly AdbaGap[] = productVersion(cohort.os)?.adbaCapable === true ? none : ["os"];
  const forest = cohort.joined === null ? undefined : forestOfDomain(facts).get(cohort.joined);
  if (!forest) {
    const missing: readonly AdbaGap[] = [cohort.joined === null ? "joined" : "forest", ...os];
    return { ok: false, missing, forest: null, schemaVersion: null, object: null, contact: "never" };
  }
  const object = coveringObject(facts, forest.name, cohort.os);
  const path = pathGaps(site, cohort, forest);
  const content = contentGaps(forest, object);
  const isFine = os.length + content.length + path.missing.length === 0;
  const missing = isFine ? none : [...os, ...content, ...path.missing];
  const { name, schemaVersion } = forest;
  return { ok: isFine, missing, forest: name, schemaVersion, object, contact: path.contact };
}

const none: readonly AdbaGap[] = [];

function contentGaps(forest: Forest, object: string | null): readonly AdbaGap[] {
  // Objects are declared, so a schema of unknown version is taken to hold them; the rules say that nobody knows.
  const isOld = forest.schemaVersion !== null && forest.schemaVersion < oldestAdbaSchema;
  if (!isOld && object !== null) return none;
  return [...(isOld ? (["schema"] as const) : []), ...(object === null ? (["object"] as const) : [])];
}

function pathGaps(site: Site, cohort: Cohort, forest: Forest): { missing: readonly AdbaGap[]; contact: Gap } {
  const { ldap, dns, gap } = forestContact(site, cohort, forest.name);
  // Machines that never meet the forest lack contact; others that do not reach it lack a path, and a gap only if they state one.
  if (ldap && dns && gap !== "never" && gap <= longestContactGap) return { missing: none, contact: gap };
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
export function adbaEffective(site: Site, cohort: Cohort, conditions: AdbaConditions): boolean {
  const type = plannedActivationType(site, cohort);
  return (type === "any" || type === "ad") && conditions.ok;
}

/** The first thing that ADBA lacks, as a clause: `they are in no domain`; null where it lacks nothing. */
export function adbaGapText(cohort: Cohort, conditions: AdbaConditions): string | null {
  const [gap] = conditions.missing;
  return gap === undefined ? null : adbaStandText(gap, cohort, conditions);
}

/** How one of the things that ADBA rests on stands, be it there or missing, as a clause: `LDAP reaches corp.example`. */
export function adbaStandText(about: AdbaGap, cohort: Cohort, conditions: AdbaConditions): string {
  const texts = conditions.missing.includes(about) ? missingTexts : presentTexts;
  return texts[about](cohort, conditions);
}

type Texts = Readonly<Record<AdbaGap, (cohort: Cohort, conditions: AdbaConditions) => string>>;

const domainOf = ({ joined }: Cohort) => shown(joined ?? "");

const schemaText = (_: Cohort, { forest, schemaVersion }: AdbaConditions) =>
  `the schema of ${forest} is ${schemaVersion === null ? "of an unstated version" : `version ${schemaVersion}`}, ADBA needs ${oldestAdbaSchema}`;

const missingTexts: Texts = {
  joined: () => "they are in no domain",
  forest: (cohort) => `no declared forest has the domain ${domainOf(cohort)}`,
  os: ({ os }) => `${label(os)} cannot use ADBA`,
  schema: schemaText,
  object: ({ os }, { forest }) => `no activation object of ${forest} covers ${label(os)}`,
  contact: (_, { forest, contact }) => meetTooSeldom(forest ?? "a forest", contact),
  ldap: (_, { forest }) => `LDAP does not reach ${forest}`,
  dns: (_, { forest }) => `DNS does not reach ${forest}`,
};

const presentTexts: Texts = {
  joined: (cohort) => `they are members of ${domainOf(cohort)}`,
  forest: (cohort, { forest }) => `${domainOf(cohort)} belongs to the forest ${forest}`,
  os: ({ os }) => `${label(os)} can use ADBA`,
  schema: schemaText,
  object: ({ os }, { forest, object }) => `the activation object ${object} of ${forest} covers ${label(os)}`,
  contact: (_, { forest, contact }) => meet(forest ?? "a forest", contact),
  ldap: (_, { forest }) => `LDAP reaches ${forest}`,
  dns: (_, { forest }) => `DNS reaches ${forest}`,
};
