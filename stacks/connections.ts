import type { Input } from "@pulumi/pulumi";
import type { Item } from "../modules/desired/item.ts";
import { isActivationObject, isRfc2136Record } from "../modules/desired/selection.ts";
import type { ActivationProviderArgs, ForestArgs, ZoneArgs } from "../modules/provider/resources.ts";
import type { Topology } from "../modules/topology/model.ts";
import type { ForestConnection, SecretRef, ZoneConnection } from "../modules/topology/provisioning.ts";

/** Where passwords and certificates come from. */
export interface SecretSource {
  /** undefined where it is not set. */
  secret(name: string): Input<string> | undefined;
  /** False where the value stands in the configuration in the clear. */
  isEncrypted(name: string): boolean;
  /** PEM text of a certificate file, relative to the topology. @throws where it cannot be read. */
  certificate(file: string): string;
}

type Rfc2136Connection = Extract<ZoneConnection, { provider: "rfc2136" }>;

/**
 * What our own provider needs to reach servers; undefined where nothing in this stack needs it.
 *
 * All connections of the file that are complete are given, used or not: the last record of a zone is removed through
 * the same provider that once made it.
 *
 * @param problems - Gets a sentence for each thing that is missing or not supported for what this stack needs.
 */
export function connections(
  topology: Topology,
  items: readonly Item[],
  { source, problems }: { readonly source: SecretSource; readonly problems: string[] },
): ActivationProviderArgs | undefined {
  const usedZones = new Set(items.filter((item) => isRfc2136Record(topology.facts, item)).map((item) => item.zone));
  const usedForests = new Set(items.filter(isActivationObject).map((object) => object.forest));
  const { zones, forests } = topology.provisioning;
  const args = {
    zones: complete(zones.filter(isRfc2136), {
      name: (zone) => zone.zone,
      used: usedZones,
      read: (zone, found) => zoneArgs(zone, source, found),
      problems,
    }),
    forests: complete(forests, {
      name: (forest) => forest.forest,
      used: usedForests,
      read: (forest, found) => forestArgs(forest, source, found),
      problems,
    }),
  };
  problems.push(
    ...withoutConnection(
      "forest",
      usedForests,
      forests.map((forest) => forest.forest),
    ),
  );
  return usedZones.size + usedForests.size === 0 ? undefined : args;
}

const isRfc2136 = (zone: ZoneConnection): zone is Rfc2136Connection => zone.provider === "rfc2136";

/** The arguments of each connection that is complete; what an unused one lacks is nobody's problem. */
function complete<C, A>(
  connections: readonly C[],
  how: {
    readonly name: (connection: C) => string;
    readonly used: ReadonlySet<string>;
    readonly read: (connection: C, problems: string[]) => A | undefined;
    readonly problems: string[];
  },
): Record<string, A> {
  const entries: [string, A][] = [];
  for (const connection of connections) {
    const name = how.name(connection);
    const args = how.read(connection, how.used.has(name) ? how.problems : []);
    if (args !== undefined) entries.push([name, args]);
  }
  return Object.fromEntries(entries);
}

const elsewhere =
  'leave its hosts out with activation-topology:scope, or all RFC 2136 zones with activation-topology:leaveOut ["rfc2136"]';

function zoneArgs(
  { zone, server, signing }: Rfc2136Connection,
  source: SecretSource,
  problems: string[],
): ZoneArgs | undefined {
  if (signing.kind !== "tsig") {
    const how = signing.kind === "gssTsig" ? "is updated with GSS-TSIG" : "takes unsigned updates";
    problems.push(`zones.${zone}: the zone ${how}, which this version cannot do; ${elsewhere}`);
    return undefined;
  }
  const secret = resolve(signing.secret, `zones.${zone}.signing.tsig.secret`, { source, problems });
  return secret === undefined ? undefined : { server, keyName: signing.keyName, algorithm: signing.algorithm, secret };
}

function forestArgs(forest: ForestConnection, source: SecretSource, problems: string[]): ForestArgs | undefined {
  const where = `forests.${forest.forest}.connection`;
  const password = resolve(forest.password, `${where}.password`, { source, problems });
  const ca = certificate(forest.ca, `${where}.ca`, { source, problems });
  if (password === undefined || ca === undefined) return undefined;
  return { servers: forest.servers, bindAs: forest.bindAs, password, ca };
}

interface From {
  readonly source: SecretSource;
  readonly problems: string[];
}

function resolve(reference: SecretRef, where: string, { source, problems }: From): Input<string> | undefined {
  if ("vault" in reference) {
    problems.push(
      `${where}: this version reads no password from a vault, got ${JSON.stringify(reference.vault)}; write { config: NAME } and set it with \`pulumi config set --secret NAME\``,
    );
    return undefined;
  }
  const name = reference.config;
  const found = source.secret(name);
  const set = `\`pulumi config set --secret ${name}\``;
  if (found === undefined) problems.push(`${where}: the secret ${name} is not set; set it with ${set}`);
  else if (!source.isEncrypted(name))
    problems.push(
      `${where}: ${name} stands in the stack's configuration in the clear; change it, and set it with ${set}`,
    );
  return found;
}

function certificate(file: string, where: string, { source, problems }: From): string | undefined {
  try {
    return source.certificate(file);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? error.code : error;
    problems.push(`${where}: the certificate ${file} cannot be read: ${reason}; the path is relative to the topology`);
    return undefined;
  }
}

function withoutConnection(what: string, used: ReadonlySet<string>, known: readonly string[]): readonly string[] {
  return [...used]
    .filter((name) => !known.includes(name))
    .map((name) => `${what}s.${name}: the ${what} has no connection, so its objects cannot be read; add one`);
}
