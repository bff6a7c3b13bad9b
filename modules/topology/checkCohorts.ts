import { checkVersion } from "./checkVersions.ts";
import { type Declared, mustBeKnown, mustBeKnownDomain } from "./declared.ts";
import type { Report } from "./draft.ts";
import type { Path } from "./places.ts";
import type { Cohort, Site } from "./topology.gen.ts";

/** Version, numbers, declared method and references of one cohort. */
export function checkCohort(declared: Declared, report: Report, path: Path, [site, cohort]: [Site, Cohort]): void {
  const version = checkVersion(report, [...path, "os"], cohort.os);
  if (version !== undefined && version.product !== cohort.product) {
    const is = `${version.label} is a version for the product ${version.product}`;
    report([...path, "os"], `${is}, not ${cohort.product}; correct one of the two`);
  }
  if (cohort.activate === false && site.kind !== "lab")
    report(
      [...path, "activate"],
      `is false at a site of kind ${site.kind}; only a lab may leave machines unactivated (INPUT, D00)`,
    );
  checkClientIds(report, path, cohort);
  checkMethodFacts(report, path, cohort);
  checkReferences(declared, report, path, cohort);
}

/** At least one id where there are machines, at most one for each. */
function checkClientIds(report: Report, path: Path, { clientIds, count }: Cohort): void {
  if (clientIds === undefined) return;
  if (clientIds > count)
    report([...path, "clientIds"], `is ${clientIds}, more than the ${count} machines; write at most ${count}`);
  if (clientIds === 0 && count > 0)
    report([...path, "clientIds"], `is 0, but ${count} machines have at least one; write 1 or more`);
}

/** Properties that hold the facts of one declared method. */
const methodFacts = {
  avma: "avma",
  azureKms: "azure-kms",
  subscription: "subscription",
  token: "token",
} as const;

/** Facts of a method that is not declared would look as if they counted. */
function checkMethodFacts(report: Report, path: Path, cohort: Cohort): void {
  for (const [property, method] of Object.entries(methodFacts)) {
    if (cohort[property as keyof typeof methodFacts] === undefined || cohort.method === method) continue;
    const where = cohort.method === undefined ? "without a declared method" : `for the method ${cohort.method}`;
    report([...path, property], `says nothing ${where}; set method: ${method} or remove it`, "key");
  }
  if (cohort.avma === undefined) return;
  const host = checkVersion(report, [...path, "avma", "host"], cohort.avma.host);
  if (host !== undefined && host.product !== "server")
    report([...path, "avma", "host"], `${host.label} is no Windows Server; name the one on the Hyper-V hosts`);
}

function checkReferences({ hosts, domains }: Declared, report: Report, path: Path, cohort: Cohort): void {
  if (cohort.joined !== undefined)
    mustBeKnownDomain(report, [...path, "joined"], { name: cohort.joined, known: domains, what: "domain" });
  for (const [i, name] of (cohort.pinnedTo ?? []).entries())
    mustBeKnown(report, [...path, "pinnedTo", i], { name, known: hosts, what: "KMS host" });
}
