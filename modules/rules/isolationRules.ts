import { type Conditions, conditionsOf } from "../plan/conditions.ts";
import { machines } from "../plan/words.ts";
import type { Method } from "../topology/model.ts";
import { decidesAsIsolated, type PlannedCohort, plannedCohorts, who } from "./cohorts.ts";
import type { EstateRule, World } from "./rule.ts";

const planning = "https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client";

interface Judged extends PlannedCohort {
  readonly conditions: Conditions;
}

/** ISO-01. */
export const isolatedReachesCore: EstateRule = {
  id: "ISO-01",
  severity: "mandatory",
  over: "estate",
  summary: "An isolated cohort with central KMS reaches a host in the core by TCP 1688 and RPC.",
  source: planning,
  reads: ["sites", "kmsHosts"],
  remedy: "Open TCP 1688 and RPC to a core host and state it as reaches.kms, or give the cohort another method.",
  check: (world) =>
    isolated(world, ["kms-central"])
      .filter(({ conditions }) => !conditions.central.path)
      .map(({ site, cohort, subject }) => {
        const { kms } = site.reaches;
        const stated =
          kms === null
            ? "names no KMS host"
            : `states ${[kms.over.join(" and ") || "nothing", "to", kms.hosts === "core" ? "the core" : kms.hosts.join(", ")].join(" ")}`;
        const message = `site ${site.name}: cohort ${cohort.name} (${machines(cohort)}) is to use central KMS, which needs TCP 1688 and RPC to a core host, and sites.${site.name}.reaches ${stated}; open both and state it, or give the cohort the method kms-local or mak`;
        return { subject, message };
      }),
};

/** ISO-02. */
export const isolatedReachesForest: EstateRule = {
  id: "ISO-02",
  severity: "mandatory",
  over: "estate",
  summary: "An isolated cohort with ADBA reaches a domain controller of its forest by LDAP and DNS.",
  source: planning,
  reads: ["sites.*.reaches.domain", "sites", "forests"],
  remedy: "Open LDAP and DNS to a domain controller and state it as reaches.domain, or give the cohort another method.",
  check: (world) =>
    isolated(world, ["adba"])
      .filter(({ conditions }) => !reachesNothing(conditions))
      .flatMap((planned) => {
        const { missing, forest } = planned.conditions.adba;
        const shut = (["ldap", "dns"] as const).filter((path) => missing.includes(path));
        if (shut.length === 0) return [];
        const names = shut.map((path) => path.toUpperCase()).join(" and ");
        const message = `${who(planned)} is to use ADBA, which needs LDAP and DNS to a domain controller of ${forest}, and sites.${planned.site.name}.reaches does not state ${names}; open and state it, or give the cohort the method kms-local or mak`;
        return [{ subject: planned.subject, message }];
      }),
};

/** ISO-03. */
export const localHostIsThere: EstateRule = {
  id: "ISO-03",
  severity: "mandatory",
  over: "estate",
  summary: "A site with local KMS has a host of its own that enough machines ask.",
  source: planning,
  reads: ["sites", "kmsHosts", "keys"],
  remedy: "Declare a KMS host at the site that enough machines ask, or give the cohort another method.",
  check: (world) =>
    judged(world, ["kms-local"])
      .filter(({ conditions }) => !conditions.local.ok)
      .map(({ site, cohort, subject, conditions }) => {
        const { best } = conditions.local;
        const hosts = world.facts.kmsHosts.filter((host) => host.site === site.name);
        const none =
          hosts.length === 0
            ? "the site has no KMS host"
            : `none of its ${hosts.length} KMS hosts has a key for ${cohort.os}`;
        const lack =
          best === null
            ? none
            : `its host ${best.host} is asked by ${best.demand} machines, ${conditions.threshold} are needed`;
        const message = `site ${site.name}: cohort ${cohort.name} (${machines(cohort)}) is to use local KMS, and ${lack}; declare a host there that enough machines ask, or give the cohort the method mak`;
        return { subject, message };
      }),
};

/** ISO-04. */
export const fullyIsolatedUsesNoNetwork: EstateRule = {
  id: "ISO-04",
  severity: "mandatory",
  over: "estate",
  summary: "A cohort without any way out of its site has neither central KMS nor ADBA.",
  source: planning,
  reads: ["sites", "kmsHosts", "forests"],
  remedy: "State what the site reaches, or give the cohort local KMS or a MAK.",
  check: (world) =>
    isolated(world, ["kms-central", "adba"])
      .filter(({ conditions }) => reachesNothing(conditions))
      .map(({ site, cohort, subject, decision }) => ({
        subject,
        message: `site ${site.name}: cohort ${cohort.name} (${machines(cohort)}) is to use ${decision.method} and reaches no internet, no KMS host elsewhere and no forest; state what the site reaches, or give the cohort the method kms-local or mak`,
      })),
};

/** ISO-02 says more of a site that states a part of the path to its forest. */
function reachesNothing({ fullyIsolated, site }: Conditions): boolean {
  return fullyIsolated && (site.reaches.domain?.over.length ?? 0) === 0;
}

function judged(world: World, methods: readonly Method[]): Judged[] {
  return plannedCohorts(world)
    .filter(({ decision }) => methods.includes(decision.method))
    .map((planned) => ({ ...planned, conditions: conditionsOf(world.facts, planned.site, planned.cohort) }));
}

function isolated(world: World, methods: readonly Method[]): Judged[] {
  return judged(world, methods).filter(({ site }) => decidesAsIsolated(site));
}
