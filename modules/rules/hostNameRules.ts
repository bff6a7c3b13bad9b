import { srvName } from "../desired/names.ts";
import { azureKmsEndpoints } from "../plan/azureKms.ts";
import { zoneOf } from "../plan/usage.ts";
import { shown } from "../plan/words.ts";
import type { Facts } from "../topology/model.ts";
import type { EstateRule, Report } from "./rule.ts";

/** Names of the KMS that Azure runs for its own virtual machines. */
const azureNames = new Set(Object.values(azureKmsEndpoints).flatMap((endpoints) => endpoints.map(({ name }) => name)));

/** HOSTNAME-01. */
export const hostNamesAreOwn: EstateRule = {
  id: "HOSTNAME-01",
  severity: "mandatory",
  over: "estate",
  summary: "Every KMS host that machines are sent to has a name in a zone or forest of the file, or is Azure's own.",
  source:
    "https://learn.microsoft.com/office/troubleshoot/activation/discover-remove-unauthorized-office-windows-kms-hosts",
  reads: ["kmsHosts.*.fqdn", "zones", "forests.*.domains"],
  remedy: "Correct the name, or declare the zone in which it lies.",
  check: ({ facts }) => [
    ...facts.kmsHosts
      .filter(({ fqdn }) => !isOwn(facts, fqdn))
      .map(({ name, fqdn }) => strange(`kmsHosts.${name}`, `${name} is named ${shown(fqdn)}`)),
    ...facts.zones.flatMap((zone) =>
      zone.keep
        .filter((record) => record.name.startsWith(srvName("")) && !isOwn(facts, record.target))
        .map(({ name, target }) =>
          strange(`zones.${zone.name}`, `${shown(name)}, which zone ${zone.name} keeps, points to ${shown(target)}`),
        ),
    ),
  ],
};

function strange(subject: string, what: string): Report {
  const message = `${what}, which lies in no zone and no forest of the file and is no name of Azure's own KMS; correct it, or declare the zone in which it lies`;
  return { subject, message };
}

function isOwn(facts: Facts, name: string): boolean {
  const domains = facts.forests.flatMap((forest) => forest.domains);
  const inForest = domains.some((domain) => name === domain || name.endsWith(`.${domain}`));
  return inForest || zoneOf(facts, name) !== undefined || azureNames.has(name);
}
