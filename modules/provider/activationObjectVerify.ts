import type { LiveActivationObject } from "../directory/activationObjects.ts";
import { againstKey } from "../directory/declaredKey.ts";
import { lookEverywhere, type Patience, type Sight, sightOf, sightWithout } from "../directory/sight.ts";
import type { ActivationObjectInputs } from "./activationObjectInputs.ts";
import type { ForestUse } from "./forestUse.ts";
import type { AccountAccess } from "./providerConfig.ts";

/** What was found out about an object that is there. */
export interface Verdict {
  /** What is wrong with it, one sentence each. */
  readonly problems: readonly string[];
  /** What could not be known, one sentence each. */
  readonly unknown: readonly string[];
}

/** Verifies an object against the file and at every domain controller that has to show it. */
export async function verifyObject(
  inputs: ActivationObjectInputs,
  object: LiveActivationObject,
  forest: ForestUse,
  { server, patience }: { readonly server: string; readonly patience: Patience },
): Promise<Verdict> {
  const broken = brokenness(object);
  // What is not even an activation object needs no further questions.
  if (broken !== undefined) return { problems: [`${object.distinguishedName} ${broken}`], unknown: [] };
  const servers = inputs.readableFrom.length === 0 ? [server] : inputs.readableFrom;
  const look = (from: string) => sightFrom(from, object, forest);
  const sights = await lookEverywhere(servers, look, patience, forest.signal);
  const { problems, unknown } = againstFile(inputs, object);
  return {
    problems: [...problems, ...sights.flatMap(({ words }) => (words === "" ? [] : [words]))],
    unknown: [...unknown, ...sights.flatMap((sight) => unprovenFor(sight, forest.access.reader))],
  };
}

function brokenness({ isActivationObject, missing }: LiveActivationObject): string | undefined {
  if (!isActivationObject)
    return "is not of the class msSPP-ActivationObject; declare another name, or remove the entry";
  if (missing.length === 0) return undefined;
  const remedy = "give the account the right to read all attributes, or, where they are truly missing, activate anew";
  return `shows no ${missing.join(", no ")}, without which it activates nothing; ${remedy}`;
}

/** Looks once at one server, as the account and, where one is configured, as the reader. */
async function sightFrom(server: string, { cn }: LiveActivationObject, forest: ForestUse): Promise<Sight> {
  const { reader } = forest.access;
  try {
    const own = await forest.at(server, (directory) => sightOf(directory, cn, server));
    if (reader === null || own.result !== "visible") return own;
    const theirs = await forest.at(server, (directory) => sightOf(directory, cn, server), reader);
    // Where the reader cannot see who may read, what the account saw still holds.
    return { ...theirs, everybody: own.everybody ?? theirs.everybody };
  } catch (error) {
    return sightWithout(server, error);
  }
}

function unprovenFor({ server, result, everybody }: Sight, reader: AccountAccess | null): readonly string[] {
  if (result !== "visible" || everybody !== null || reader !== null) return [];
  return [
    `${server} does not show who may read the object, so that nobody knows whether machines may; let the account read permissions, or declare a reader`,
  ];
}

function againstFile({ lastFive, group }: ActivationObjectInputs, object: LiveActivationObject): Verdict {
  const differences = againstKey(object, { lastFive: lastFive ?? null, group: group ?? null });
  const words = (kind: "wrong" | "unknown") =>
    differences.filter(({ problem }) => problem === kind).map((one) => `${object.distinguishedName} ${one.words}`);
  return { problems: words("wrong"), unknown: words("unknown") };
}
