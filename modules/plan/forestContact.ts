import type { Cohort, Contact, Site } from "../topology/model.ts";

/** Longest time between two contacts in days, defaults applied. */
export type Gap = Exclude<Contact, null>;

/** The path of a cohort to the controllers of one forest. */
export interface ForestContact {
  readonly ldap: boolean;
  readonly dns: boolean;
  readonly gap: Gap;
}

/**
 * How a cohort meets a forest: the core reaches every forest, other sites those that `reaches.domain` names; a stated
 * number also states the path to a forest that the site does not name.
 */
export function forestContact(site: Site, cohort: Cohort, forest: string): ForestContact {
  const stated = cohort.contact.domain;
  const over = forestPath(site, forest) ?? (typeof stated === "number" ? ["ldap", "dns"] : []);
  const ldap = over.includes("ldap");
  const dns = over.includes("dns");
  const gap = stated ?? (site.kind !== "disconnected" && ldap && dns ? 0 : "never");
  return { ldap, dns, gap };
}

function forestPath(site: Site, forest: string): readonly string[] | undefined {
  if (site.kind === "core") return ["ldap", "dns"];
  return site.reaches.domain?.forests.includes(forest) === true ? site.reaches.domain.over : undefined;
}
