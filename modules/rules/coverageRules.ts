import { isKms } from "../plan/machineSettings.ts";
import { applicationOf, applicationsOf, isCentral, isForKms, keyCovers, metHosts } from "../plan/usage.ts";
import { label } from "../plan/words.ts";
import { csvlkGroups, keyActivates } from "../topology/csvlk.ts";
import type { Facts, KmsHostFacts } from "../topology/model.ts";
import { productVersion } from "../topology/products.ts";
import { listNames, type PlannedCohort, plannedCohorts, usesKms, who } from "./cohorts.ts";
import type { EstateRule, Report, World } from "./rule.ts";

const planning = "https://learn.microsoft.com/windows-server/get-started/kms-activation-planning";

/** KMS-OS-02. */
export const keysCoverClients: EstateRule = {
  id: "KMS-OS-02",
  severity: "mandatory",
  over: "estate",
  summary: "Some host among those that a cohort reaches has a key that covers what its machines run.",
  source: planning,
  reads: ["sites.*.cohorts.*.os", "sites", "kmsHosts.*.keys", "keys.*.group"],
  remedy: "Put a key that covers the machines on a host that they reach, or give them another method.",
  check: (world) => plannedCohorts(world).flatMap((planned) => uncovered(world, planned)),
};

function uncovered({ facts }: World, planned: PlannedCohort): Report[] {
  const { site, cohort, decision, subject } = planned;
  const reached = metHosts(facts, site, cohort);
  if (decision.hosts.length > 0 || !isForKms(cohort) || reached.length === 0) return [];
  // KMS-OS-03 says more of servers that are left with hosts on a client Windows.
  if (cohort.product === "server" && reached.every(isOnClient)) return [];
  // KMS-OS-01 and KMS-OS-04 say more of a key that would do and lies on a host that may not carry it.
  if (reached.some(({ keys }) => keys.some((key) => keyCovers(facts, key, cohort.os)))) return [];
  const severity = usesKms(planned) ? "mandatory" : "advisory";
  if (severity === "advisory" && !couldSaveMak(facts, planned, reached)) return [];
  const names = listNames(reached.map(({ name }) => name));
  const message = `${who(planned)} runs ${label(cohort.os)}, which no key of ${names} covers, and it reaches no other KMS host; ${remedyFor(cohort.os, reached.length === 1 ? "it" : "one of them")}`;
  return [{ subject, severity, message }];
}

/** Where a MAK was left over, a key on a host that is there already would save its activations. */
function couldSaveMak(facts: Facts, { cohort, decision }: PlannedCohort, reached: readonly KmsHostFacts[]): boolean {
  const application = applicationOf(cohort.product);
  const isLeftOver = decision.method === "mak" && decision.selected === null;
  return isLeftOver && reached.some((host) => applicationsOf(facts, host).includes(application));
}

function remedyFor(os: string, where: string): string {
  const groups = csvlkGroups.filter(({ id }) => keyActivates(id, os)).map(({ id }) => id);
  if (groups.length === 0) return "give the cohort the method mak";
  const which = groups.length === 1 ? "group" : "one of the groups";
  return `put a key of ${which} ${groups.join(", ")} on ${where}, or give the cohort the method mak`;
}

function isOnClient({ os }: KmsHostFacts): boolean {
  return productVersion(os)?.product === "client";
}

/** KMS-OS-03. */
export const serversAskServers: EstateRule = {
  id: "KMS-OS-03",
  severity: "mandatory",
  over: "estate",
  summary: "No server is to be activated by a KMS host on a client Windows.",
  source: planning,
  reads: ["sites", "kmsHosts.*.os"],
  remedy: "Move the host to Windows Server, or let the servers use another host or method.",
  check: (world) =>
    plannedCohorts(world)
      .filter(({ cohort }) => cohort.product === "server")
      .flatMap((planned) => {
        const clients = onClientWindows(world, planned);
        if (clients.length === 0) return [];
        const [{ name, os } = { name: "", os: "" }] = clients;
        const others = clients.length === 1 ? "" : ` and ${clients.length - 1} more`;
        const message = `${who(planned)} is to ask ${name}${others}, which runs ${label(os)}, and a client Windows counts no servers; move the host to Windows Server, or let the cohort use another host or method`;
        return [{ subject: planned.subject, message }];
      }),
};

/** Hosts on a client Windows that a cohort of servers is set to, or is left with. */
function onClientWindows({ facts }: World, planned: PlannedCohort): readonly KmsHostFacts[] {
  const { site, cohort, decision } = planned;
  if (cohort.pinnedTo.length > 0)
    return facts.kmsHosts.filter((host) => cohort.pinnedTo.includes(host.name) && isOnClient(host));
  if (!isKms(decision.method)) return [];
  const reached = metHosts(facts, site, cohort).filter((host) =>
    decision.method === "kms-central" ? isCentral(facts, host) : host.site === site.name,
  );
  return reached.every(isOnClient) ? reached : [];
}
