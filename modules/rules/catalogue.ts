import { typeLeavesMethod } from "./activationTypeRules.ts";
import { joinedToReadyForest, meetsForestOftenEnough, schemaHoldsObjects, systemsKnowAdba } from "./adbaRules.ts";
import { hostsOfAKey, keyCanBeActivatedAgain, secondHost } from "./capacityRules.ts";
import { keysCoverClients, serversAskServers } from "./coverageRules.ts";
import { declaredMethodRules } from "./declaredMethodRules.ts";
import { renewsInTime } from "./disconnectedRules.ts";
import { prioritiesCount, publishesForItsClients, suffixesHaveZones, workgroupFindsHosts } from "./discoveryRules.ts";
import { discoveryHasRecord, portsAgree, recordsAreUnique, targetsAreDeclared, updatesAreSigned } from "./dnsRules.ts";
import { clientsReachHosts, notOnTheInternet } from "./firewallRules.ts";
import { forestHasObject, objectNamesFit, othersHaveHosts } from "./forestRules.ts";
import { hostNamesAreOwn } from "./hostNameRules.ts";
import { keyFitsHost, notAzureEdition } from "./hostOsRules.ts";
import { intervalsAreAllowed, lowPriorityHasHelp, renewsWeekly, usualPortOrEverywhere } from "./hostSettingsRules.ts";
import { licensePacksAreInstalled, updatesAreInstalled } from "./installedRules.ts";
import {
  fullyIsolatedUsesNoNetwork,
  isolatedReachesCore,
  isolatedReachesForest,
  localHostIsThere,
} from "./isolationRules.ts";
import { noProductKeyInResources } from "./keyRules.ts";
import { labCountIsWatched, unactivatedOnlyInLabs } from "./labRules.ts";
import { makBudget, makHasPath, makIsNeeded } from "./makRules.ts";
import { everyHostIsUsed, networksAreApart } from "./reachRules.ts";
import { noPortForRpc } from "./rpcRules.ts";
import type { Rule } from "./rule.ts";
import { loweredRulesAreShown, settingsChangeSomething } from "./settingsRules.ts";
import { clonesAreToldApart, splitMeetsThreshold, standbyIsKnown } from "./sharingRules.ts";
import { suppressionsAreCurrent, suppressionsAreUsed } from "./suppressionRules.ts";
import { countsOnlyThoseWhoAsk, keepsMargin, thresholdRules } from "./thresholdRules.ts";
import { cohortsAddUp } from "./totalRules.ts";

/** Every rule, in the order of the ids. */
export const catalogue: readonly Rule[] = [
  schemaHoldsObjects,
  joinedToReadyForest,
  systemsKnowAdba,
  meetsForestOftenEnough,
  objectNamesFit,
  othersHaveHosts,
  typeLeavesMethod,
  declaredMethodRules.avma,
  declaredMethodRules.azureKms,
  clonesAreToldApart,
  renewsInTime,
  discoveryHasRecord,
  targetsAreDeclared,
  portsAgree,
  recordsAreUnique,
  publishesForItsClients,
  prioritiesCount,
  updatesAreSigned,
  workgroupFindsHosts,
  forestHasObject,
  clientsReachHosts,
  notOnTheInternet,
  noPortForRpc,
  hostNamesAreOwn,
  isolatedReachesCore,
  isolatedReachesForest,
  localHostIsThere,
  fullyIsolatedUsesNoNetwork,
  noProductKeyInResources,
  secondHost,
  splitMeetsThreshold,
  standbyIsKnown,
  hostsOfAKey,
  keyCanBeActivatedAgain,
  usualPortOrEverywhere,
  intervalsAreAllowed,
  renewsWeekly,
  lowPriorityHasHelp,
  keyFitsHost,
  keysCoverClients,
  serversAskServers,
  notAzureEdition,
  updatesAreInstalled,
  licensePacksAreInstalled,
  ...thresholdRules,
  keepsMargin,
  countsOnlyThoseWhoAsk,
  labCountIsWatched,
  unactivatedOnlyInLabs,
  makBudget,
  makHasPath,
  makIsNeeded,
  networksAreApart,
  everyHostIsUsed,
  settingsChangeSomething,
  loweredRulesAreShown,
  declaredMethodRules.subscription,
  suppressionsAreCurrent,
  suppressionsAreUsed,
  declaredMethodRules.token,
  cohortsAddUp,
  suffixesHaveZones,
];
