import {
  type Policies,
  type ResourceValidationArgs,
  type StackValidationArgs,
  unknownCheckingProxy,
} from "@pulumi/policy";

/** A resource as a test writes it. */
export interface TestResource {
  readonly type: string;
  readonly name: string;
  readonly props: Record<string, unknown>;
}

class NotApplicable extends Error {}

/** What every policy reported: `<level> <policy>: <message>`, in the order of the policies. */
export type Violations = string[];

/** Runs the policies about single resources on each resource, as Pulumi does before it makes one. */
export function analyze(policies: Policies, resources: readonly TestResource[]): Promise<Violations> {
  return report(policies, async (policy, reportViolation) => {
    if (!("validateResource" in policy)) return;
    for (const resource of resources)
      for (const validate of [policy.validateResource].flat())
        await validate?.(argsOf(resource) as unknown as ResourceValidationArgs, reportViolation);
  });
}

/** A policy configuration, as `--policy-pack-config` reads it. */
export type PolicyConfig = Readonly<
  Record<string, { readonly enforcementLevel?: string; readonly [name: string]: unknown }>
>;

/** Runs the policies across resources, as Pulumi does at the end of a preview; each gets its own copy. */
export function analyzeStack(
  policies: Policies,
  resources: readonly TestResource[],
  config: PolicyConfig = {},
): Promise<Violations> {
  const levelled = policies.map((policy) => ({ ...policy, ...levelOf(config[policy.name]?.enforcementLevel) }));
  return report(levelled as Policies, async (policy, reportViolation) => {
    if (!("validateStack" in policy) || policy.enforcementLevel === "disabled") return;
    const { enforcementLevel: _, ...own } = config[policy.name] ?? {};
    const args = { resources: resources.map(argsOf), getConfig: () => own, notApplicable };
    await policy.validateStack(args as unknown as StackValidationArgs, reportViolation);
  });
}

const levelOf = (enforcementLevel: string | undefined) => (enforcementLevel === undefined ? {} : { enforcementLevel });

async function report(
  policies: Policies,
  run: (policy: Policies[number], reportViolation: (message: string) => void) => Promise<void>,
): Promise<Violations> {
  const reported: Violations = [];
  for (const policy of policies) {
    try {
      await run(policy, (message) => reported.push(`${policy.enforcementLevel} ${policy.name}: ${message}`));
    } catch (error) {
      if (!(error instanceof NotApplicable)) throw error;
    }
  }
  return reported;
}

/** Reading an unknown throws here as it does in a preview. */
function argsOf({ type, name, props }: TestResource): object {
  const urn = `urn:pulumi:test::activation-topology::${type}::${name}`;
  return {
    type,
    name,
    urn,
    props: unknownCheckingProxy(structuredClone(props)),
    isType: () => false,
    asType: () => undefined,
    getConfig: () => ({}),
    notApplicable,
  };
}

function notApplicable(reason?: string): never {
  throw new NotApplicable(reason);
}
