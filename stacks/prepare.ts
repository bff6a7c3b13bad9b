import { readFileSync } from "node:fs";
import path from "node:path";
import type { Input } from "@pulumi/pulumi";
import { hostConfigurations } from "../modules/desired/hostConfigurations.ts";
import { wholeScope } from "../modules/desired/scope.ts";
import { selectItems } from "../modules/desired/selection.ts";
import { misfits, namespace, readConfiguration, type Values } from "../modules/engine/configuration.ts";
import { connections } from "./connections.ts";
import { leftToDo } from "./leftToDo.ts";
import type { StackContent } from "./stackContent.ts";
import { readTopology, refusal } from "./topologyFile.ts";
import { otherSubscription, unmakeable, unsaidSubscription } from "./unmakeable.ts";

/** What the engine tells the program about its stack. */
export interface StackInput {
  readonly stack: string;
  /** Folder that paths in the configuration are relative to. */
  readonly folder: string;
  /** Configuration in the project's namespace. */
  readonly values: Values;
  /** Keys of those values that are encrypted in the configuration. */
  readonly encrypted: ReadonlySet<string>;
  readonly secret: (name: string) => Input<string> | undefined;
  /** Subscription of the default provider; undefined: that of the sign-in. */
  readonly subscription: string | undefined;
}

/** What the program goes on with. */
export interface Prepared {
  readonly content: StackContent;
  readonly keepAliases: boolean;
  readonly leftOut: readonly string[];
  /** What the person at the engine should know, a line each. */
  readonly warnings: readonly string[];
}

/**
 * Reads configuration and topology of a stack and finds everything that is wrong with them.
 *
 * @throws {pulumi.RunError} once, with all problems, and before any resource is registered.
 */
export function prepare({ stack, folder, values, encrypted, secret, subscription }: StackInput): Prepared {
  const problems: string[] = [];
  const configuration = readConfiguration(values, { stack, folder }, problems);
  const { acknowledge, keepAliases, leaveOut } = configuration;
  const topology = readTopology(configuration.topology, path.dirname(folder), problems);
  const scope = configuration.scope ?? wholeScope(topology.facts);
  const { items, leftOut } = selectItems(topology.facts, scope, leaveOut);
  const beside = path.dirname(configuration.topology);
  const pathOf = (name: string) => path.resolve(beside, name);
  const source = {
    secret,
    isEncrypted: (name: string) => encrypted.has(name),
    read: (name: string) => readFileSync(pathOf(name), "utf8"),
    pathOf,
  };
  const reached = hostConfigurations(topology, scope);
  const hosts = leaveOut.includes("ssh") ? [] : reached;
  const provider = connections(topology, { items, hosts }, { source, problems });
  problems.push(
    ...misfits(Object.keys(values), configuration, topology),
    ...unmakeable(topology, items),
    ...otherSubscription(topology, subscription),
  );
  if (problems.length > 0) throw refusal(problems);
  const unset = reached.length - hosts.length;
  const parts = unset === 0 ? leftOut : [...leftOut, `ssh: settings of existing hosts (${unset})`];
  return {
    content: { topology, scope, items, hosts, leaveOut, provider, acknowledge },
    keepAliases,
    leftOut: parts,
    warnings: [
      ...parts.map((part) => `left out by ${namespace}:leaveOut: ${part}`),
      ...unsaidSubscription(topology, subscription),
      ...leftToDo(topology, scope),
    ],
  };
}
