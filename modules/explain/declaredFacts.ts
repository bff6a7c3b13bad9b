import { label } from "../plan/words.ts";
import type { Cohort } from "../topology/model.ts";
import type { UsedFact } from "./explanation.ts";

/** What a cohort states for the methods that exist by declaration only; no lines where it states nothing. */
export function declaredFacts(cohort: Cohort): readonly UsedFact[] {
  return [
    { name: "AVMA", lines: avmaLines(cohort) },
    { name: "Azure KMS", lines: azureKmsLines(cohort) },
    { name: "subscription", lines: subscriptionLines(cohort) },
    { name: "token", lines: tokenLines(cohort) },
  ];
}

function avmaLines({ avma }: Cohort): readonly string[] {
  if (avma === null) return [];
  const { host, allNodesActivated, dataExchange } = avma;
  return [
    `on Hyper-V of ${label(host)}`,
    `every node is activated: ${yes(allNodesActivated)}`,
    `Data Exchange is on in the guests: ${yes(dataExchange)}`,
  ];
}

function azureKmsLines({ azureKms }: Cohort): readonly string[] {
  if (azureKms === null) return [];
  const { cloud, forcedTunnel, routeToInternet } = azureKms;
  return [
    `cloud ${cloud}`,
    `forced tunnel: ${yes(forcedTunnel)}`,
    `its addresses are routed to the internet: ${yes(routeToInternet)}`,
  ];
}

function subscriptionLines({ subscription }: Cohort): readonly string[] {
  if (subscription === null) return [];
  return [`join: ${subscription.join}`, `Windows Pro below is activated: ${yes(subscription.baseActivated)}`];
}

function tokenLines({ token }: Cohort): readonly string[] {
  return token === null ? [] : [`approved by Microsoft: ${yes(token.approved)}`, `issued by ${token.pki}`];
}

function yes(is: boolean): string {
  return is ? "yes" : "no";
}
