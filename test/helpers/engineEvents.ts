import type { EngineEvent, StepMetadata } from "../../modules/engine/events.ts";

// Builders of what the engine reports: a test names only what matters to it.

const urnOf = (type: string, name: string): string => `urn:pulumi:test::activation-topology::${type}::${name}`;

/** A step on one resource; by default the creation of the record kms-1. */
export function step(
  op: string,
  { type = "activation:index:SrvRecord", name = "kms-1", ...overrides }: Partial<StepMetadata> & { name?: string } = {},
): StepMetadata {
  return { op, type, urn: urnOf(type, name), old: null, new: null, detailedDiff: null, ...overrides };
}

/** The engine is about to take a step, or would take it. */
export const planned = (...steps: readonly StepMetadata[]): EngineEvent[] =>
  steps.map((metadata) => ({ resourcePreEvent: { metadata } }));

/** The engine has taken a step, or a refresh has found it. */
export const taken = (...steps: readonly StepMetadata[]): EngineEvent[] =>
  steps.map((metadata) => ({ resOutputsEvent: { metadata } }));

/** A policy of our pack objects, in the form in which the engine passes it on. */
export const violation = (message: string, policyPackName = "activation"): EngineEvent => ({
  policyEvent: { message, policyName: "any", policyPackName, enforcementLevel: "mandatory" },
});

/** Program, provider or engine report an error. */
export const failure = (message: string): EngineEvent => ({ diagnosticEvent: { severity: "error", message } });
