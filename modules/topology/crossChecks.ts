import { checkAzureParts, checkForests, checkSigning } from "./checkDirectory.ts";
import { checkHostNames, checkHosts } from "./checkHosts.ts";
import { checkLists, checkNames } from "./checkNames.ts";
import { checkPolicy } from "./checkPolicy.ts";
import { checkRows } from "./checkRows.ts";
import { checkSites } from "./checkSites.ts";
import { checkDate } from "./checkValues.ts";
import { type CrossCheck, declaredIn, draftsOf, mustBeKnown } from "./declared.ts";
import type { Draft } from "./draft.ts";
import type { TopologyFile } from "./topology.gen.ts";

const checkSuppressions: CrossCheck = ({ file }, report) => {
  for (const [i, { until }] of (file.suppressions ?? []).entries())
    checkDate(report, ["suppressions", i, "until"], until);
};

/** Activations are recorded of hosts of the file; those elsewhere are counted by `hosts`. */
const checkKeys: CrossCheck = ({ file, hosts }, report) => {
  for (const [name, key] of Object.entries(file.keys ?? {})) {
    const used = key.type === "csvlk" ? key.activations?.used : undefined;
    for (const host of Object.keys(used ?? {}))
      mustBeKnown(report, ["keys", name, "activations", "used", host], { name: host, known: hosts, what: "KMS host" });
  }
};

/** What the schema cannot say: names that are unique, references that lead somewhere, values that fit each other. */
export function crossChecks(file: TopologyFile): Draft[] {
  return draftsOf(declaredIn(file), [
    checkNames,
    checkLists,
    checkRows,
    checkPolicy,
    checkKeys,
    checkForests,
    checkAzureParts,
    checkSigning,
    checkHosts,
    checkHostNames,
    checkSites,
    checkSuppressions,
  ]);
}
