import { checkAzureParts, checkForests } from "./checkDirectory.ts";
import { checkHostNames, checkHosts } from "./checkHosts.ts";
import { checkLists, checkNames } from "./checkNames.ts";
import { checkSites } from "./checkSites.ts";
import { checkDate } from "./checkValues.ts";
import { type CrossCheck, declaredIn, draftsOf } from "./declared.ts";
import type { Draft } from "./draft.ts";
import type { TopologyFile } from "./topology.gen.ts";

const checkSuppressions: CrossCheck = ({ file }, report) => {
  for (const [i, { until }] of (file.suppressions ?? []).entries())
    checkDate(report, ["suppressions", i, "until"], until);
};

/** What the schema cannot say: names that are unique, references that lead somewhere, values that fit each other. */
export function crossChecks(file: TopologyFile): Draft[] {
  return draftsOf(declaredIn(file), [
    checkNames,
    checkLists,
    checkForests,
    checkAzureParts,
    checkHosts,
    checkHostNames,
    checkSites,
    checkSuppressions,
  ]);
}
