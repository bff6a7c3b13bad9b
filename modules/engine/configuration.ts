import path from "node:path";
import { type Part, parts } from "../desired/selection.ts";
import type { Topology } from "../topology/model.ts";
import { nameRemedy } from "../topology/nearest.ts";
import { secretNames } from "../topology/secretNames.ts";

/** The stack's configuration in the project's namespace, secrets apart. */
export interface Configuration {
  /** Absolute path of the topology file. */
  readonly topology: string;
  /** Names of the sites that this stack provisions; null: all. */
  readonly scope: readonly string[] | null;
  /** Why protection is taken off everything; null: it is on. */
  readonly acknowledge: string | null;
  readonly leaveOut: readonly Part[];
  /** Keep azure-native's aliases, for state that an older azure-native wrote. */
  readonly keepAliases: boolean;
  /** Name of the site that this machine stands in; null: nobody said. */
  readonly vantage: string | null;
}

/** Namespace of the project: configuration of the program, and the secrets that the topology names. */
export const namespace = "activation-topology";
const settings = ["topology", "scope", "acknowledge", "leaveOut", "keepAliases", "vantage"];

/** Values of the namespace, by key. */
export type Values = Readonly<Record<string, string>>;

/** The values of the project's namespace among all configuration. */
export function ownValues(all: Values): Values {
  const prefix = `${namespace}:`;
  const own = Object.entries(all).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

/**
 * Reads the configuration of a stack.
 *
 * @param place - Name of the stack, and the folder that paths are relative to.
 * @param problems - Gets a sentence for each value that is wrong; its default is used meanwhile.
 */
export function readConfiguration(
  values: Values,
  place: { readonly stack: string; readonly folder: string },
  problems: string[],
): Configuration {
  return {
    topology: path.resolve(place.folder, values.topology ?? `${place.stack}.topology.yaml`),
    scope: list(values, "scope", problems),
    acknowledge: acknowledgement(values, problems),
    leaveOut: leftOutParts(values, problems),
    keepAliases: flag(values, "keepAliases", problems),
    vantage: values.vantage ?? null,
  };
}

const wrong = (key: string, wants: string, value: string): string =>
  `${namespace}:${key} must be ${wants}, got ${JSON.stringify(value)}`;

function list(values: Values, key: string, problems: string[]): readonly string[] | null {
  const value = values[key];
  if (value === undefined) return null;
  const found = parsed(value);
  if (Array.isArray(found) && found.length > 0 && found.every((entry) => typeof entry === "string")) return found;
  problems.push(wrong(key, 'a JSON list of names such as ["hq"]', value));
  return null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function acknowledgement(values: Values, problems: string[]): string | null {
  const value = values.acknowledge;
  if (value === undefined) return null;
  if (value.trim() === "") problems.push(wrong("acknowledge", "a reason; remove it to keep protection on", value));
  return value;
}

function leftOutParts(values: Values, problems: string[]): readonly Part[] {
  const named = list(values, "leaveOut", problems) ?? [];
  for (const name of named)
    if (!isPart(name)) problems.push(wrong("leaveOut", `a JSON list of ${parts.join(", ")}`, name));
  return named.filter(isPart);
}

const isPart = (name: string): name is Part => (parts as readonly string[]).includes(name);

function flag(values: Values, key: string, problems: string[]): boolean {
  const value = values[key];
  if (value !== undefined && value !== "true" && value !== "false") problems.push(wrong(key, "true or false", value));
  return value === "true";
}

/**
 * What of a configuration does not fit its topology: a sentence each, with remedy.
 *
 * @param keys - Every key of the namespace that has a value, secrets too.
 */
export function misfits(
  keys: readonly string[],
  { scope, vantage }: Pick<Configuration, "scope" | "vantage">,
  { facts, provisioning }: Topology,
): readonly string[] {
  const known = [...settings, ...secretNames(provisioning)];
  const sites = facts.sites.map((site) => site.name);
  const named = [
    ...(scope ?? []).map((site) => ({ setting: "scope", site })),
    ...(vantage === null ? [] : [{ setting: "vantage", site: vantage }]),
  ];
  return [
    ...keys
      .filter((key) => !known.includes(key))
      .map(
        (key) => `${namespace}:${key} is no setting, and no secret of the topology; ${nameRemedy(key, known, "names")}`,
      ),
    ...named
      .filter(({ site }) => !sites.includes(site))
      .map(
        ({ setting, site }) =>
          `${namespace}:${setting}: the topology has no site "${site}"; ${nameRemedy(site, sites, "sites")}`,
      ),
  ];
}

/** Keys whose values are encrypted in the stack's configuration; the host tells the program in its environment. */
export function encryptedKeys(environment: Readonly<Record<string, string | undefined>>): ReadonlySet<string> {
  const keys = JSON.parse(environment.PULUMI_CONFIG_SECRET_KEYS ?? "[]") as readonly string[];
  return new Set(keys.map((key) => key.slice(key.indexOf(":") + 1)));
}
