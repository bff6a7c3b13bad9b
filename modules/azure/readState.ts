import type { Facts } from "../topology/model.ts";
import type { StackResource } from "./stackResource.ts";

/** What a policy pack or `check --state` has to know besides the resources themselves. */
export interface EstateOutputs {
  /** Of the whole file, whatever the scope. */
  readonly facts: Facts;
  /** Names of the sites that this stack provisions. */
  readonly scope: readonly string[];
  /** Azure hosts in a subnet that was there already: its own security group and routes are not known from the program. */
  readonly unreadSubnets: readonly string[];
  /** Parts that the stack's configuration leaves out. */
  readonly leftOut: readonly string[];
}

/** Type of the component whose outputs carry them. */
export const estateType = "activation:estate:Estate";

interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  /** Replaced or removed, and waiting for its deletion. */
  readonly delete?: boolean;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
}

/**
 * The resources of an exported stack.
 *
 * @param exported - The parsed JSON of `pulumi stack export`.
 * @throws where it is not one.
 */
export function stackResources(exported: unknown): readonly StackResource[] {
  const deployment = (exported as { deployment?: { resources?: readonly ExportedResource[] } | null } | null)
    ?.deployment;
  if (deployment === undefined || deployment === null)
    throw new Error("this is not an exported stack: it has no deployment; write one with `pulumi stack export`");
  return (deployment.resources ?? [])
    .filter((resource) => resource.delete !== true)
    .map(({ urn, type, inputs, outputs }) => ({
      type,
      urn,
      // urn:pulumi:STACK::PROJECT::TYPES::NAME, and a name may hold colons itself.
      name: urn.split("::").slice(3).join("::"),
      properties: { ...inputs, ...outputs },
    }));
}

/** What the Estate component of a stack carries; undefined where the stack has none, or its program ended too early. */
export function estateOf(resources: readonly StackResource[]): EstateOutputs | undefined {
  const estate = resources.find((resource) => resource.type === estateType);
  if (estate?.properties.facts === undefined) return undefined;
  const { facts, scope, unreadSubnets, leftOut } = estate.properties;
  // A policy pack hands out proxies, which make every read dear: one copy, and the planner works on plain data.
  return JSON.parse(JSON.stringify({ facts, scope, unreadSubnets, leftOut })) as EstateOutputs;
}
