import { everybodyCalled } from "../directory/containerFindings.ts";
import { isPrincipalName } from "../directory/principals.ts";
import { name, strangers, wrongInputs } from "./inputTests.ts";
import { type Checked, type CheckFailure, type Properties, unknownValue } from "./resourceKind.ts";

/** Inputs of the rights on a forest's container of activation objects. */
export interface ContainerRightsInputs {
  /** Name of the forest in the provider's arguments. */
  readonly forest: string;
  /** Who may make, change and remove activation objects: `DOMAIN\name`, user principal names or SIDs. */
  readonly delegates: readonly string[];
}

const known = ["forest", "delegates"];
const forms = "DOMAIN\\name, name@domain or a SID (S-1-5-...)";

/** Checks the inputs; values that are not known yet pass. */
export function checkContainerRightsInputs(inputs: Properties): Checked {
  const others = strangers(inputs, known, `is not a property of container rights; they have ${known.join(" and ")}`);
  return {
    inputs,
    failures: [...others, ...wrongInputs(inputs, { forest: name }), ...delegateFailures(inputs.delegates)],
  };
}

function delegateFailures(value: unknown): readonly CheckFailure[] {
  if (value === unknownValue) return [];
  if (value === undefined) return [failure("delegates", "is missing")];
  if (!Array.isArray(value) || value.length === 0) {
    return [failure("delegates", "must list at least one principal; to take all rights back, remove the resource")];
  }
  const texts = value.map((one: unknown) => (typeof one === "string" ? one.toLowerCase() : one));
  return value.flatMap((one: unknown, index) => {
    const twice = one !== unknownValue && texts.indexOf(texts[index]) !== index;
    const reason = twice ? `names ${JSON.stringify(one)} twice; name it once` : delegateProblem(one);
    return reason === undefined ? [] : [failure(`delegates[${index}]`, reason)];
  });
}

function delegateProblem(value: unknown): string | undefined {
  if (value === unknownValue) return undefined;
  if (typeof value !== "string" || !isPrincipalName(value)) return `must be ${forms}, got ${JSON.stringify(value)}`;
  const group = everybodyCalled(value);
  return group === undefined ? undefined : tooMany(value, group);
}

/** Why a group that anybody may be in is no delegate. */
export function tooMany(delegate: string, group: string): string {
  return `${delegate} is ${group}: anybody could make and remove activation objects; name an account or a group of its own`;
}

function failure(property: string, reason: string): CheckFailure {
  return { property, reason };
}
