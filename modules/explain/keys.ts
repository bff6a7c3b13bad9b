import { csvlkGroups, keyActivates, keyHostableOn } from "../topology/csvlk.ts";
import type { Csvlk, Facts } from "../topology/model.ts";
import { productVersions } from "../topology/products.ts";
import { freeName } from "./edits.ts";

/** A host key for a candidate edit: one that the file has, or a new one of a group. */
export interface KeyChoice {
  readonly key: Csvlk;
  /** `the key windows-2025`, `a new key of the group windows-server-2025`. */
  readonly text: string;
}

/**
 * A host key that activates a product and, where an operating system is given, may be installed on it: one of the file
 * that has room for one more host, else a new one of the newest group.
 */
export function keyFor(facts: Facts, os: string, hostOs: string | null): KeyChoice | undefined {
  const fits = (group: string) => keyActivates(group, os) && (hostOs === null || keyHostableOn(group, hostOs));
  const own = facts.keys.find((key): key is Csvlk => key.type === "csvlk" && fits(key.group) && hasRoom(facts, key));
  if (own) return { key: own, text: `the key ${own.name}` };
  const group = csvlkGroups.find(({ id }) => fits(id))?.id;
  return group === undefined ? undefined : newKey(facts, group);
}

function newKey(facts: Facts, group: string): KeyChoice {
  const taken = facts.keys.map(({ name }) => name);
  const unused = { hostsElsewhere: 0, hostLimit: 6, used: {}, lastFive: null };
  const key: Csvlk = { type: "csvlk", name: freeName(group, taken), group, ...unused };
  return { key, text: `a new key of the group ${group}` };
}

/** Whether one more host may carry a key. */
function hasRoom(facts: Facts, { name, hostsElsewhere, hostLimit }: Csvlk): boolean {
  return hostsElsewhere + facts.kmsHosts.filter(({ keys }) => keys.includes(name)).length < hostLimit;
}

/** The facts with a key that they may have already. */
export function withKey(facts: Facts, key: Csvlk): Facts {
  return facts.keys.some(({ name }) => name === key.name) ? facts : { ...facts, keys: [...facts.keys, key] };
}

/** The newest Windows Server that may be a host for a product; undefined where no key activates the product. */
export function hostOsFor(facts: Facts, os: string): string | undefined {
  return productVersions
    .filter(({ product, azureEdition }) => product === "server" && !azureEdition)
    .toReversed()
    .find(({ id }) => keyFor(facts, os, id) !== undefined)?.id;
}
