import { label } from "../plan/words.ts";
import { csvlkGroups } from "../topology/csvlk.ts";
import { requiredUpdates } from "../topology/data/requiredUpdates.ts";
import type { Facts, KmsHostFacts } from "../topology/model.ts";
import { productVersion } from "../topology/products.ts";
import { type Asker, askedHosts } from "./askers.ts";
import { cohortOfSite, listNames } from "./cohorts.ts";
import type { EstateRule, Report } from "./rule.ts";

/** KMS-OS-05. */
export const updatesAreInstalled: EstateRule = {
  id: "KMS-OS-05",
  severity: "mandatory",
  over: "estate",
  summary: "Every KMS host has the update that it needs for each newer Windows that asks it.",
  source: "https://learn.microsoft.com/windows-server/get-started/kms-activation-planning",
  reads: ["kmsHosts.*.updates", "kmsHosts.*.os", "sites.*.cohorts.*.os", "sites", "keys", "forests"],
  remedy: "Install the update or a later cumulative one, and list it.",
  check: (world) => askedHosts(world).flatMap(({ host, askers }) => missingUpdates(host, askers)),
};

function missingUpdates(host: KmsHostFacts, askers: readonly Asker[]): Report[] {
  const { name, site, os, updates } = host;
  const newer = askers.flatMap((asker) => {
    const update = requiredUpdates(releaseOf(os), releaseOf(asker.cohort.os));
    return update === undefined || updates?.includes(update.kb) === true ? [] : [{ asker, ...update }];
  });
  return [...Map.groupBy(newer, ({ kb }) => kb)].map(([kb, needing]) => {
    const since = needing[0]?.since ?? null;
    const systems = listNames([...new Set(needing.map(({ asker }) => label(asker.cohort.os)))]);
    const cohorts = listNames(needing.map(({ asker }) => cohortOfSite(asker)));
    const need = `${name} at site ${site} runs ${label(os)} and needs ${kb}${since === null ? "" : ` of ${since}`}, or a later cumulative update, for ${systems} (${cohorts})`;
    const subject = `kmsHosts.${name}`;
    const place = `kmsHosts.${name}.updates`;
    if (updates === null)
      return { subject, status: "unknown", message: `${need}; whether it is there is not stated; list it as ${place}` };
    return { subject, message: `${need}, which is not among ${place}; install it and list it there` };
  });
}

function releaseOf(os: string): string {
  return productVersion(os)?.release ?? os;
}

/** KMS-OS-06. */
export const licensePacksAreInstalled: EstateRule = {
  id: "KMS-OS-06",
  severity: "mandatory",
  over: "estate",
  summary: "Every KMS host with a key for Office has the Volume License Pack of that version.",
  source: "https://learn.microsoft.com/office/volume-license-activation/configure-a-kms-host-computer-for-office",
  reads: ["kmsHosts.*.licensePacks", "kmsHosts.*.keys", "keys.*.group"],
  remedy: "Install the Volume License Pack of that Office, and list it.",
  check: ({ facts }) => facts.kmsHosts.flatMap((host) => missingPacks(facts, host)),
};

function missingPacks(facts: Facts, { name, site, keys, licensePacks }: KmsHostFacts): Report[] {
  const groups = facts.keys.flatMap((key) => (key.type === "csvlk" && keys.includes(key.name) ? [key.group] : []));
  const missing = officeGroups.filter((group) => groups.includes(group) && licensePacks?.includes(group) !== true);
  if (missing.length === 0) return [];
  const subject = `kmsHosts.${name}`;
  const place = `kmsHosts.${name}.licensePacks`;
  const need = `${name} at site ${site} has a key of ${listNames(missing)}, which Windows takes only with the Volume License Pack of that Office`;
  if (licensePacks === null)
    return [{ subject, status: "unknown", message: `${need}; whether it is there is not stated; list it as ${place}` }];
  return [{ subject, message: `${need}, and ${place} does not list it; install the pack and list it there` }];
}

const officeGroups = csvlkGroups.filter(({ application }) => application === "office").map(({ id }) => id);
