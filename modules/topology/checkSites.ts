import { checkCohort } from "./checkCohorts.ts";
import { checkDate, checkPrefix } from "./checkValues.ts";
import { type CrossCheck, type Declared, mustBeKnown, mustBeKnownDomain } from "./declared.ts";
import type { Report } from "./draft.ts";
import type { Path } from "./places.ts";
import type { Reaches } from "./topology.gen.ts";

/** Networks, reach, attestations and cohorts of every site. */
export const checkSites: CrossCheck = (declared, report) => {
  for (const [name, site] of Object.entries(declared.file.sites)) {
    const path = ["sites", name];
    for (const [i, prefix] of (site.networks ?? []).entries()) checkPrefix(report, [...path, "networks", i], prefix);
    if (site.firewall !== undefined) checkDate(report, [...path, "firewall", "until"], site.firewall.until);
    if (site.reaches !== undefined) checkReaches(declared, report, [...path, "reaches"], site.reaches);
    for (const [cohortName, cohort] of Object.entries(site.cohorts ?? {}))
      checkCohort(declared, report, [...path, "cohorts", cohortName], [site, cohort]);
  }
};

function checkReaches({ hosts, forests }: Declared, report: Report, path: Path, reaches: Reaches): void {
  const { kms, domain } = reaches;
  if (typeof kms === "object" && kms.hosts !== "core") {
    for (const [i, name] of kms.hosts.entries())
      mustBeKnown(report, [...path, "kms", "hosts", i], { name, known: hosts, what: "KMS host" });
  }
  if (typeof domain === "string")
    mustBeKnownDomain(report, [...path, "domain"], { name: domain, known: forests, what: "forest" });
  else if (domain !== undefined) {
    const [list, at] = Array.isArray(domain) ? [domain, ["domain"]] : [domain.forests, ["domain", "forests"]];
    for (const [i, name] of list.entries())
      mustBeKnownDomain(report, [...path, ...at, i], { name, known: forests, what: "forest" });
  }
}
