import type { Site } from "../topology/model.ts";
import { listNames } from "./cohorts.ts";
import type { JudgedFlows } from "./flowJudgement.ts";
import type { Report } from "./rule.ts";

/** Results that share subject and cause, as one report each. */
export function flowReports(judged: readonly JudgedFlows[]): Report[] {
  return [
    ...reportsAboutHosts(judged.filter(({ about }) => about === "host")),
    ...reportsAboutSites(judged.filter(({ about }) => about === "site")),
  ];
}

function reportsAboutHosts(judged: readonly JudgedFlows[]): Report[] {
  const alike = Map.groupBy(judged, (one) => [one.host.name, one.intent, one.status, one.cause].join(" "));
  return [...alike.values()].flatMap((flows) => {
    const [first] = flows;
    if (first === undefined) return [];
    const sites = flows.length === 1 ? first.sites : flows.flatMap((one) => one.sites);
    return [report(`kmsHosts.${first.host.name}`, first, sites, [first.host.name])];
  });
}

function reportsAboutSites(judged: readonly JudgedFlows[]): Report[] {
  const alike = Map.groupBy(judged, (one) => [one.intent, one.host.port, one.status, one.cause].join(" "));
  return [...alike.values()].flatMap((flows) => {
    const [first] = flows;
    if (first === undefined) return [];
    const hosts = new Map<Site, string[]>();
    for (const { sites, host } of flows)
      for (const site of sites) {
        const names = hosts.get(site);
        if (names === undefined) hosts.set(site, [host.name]);
        else names.push(host.name);
      }
    return [...hosts].map(([site, names]) => report(`sites.${site.name}`, first, [site], names));
  });
}

function report(
  subject: string,
  { intent, host, status, cause }: JudgedFlows,
  sites: readonly Site[],
  hosts: readonly string[],
): Report {
  // A host may be shut to a thousand sites, of which five are shown.
  const names = sites.slice(0, 5).map(({ name }) => name);
  const from = `${sites.length === 1 ? "site" : "sites"} ${listNames(names, sites.length)}`;
  const message = `TCP ${host.port} from ${from} to ${listNames(hosts)} must be ${intent} and ${cause}`;
  return { subject, status, message };
}
