import { checkDate, checkPrefix } from "./checkValues.ts";
import { type CrossCheck, type Declared, mustBeKnown, mustBeKnownDomain } from "./declared.ts";
import type { Report } from "./draft.ts";
import type { Path } from "./places.ts";
import { productVersion } from "./products.ts";
import type { Cohort, Reaches, Site } from "./topology.gen.ts";

/** Networks, reach, attestations and cohorts of every site. */
export const checkSites: CrossCheck = (declared, report) => {
  for (const [name, site] of Object.entries(declared.file.sites)) {
    const path = ["sites", name];
    for (const [i, prefix] of (site.networks ?? []).entries()) checkPrefix(report, [...path, "networks", i], prefix);
    if (site.firewall !== undefined) checkDate(report, [...path, "firewall", "until"], site.firewall.until);
    if (site.reaches !== undefined) checkReaches(declared, report, [...path, "reaches"], site.reaches);
    for (const [cohortName, cohort] of Object.entries(site.cohorts ?? {})) {
      const cohortPath = [...path, "cohorts", cohortName];
      checkCohort(report, cohortPath, site, cohort);
      checkCohortReferences(declared, report, cohortPath, cohort);
    }
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

function checkCohort(report: Report, path: Path, site: Site, cohort: Cohort): void {
  const version = productVersion(cohort.os);
  if (version !== undefined && version.product !== cohort.product) {
    const is = `${version.label} is a version for the product ${version.product}`;
    report([...path, "os"], `${is}, not ${cohort.product}; correct one of the two`);
  }
  if (cohort.activate === false && site.kind !== "lab")
    report(
      [...path, "activate"],
      `is false at a site of kind ${site.kind}; only a lab may leave machines unactivated (INPUT, D00)`,
    );
}

function checkCohortReferences({ hosts, domains }: Declared, report: Report, path: Path, cohort: Cohort): void {
  if (cohort.joined !== undefined)
    mustBeKnownDomain(report, [...path, "joined"], { name: cohort.joined, known: domains, what: "domain" });
  for (const [i, name] of (cohort.pinnedTo ?? []).entries())
    mustBeKnown(report, [...path, "pinnedTo", i], { name, known: hosts, what: "KMS host" });
}
