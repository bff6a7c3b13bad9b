import type { PolicyResource } from "@pulumi/policy";
import { estateOf, estateType } from "../modules/azure/readState.ts";
import { readItems, type StackResource } from "../modules/azure/toItems.ts";
import type { Finding } from "../modules/rules/rule.ts";
import { runRules } from "../modules/rules/run.ts";
import { worldOf } from "../modules/rules/world.ts";

/** What all stack policies share about one set of resources. */
export interface Judgement {
  readonly findings: readonly Finding[];
  /** The file wants unknowns of mandatory rules to fail. */
  readonly unknownFails: boolean;
  /** False: nothing was checked, because the stack carries no facts. */
  readonly hasEstate: boolean;
}

/** The part of a resource that is judged. */
export type JudgedResource = Pick<PolicyResource, "type" | "name" | "urn" | "props">;

/** Judges a set of resources; a set with the same content as the last one is judged once. */
export function stackJudge(today: () => string): (resources: readonly JudgedResource[]) => Judgement {
  let last: { readonly content: string; readonly judgement: Judgement } | undefined;
  return (resources) => {
    // Pulumi hands every policy its own copy of the resources, so only their content says that they are the same.
    const content = JSON.stringify([today(), resources.map(({ urn, props }) => [urn, plain(props)])]);
    if (last?.content !== content) last = { content, judgement: judge(resources, today()) };
    return last.judgement;
  };
}

function judge(resources: readonly JudgedResource[], today: string): Judgement {
  const read = resources.map(stackResource);
  const estate = estateOf(read);
  // A preview of a stack whose program failed early has the component without its outputs.
  if (estate?.facts === undefined) return { findings: [], unknownFails: false, hasEstate: false };
  const { facts, ...options } = estate;
  const { items, unreadable } = readItems(read, facts);
  const findings = runRules(worldOf(facts, items, { ...options, unreadable, today }));
  return { findings, unknownFails: facts.policy.unknown === "fail", hasEstate: true };
}

/** The Estate is plain data and large; everywhere else a value that is not known yet has to throw when it is read. */
function stackResource({ type, name, urn, props }: JudgedResource): StackResource {
  return { type, name, urn, properties: type === estateType ? plain(props) : props };
}

/** The properties without the proxy that throws at unknown values; those are Pulumi's placeholders then. */
function plain(props: Record<string, unknown>): Record<string, unknown> {
  const members = Object.entries(Object.getOwnPropertyDescriptors(props));
  return Object.fromEntries(members.map(([name, { value }]) => [name, value]));
}
