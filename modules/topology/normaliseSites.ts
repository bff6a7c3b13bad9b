import { absolute, bare } from "./dnsName.ts";
import type { AdbaPreference, Cohort, Contact, Reach, Site } from "./model.ts";
import { versionId } from "./products.ts";
import type * as File from "./topology.gen.ts";

/** What a site takes from the rest of the file. */
interface Surroundings {
  /** Absolute names of the forests, with each as the file writes it, without final dot. */
  readonly forests: ReadonlyMap<string, string>;
  readonly preferences: { readonly adba: AdbaPreference };
}

/** A site with the defaults of the file applied; a cohort takes from its site what it does not state. */
export function normaliseSite(name: string, site: File.Site, { forests, preferences }: Surroundings): Site {
  const inherited = {
    internet: site.internet ?? site.kind === "core",
    phone: site.phone ?? true,
    vamt: site.vamt ?? false,
  };
  return {
    name,
    kind: site.kind,
    networks: site.networks ?? [],
    suffixes: (site.suffixes ?? []).map(absolute),
    domainControllers: (site.domainControllers ?? []).map(absolute),
    withinAgreement: site.withinAgreement ?? null,
    reaches: reachOf(site.reaches ?? {}, forests),
    firewall: site.firewall ?? null,
    preferences: { adba: site.preferences?.adba ?? preferences.adba },
    cohorts: Object.entries(site.cohorts ?? {}).map(([cohortName, cohort]) => cohortOf(cohortName, cohort, inherited)),
  };
}

function reachOf({ kms, domain }: File.Reaches, forests: Surroundings["forests"]): Reach {
  const named = (name: string): string => forests.get(absolute(name)) ?? bare(name);
  const long =
    typeof domain === "string" ? { forests: [domain] } : Array.isArray(domain) ? { forests: domain } : domain;
  const hosts = kms === "core" ? { hosts: kms } : kms;
  return {
    kms: hosts === undefined ? null : { hosts: hosts.hosts, over: overOf(hosts, ["tcp1688", "rpc"]) },
    domain: long === undefined ? null : { forests: long.forests.map(named), over: overOf(long, ["ldap", "dns"]) },
  };
}

const overOf = <T>(reach: { readonly over?: readonly T[] }, both: readonly T[]): readonly T[] => reach.over ?? both;

function cohortOf(name: string, cohort: File.Cohort, inherited: Pick<Cohort, "internet" | "phone" | "vamt">): Cohort {
  return {
    name,
    product: cohort.product,
    os: versionId(cohort.os),
    count: cohort.count,
    channel: cohort.channel ?? "volume",
    joined: cohort.joined === undefined ? null : absolute(cohort.joined),
    activate: cohort.activate ?? true,
    contact: { domain: contactOf(cohort.contact?.domain), kms: contactOf(cohort.contact?.kms) },
    activationType: cohort.activationType ?? "any",
    internet: cohort.internet ?? inherited.internet,
    phone: cohort.phone ?? inherited.phone,
    vamt: cohort.vamt ?? inherited.vamt,
    method: cohort.method ?? null,
    pinnedTo: cohort.pinnedTo ?? [],
    clientIds: cohort.clientIds ?? cohort.count,
    rebuiltEvery: cohort.rebuiltEvery === undefined ? null : daysOf(cohort.rebuiltEvery),
    hostCaching: cohort.hostCaching ?? true,
    ...methodFactsOf(cohort),
  };
}

function methodFactsOf(cohort: File.Cohort): Pick<Cohort, "avma" | "azureKms" | "subscription" | "token"> {
  const { avma, azureKms, subscription, token } = cohort;
  return {
    avma: avma === undefined ? null : { ...avma, host: versionId(avma.host) },
    azureKms: azureKms === undefined ? null : { cloud: "global", routeToInternet: false, ...azureKms },
    subscription: subscription ?? null,
    token: token ?? null,
  };
}

/** `30d` is 30 days; what the file does not state stays open, and the plan decides by the paths. */
function contactOf(text: string | undefined): Contact {
  if (text === undefined) return null;
  return text === "never" ? "never" : daysOf(text);
}

const daysOf = (text: string): number => Number.parseInt(text, 10);
