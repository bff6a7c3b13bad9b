import { joinedToReadyForest, meetsForestOftenEnough } from "./adbaRules.ts";
import { hostsOfAKey, secondHost } from "./capacityRules.ts";
import { renewsInTime } from "./disconnectedRules.ts";
import { discoveryHasRecord, portsAgree, targetsAreDeclared, updatesAreSigned } from "./dnsRules.ts";
import { clientsReachHosts, notOnTheInternet } from "./firewallRules.ts";
import { keyFitsHost, notAzureEdition } from "./hostOsRules.ts";
import { fullyIsolatedUsesNoNetwork, isolatedReachesCore, localHostIsThere } from "./isolationRules.ts";
import { noProductKeyInResources } from "./keyRules.ts";
import { unactivatedOnlyInLabs } from "./labRules.ts";
import { makBudget, makHasPath } from "./makRules.ts";
import type { Rule } from "./rule.ts";
import { countsOnlyThoseWhoAsk, thresholdRules } from "./thresholdRules.ts";
import { cohortsAddUp } from "./totalRules.ts";

/** Every rule, in the order of the ids. */
export const catalogue: readonly Rule[] = [
  joinedToReadyForest,
  meetsForestOftenEnough,
  renewsInTime,
  discoveryHasRecord,
  targetsAreDeclared,
  portsAgree,
  updatesAreSigned,
  clientsReachHosts,
  notOnTheInternet,
  isolatedReachesCore,
  localHostIsThere,
  fullyIsolatedUsesNoNetwork,
  noProductKeyInResources,
  secondHost,
  hostsOfAKey,
  keyFitsHost,
  notAzureEdition,
  ...thresholdRules,
  countsOnlyThoseWhoAsk,
  unactivatedOnlyInLabs,
  makBudget,
  makHasPath,
  cohortsAddUp,
];
