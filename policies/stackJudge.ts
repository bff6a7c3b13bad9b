import type { PolicyResource } from "@pulumi/policy";
import { estateOf, estateType } from "../modules/azure/readState.ts";
import { readItems, type StackResource } from "../modules/azure/toItems.ts";
import type { Configured, Finding } from "../modules/rules/rule.ts";
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

/** Judges the resources of a stack by the rules across them. */
export interface StackJudge {
  /**
   * Keeps the inputs of a resource. Stack policies see outputs, and in the first preview of a resource most of those
   * are unknown, while what the program asks for is known.
   */
  remember(urn: string, inputs: Properties): void;
  /** Keeps the thresholds that the policy configuration sets of a rule. */
  configure(rule: string, thresholds: Readonly<Record<string, number>>): void;
  /** Judges a set of resources; a set with the same content as the last one is judged once. */
  judge(resources: readonly JudgedResource[]): Judgement;
}

type Properties = Record<string, unknown>;

/** A judge for one run of the pack. @param today - The day of a check, YYYY-MM-DD. */
export function stackJudge(today: () => string): StackJudge {
  const inputs = new Map<string, Properties>();
  let configured: Configured = {};
  let last: { readonly content: string; readonly judgement: Judgement } | undefined;
  return {
    remember: (urn, properties) => void inputs.set(urn, properties),
    configure: (rule, thresholds) => {
      if (Object.keys(thresholds).length > 0) configured = { ...configured, [rule]: thresholds };
    },
    judge: (resources) => {
      const read = resources.map((resource) => stackResource(resource, inputs.get(resource.urn)));
      // Pulumi hands every policy its own copy of the resources, so only their content says that they are the same.
      const content = JSON.stringify([
        today(),
        configured,
        read.map(({ urn, properties }) => [urn, plain(properties)]),
      ]);
      if (last?.content !== content) last = { content, judgement: judge(read, today(), configured) };
      return last.judgement;
    },
  };
}

function judge(resources: readonly StackResource[], today: string, configured: Configured): Judgement {
  const estate = estateOf(resources);
  // A preview of a stack whose program failed early has the component without its outputs.
  if (estate?.facts === undefined) return { findings: [], unknownFails: false, hasEstate: false };
  const { facts, ...options } = estate;
  const { items, unreadable } = readItems(resources, facts);
  const findings = runRules(worldOf(facts, items, { ...options, unreadable, today, configured }));
  return { findings, unknownFails: facts.policy.unknown === "fail", hasEstate: true };
}

/** A component has its outputs alone; of any other resource its inputs say what is wanted. */
function stackResource({ type, name, urn, props }: JudgedResource, inputs: Properties | undefined): StackResource {
  // The Estate is plain data and large; everywhere else a value that is not known yet has to throw when it is read.
  if (type === estateType) return { type, name, urn, properties: plain(props) };
  const asked = inputs === undefined || Object.keys(plain(inputs)).length === 0 ? props : inputs;
  return { type, name, urn, properties: asked };
}

/** The properties without the proxy that throws at unknown values; those are Pulumi's placeholders then. */
function plain(props: Readonly<Properties>): Properties {
  const members = Object.entries(Object.getOwnPropertyDescriptors(props));
  return Object.fromEntries(members.map(([name, { value }]) => [name, value]));
}
