import { longestContactGap, oldestAdbaSchema } from "../plan/thresholds.ts";
import { label, shown } from "../plan/words.ts";
import type { Forest } from "../topology/model.ts";
import { productVersion, productVersions } from "../topology/products.ts";
import { controllersOf, editCohort, editForest, editSite, freeName } from "./edits.ts";
import { keyFor, withKey } from "./keys.ts";
import { rowFirst } from "./rowOrder.ts";
import { anyType, asks, inUse, preference } from "./settingSteps.ts";
import type { Situation } from "./situation.ts";
import { type Step, step } from "./step.ts";

/** Ways to take the first thing out of the way that stands between a cohort and ADBA; none where nobody can. */
export function stepsToAdba(s: Situation): readonly Step[] {
  const inOrder = [inUse, gapSteps, typeSteps];
  return inOrder.reduce<readonly Step[] | null>((found, steps) => found ?? steps(s), null) ?? orderSteps(s);
}

function gapSteps(s: Situation): readonly Step[] | null {
  const { missing, forest: name } = s.conditions.adba;
  const forest = s.facts.forests.find((one) => one.name === name);
  const [gap] = missing;
  if (gap === undefined) return null;
  if (gap === "os") return upgrades(s);
  if (!forest) return gap === "forest" ? [...joins(s), declaredForest(s)] : joins(s);
  if (gap === "schema") return [newSchema(forest)];
  if (gap === "object") return newObjects(s, forest);
  return [gap === "contact" ? moreContact(s, forest) : openForest(s, forest)];
}

function typeSteps(s: Situation): readonly Step[] | null {
  // A preference against ADBA sets the type too, and is undone by its own step.
  if (asks(s, "ad") || s.site.preferences.adba === "never") return null;
  return [anyType(s)];
}

function orderSteps(s: Situation): readonly Step[] {
  if (s.site.preferences.adba === "never") return [preference(s, "prefer"), preference(s, "allow")];
  const prefer = s.site.preferences.adba === "prefer" ? [] : [preference(s, "prefer")];
  return [...prefer, ...rowFirst(s, "adba")];
}

/** Most forests whose domains are offered to machines that are in none. */
const offeredForests = 2;

/**
 * Membership in a domain of a forest that the file declares, the nearest first: one of which others at the site are
 * members, or that the site reaches.
 */
function joins({ facts, at, site, cohort }: Situation): readonly Step[] {
  const neighbours = new Set(site.cohorts.map(({ joined }) => joined));
  const reached = site.reaches.domain?.forests ?? [];
  const isNear = ({ name, domains }: Forest) =>
    domains.some((domain) => neighbours.has(domain)) || reached.includes(name);
  const nearest = [...facts.forests.filter(isNear), ...facts.forests.filter((forest) => !isNear(forest))];
  return nearest.slice(0, offeredForests).flatMap(({ domains }) => {
    const domain =
      domains.find((one) => neighbours.has(one)) ?? domains.find((one) => site.suffixes.includes(one)) ?? domains[0];
    if (domain === undefined) return [];
    const verb = cohort.joined === null ? "join the machines to" : "move the machines to";
    return [
      step("join", `${verb} ${shown(domain)}`, (from) => editCohort(from, at, (one) => ({ ...one, joined: domain }))),
    ];
  });
}

function declaredForest({ facts, cohort }: Situation): Step {
  const domain = cohort.joined ?? "";
  const name = freeName(
    shown(domain),
    facts.forests.map((one) => one.name),
  );
  const forest: Forest = { name, domains: [domain], schemaVersion: null, activationObjects: [], delegates: [] };
  return step("forest", `declare the forest of the domain ${shown(domain)}`, (from) => ({
    ...from,
    forests: [...from.forests, forest],
  }));
}

/** The newest version that can use ADBA, of the same edition where there is one. */
function upgrades({ at, cohort }: Situation): readonly Step[] {
  const release = productVersion(cohort.os)?.release ?? "";
  const edition = cohort.os.slice(release.length);
  const newest = productVersions
    .filter((one) => one.product === cohort.product && one.adbaCapable && !one.azureEdition)
    .toReversed();
  const next = newest.find((one) => edition !== "" && one.id === `${one.release}${edition}`) ?? newest[0];
  if (!next) return [];
  return [
    step("upgrade", `upgrade the machines to ${next.label}`, (facts) =>
      editCohort(facts, at, (one) => ({ ...one, os: next.id })),
    ),
  ];
}

function newSchema({ name }: Forest): Step {
  return step("schema", `extend the schema of ${name} to version ${oldestAdbaSchema} or later`, (facts) =>
    editForest(facts, name, (forest) => ({ ...forest, schemaVersion: oldestAdbaSchema })),
  );
}

function newObjects({ facts, cohort }: Situation, { name, activationObjects }: Forest): readonly Step[] {
  const choice = keyFor(facts, cohort.os, null);
  if (!choice) return [];
  const { key, text } = choice;
  const taken = activationObjects.map((object) => object.name);
  const object = { name: freeName(key.name, taken), key: key.name, origin: "existing", runsOn: null } as const;
  return [
    step("object", `make an activation object in ${name} that covers ${label(cohort.os)}, from ${text}`, (from) =>
      editForest(withKey(from, key), name, (forest) => ({
        ...forest,
        activationObjects: [...forest.activationObjects, object],
      })),
    ),
  ];
}

function moreContact({ at }: Situation, { name }: Forest): Step {
  return step("contact", `let the machines meet ${name} at least every ${longestContactGap} days`, (facts) =>
    editCohort(facts, at, (one) => ({ ...one, contact: { ...one.contact, domain: longestContactGap } })),
  );
}

/** Opens LDAP and DNS, both, because that is how a file says it. */
function openForest({ site, conditions }: Situation, forest: Forest): Step {
  const { name } = forest;
  const closed = conditions.adba.missing
    .filter((gap) => gap === "ldap" || gap === "dns")
    .map((gap) => gap.toUpperCase());
  const controllers = controllersOf(site, forest);
  const which = controllers.length === 0 ? "" : ` (${controllers.join(", ")})`;
  return step("path", `open ${closed.join(" and ")} from ${site.name} to ${name}${which}`, (facts) =>
    editSite(facts, site.name, (one) => ({
      ...one,
      reaches: {
        ...one.reaches,
        domain: { forests: [...new Set([...(one.reaches.domain?.forests ?? []), name])], over: ["ldap", "dns"] },
      },
    })),
  );
}
