import type { HostPlace } from "../plan/sentences.ts";
import { longestContactGap } from "../plan/thresholds.ts";
import { keyCovers } from "../plan/usage.ts";
import { label } from "../plan/words.ts";
import type { Cohort, Facts, KmsHostFacts, Site } from "../topology/model.ts";
import { productVersion } from "../topology/products.ts";
import { editCohort, editHost, editSite, freeName } from "./edits.ts";
import { hostOsFor, keyFor, withKey } from "./keys.ts";
import type { Situation } from "./situation.ts";
import { type Step, step } from "./step.ts";

// Steps about KMS hosts: that there is one, that it is reached and met, that it carries the right key, that it is found.

/** Whether a host would count a cohort that meets it: its keys cover it, and client Windows counts no servers. */
export function wouldServe(facts: Facts, host: KmsHostFacts, { os, product }: Cohort): boolean {
  const mayCount = product !== "server" || productVersion(host.os)?.product !== "client";
  return mayCount && host.keys.some((key) => keyCovers(facts, key, os));
}

/** A path for TCP 1688 and RPC from the site to a host. What the site says of other hosts stays as it is. */
export function openHost({ site }: Situation, { name, address }: KmsHostFacts): Step {
  const where = address === "" ? name : `${address} (${name})`;
  const ports = missingPorts(site, name).map((port) => (port === "rpc" ? "RPC" : "TCP 1688"));
  return step("path", `open ${ports.join(" and ")} from ${site.name} to ${where}`, (facts) =>
    editSite(facts, site.name, (one) => ({
      ...one,
      reaches: { ...one.reaches, kms: { hosts: reachedBeside(one, name), over: ["tcp1688", "rpc"] } },
    })),
  );
}

const bothPorts = ["tcp1688", "rpc"] as const;

function missingPorts({ reaches }: Site, host: string): readonly ("tcp1688" | "rpc")[] {
  const names = reaches.kms?.hosts === "core" || reaches.kms?.hosts.includes(host) === true;
  return bothPorts.filter((port) => !names || reaches.kms?.over.includes(port) !== true);
}

/** Hosts that the site reaches once it reaches one more: a path that lacks TCP 1688 or RPC reaches none. */
function reachedBeside({ reaches }: Site, host: string): "core" | readonly string[] {
  const isWhole = bothPorts.every((port) => reaches.kms?.over.includes(port) === true);
  if (!isWhole || reaches.kms === null) return [host];
  return reaches.kms.hosts === "core" ? "core" : [...new Set([...reaches.kms.hosts, host])];
}

/** Contact with the core's hosts that is often enough. */
export function moreContact({ at }: Situation, host: string): Step {
  return step("contact", `let the machines meet ${host} at least every ${longestContactGap} days`, (facts) =>
    editCohort(facts, at, (one) => ({ ...one, contact: { ...one.contact, kms: longestContactGap } })),
  );
}

/** A key that covers the cohort on the first of some hosts that may carry one. */
export function keysOn({ facts, cohort }: Situation, hosts: readonly KmsHostFacts[]): readonly Step[] {
  const able = hosts.filter((host) => cohort.product !== "server" || productVersion(host.os)?.product !== "client");
  for (const host of able) {
    const choice = keyFor(facts, cohort.os, host.os);
    if (!choice) continue;
    const { key, text } = choice;
    const apply: Step["apply"] = (from) =>
      editHost(withKey(from, key), host.name, (one) => ({ ...one, keys: [...one.keys, key.name] }));
    return [step("key", `put ${text} on ${host.name}, to cover ${label(cohort.os)}`, apply)];
  }
  return [];
}

/** A new host at the cohort's site, or at the file's first core site. */
export function newHosts({ facts, site, cohort }: Situation, where: HostPlace): readonly Step[] {
  const place = where === "local" ? site : facts.sites.find(({ kind }) => kind === "core");
  const os = hostOsFor(facts, cohort.os);
  const choice = os === undefined ? undefined : keyFor(facts, cohort.os, os);
  if (!place || os === undefined || !choice) return [];
  const { key, text } = choice;
  const host = hostAt(facts, place, os, key.name);
  return [
    step("host", `put a KMS host at ${place.name}, with ${text}`, (from) => ({
      ...withKey(from, key),
      kmsHosts: [...from.kmsHosts, host],
    })),
  ];
}

/** What the file would say of a host that nobody has planned yet; its address is not known. */
function hostAt(facts: Facts, { name: site, suffixes }: Site, os: string, key: string): KmsHostFacts {
  const name = freeName(
    `kms-${site}`,
    facts.kmsHosts.map((host) => host.name),
  );
  return {
    name,
    site,
    fqdn: `${name}.${suffixes[0] ?? "invalid."}`,
    os,
    keys: [key],
    port: 1688,
    records: { publishedBy: "toolkit", existing: "upsert", priority: 0, weight: 0, ttl: 3600, domains: null },
    placement: "existing",
    address: "",
    manage: "verify",
    updates: null,
    licensePacks: null,
    intervals: { activation: 120, renewal: 10_080 },
    lowPriority: null,
  };
}

/** The machines are told which host to ask. */
export function pinTo({ at }: Situation, host: string): Step {
  return step("setting", `point the machines to ${host} (KeyManagementServiceName)`, (facts) =>
    editCohort(facts, at, (one) => ({ ...one, pinnedTo: [host] })),
  );
}

/** The machines look for a host themselves. */
export function unpin({ at }: Situation): Step {
  return step("setting", "let the machines look for a KMS host in DNS (no KeyManagementServiceName)", (facts) =>
    editCohort(facts, at, (one) => ({ ...one, pinnedTo: [] })),
  );
}

/** A record of a host in the first domain that the site's machines search. */
export function publish({ site }: Situation, { name, fqdn, records }: KmsHostFacts): readonly Step[] {
  const [suffix] = site.suffixes;
  if (suffix === undefined) return [];
  const ownDomain = records.publishedBy === "host" ? [fqdn.slice(fqdn.indexOf(".") + 1)] : [];
  const domains = [...new Set([...(records.domains ?? ownDomain), suffix])];
  const publishedBy = records.publishedBy === "none" ? "toolkit" : records.publishedBy;
  return [
    step("record", `publish _vlmcs._tcp.${suffix.replace(/\.$/, "")} for ${name}`, (facts) =>
      editHost(facts, name, (host) => ({ ...host, records: { ...host.records, publishedBy, domains } })),
    ),
  ];
}
