import { checkAddress, checkNetwork } from "./checkValues.ts";
import { checkVersion } from "./checkVersions.ts";
import { type CrossCheck, type Declared, mustBeKnown, mustBeKnownDomain } from "./declared.ts";
import { absolute, bare, liesIn } from "./dnsName.ts";
import type { Report } from "./draft.ts";
import { ipv4Number, rangeOf } from "./ipv4.ts";
import { nameRemedy } from "./nearest.ts";
import type { Path } from "./places.ts";
import type { AzureHost, ExistingHost, KmsHost } from "./topology.gen.ts";

/** References, addresses and places of every KMS host. */
export const checkHosts: CrossCheck = (declared, report) => {
  if (declared.file.azure !== undefined) checkNetwork(report, ["azure", "network"], declared.file.azure.network);
  for (const [name, host] of Object.entries(declared.file.kmsHosts ?? {})) {
    const path = ["kmsHosts", name];
    mustBeKnown(report, [...path, "site"], { name: host.site, known: declared.sites, what: "site" });
    checkKeys(declared, report, path, host);
    const version = checkVersion(report, [...path, "os"], host.os);
    if (version?.product === "office")
      report([...path, "os"], `${version.label} is no version of Windows; name the host's Windows`);
    if (host.existing !== undefined) checkExistingHost(report, [...path, "existing"], host.existing, host.keys);
    if (host.azure !== undefined) checkAzureHost(declared, report, [...path, "azure"], host.azure);
    if ((host.records?.publishedBy ?? "toolkit") === "toolkit") checkRecordDomains(declared, report, path, host);
  }
};

/** A full name belongs to one host. */
export const checkHostNames: CrossCheck = ({ file }, report) => {
  const owners = new Map<string, string>();
  for (const [name, { fqdn }] of Object.entries(file.kmsHosts ?? {})) {
    const owner = owners.get(absolute(fqdn));
    if (owner !== undefined)
      report(["kmsHosts", name, "fqdn"], `${JSON.stringify(fqdn)} belongs to ${owner} already; correct one of the two`);
    owners.set(absolute(fqdn), owner ?? name);
  }
};

function checkKeys({ keys }: Declared, report: Report, path: Path, host: KmsHost): void {
  for (const [i, name] of host.keys.entries()) {
    const at = [...path, "keys", i];
    mustBeKnown(report, at, { name, known: keys, what: "key" });
    const key = keys.get(name);
    if (key?.type === "mak") report(at, `${JSON.stringify(name)} is a mak; a KMS host takes a csvlk`);
    else if (key !== undefined && key.secret === undefined && needsSecret(host))
      report(at, `${JSON.stringify(name)} has no secret; add keys.${name}.secret, from which the host gets it`);
  }
}

function checkExistingHost(report: Report, path: Path, host: ExistingHost, keys: readonly string[]): void {
  checkAddress(report, [...path, "address"], host.address);
  if (host.manage === "configure" && host.ssh === undefined)
    report(path, 'needs "ssh" where the host is set up; add user and hostKey', "key");
  for (const property of ["activation", "confirmationIds"] as const) {
    if (host.manage !== "configure" && host[property] !== undefined)
      report([...path, property], "says nothing of a host that is not set up; remove it, or manage: configure", "key");
  }
  for (const name of Object.keys(host.confirmationIds ?? {}))
    mustBeKnown(report, [...path, "confirmationIds", name], { name, known: new Set(keys), what: "key of the host" });
}

const needsSecret = (host: KmsHost): boolean => host.azure !== undefined || host.existing?.manage === "configure";

function checkAzureHost({ file, domains }: Declared, report: Report, path: Path, host: AzureHost): void {
  checkAddress(report, [...path, "address"], host.address);
  if (host.domain !== undefined)
    mustBeKnownDomain(report, [...path, "domain"], { name: host.domain, known: domains, what: "domain" });
  for (const property of ["subscription", "location", "resourceGroup", "network"] as const) {
    if ((host[property] ?? file.azure?.[property]) === undefined)
      report(path, `needs ${JSON.stringify(property)}; add it here or give the default place under azure`, "key");
  }
  if (host.network !== undefined) checkNetwork(report, [...path, "network"], host.network);
  checkSubnet(report, path, host.address, (host.network ?? file.azure?.network)?.prefix);
}

/**
 * Azure keeps the first four addresses of a subnet and the last one.
 *
 * @see https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq
 */
function checkSubnet(report: Report, path: Path, address: string, prefix: string | undefined): void {
  const range = prefix === undefined ? undefined : rangeOf(prefix);
  const number = ipv4Number(address);
  if (range === undefined || number === undefined) return;
  if (number < range.first || number > range.last)
    report([...path, "address"], `${address} is not in the subnet ${prefix}; take an address of the subnet`);
  else if (number < range.first + 4 || number === range.last)
    report(
      [...path, "address"],
      `${address} is kept by Azure in the subnet ${prefix}; take another than the first four and the last`,
    );
}

function checkRecordDomains({ zones }: Declared, report: Report, path: Path, host: KmsHost): void {
  for (const [i, domain] of (host.records?.domains ?? []).entries()) {
    if (zones.some((apex) => liesIn(absolute(domain), apex))) continue;
    const remedy = nameRemedy(bare(domain), zones.map(bare), "zones");
    report([...path, "records", "domains", i], `there is no zone that holds ${JSON.stringify(domain)}; ${remedy}`);
  }
}
