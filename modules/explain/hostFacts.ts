import { hostDemands } from "../plan/demand.ts";
import { countText } from "../plan/sentences.ts";
import { longestContactGap } from "../plan/thresholds.ts";
import { applicationOf, hostContact, isCentral, metHosts, publishedDomains, zoneOf } from "../plan/usage.ts";
import { label, often, shown } from "../plan/words.ts";
import type { KmsHostFacts } from "../topology/model.ts";
import type { UsedFact } from "./explanation.ts";
import { wouldServe } from "./hostSteps.ts";
import type { Situation } from "./situation.ts";

/** Most hosts, or domains, that are listed one by one. */
const listed = 8;

/** The KMS hosts that a cohort meets, what they count, and how its machines find them. */
export function kmsHostFacts(s: Situation): readonly UsedFact[] {
  const { facts, site, cohort } = s;
  const met = metHosts(facts, site, cohort);
  const isOwn = (host: KmsHostFacts) => host.site === site.name;
  const central = met.filter((host) => isCentral(facts, host));
  const own = site.kind === "core" ? [] : met.filter(isOwn);
  const others = met.filter((host) => !isCentral(facts, host) && !isOwn(host));
  return [
    {
      name: "KMS in the core",
      lines: central.length === 0 ? ["no host is reached"] : [...hostLines(s, central), gapLine(s)],
    },
    { name: "KMS at the site", lines: site.kind === "core" ? [] : own.length === 0 ? ["no host"] : hostLines(s, own) },
    {
      name: "KMS elsewhere",
      lines:
        others.length === 0 ? [] : [...hostLines(s, others), "no row counts hosts of other sites outside the core"],
    },
    { name: "discovery", lines: met.length === 0 ? [] : discoveryLines(s, met) },
  ];
}

function hostLines(s: Situation, hosts: readonly KmsHostFacts[]): readonly string[] {
  const application = applicationOf(s.cohort.product);
  const demands = new Map(
    hostDemands(s.facts)
      .filter((one) => one.application === application)
      .map((one) => [one.host, one]),
  );
  const lineOf = (host: KmsHostFacts) => {
    const { name, address } = host;
    if (!wouldServe(s.facts, host, s.cohort)) return `${name} (${address}) may not count ${label(s.cohort.os)}`;
    return `${name} (${address}): ${countText(demands.get(name) ?? null)} ask it, ${s.conditions.threshold} are needed`;
  };
  return shortened(hosts.map(lineOf), "hosts");
}

function gapLine({ facts, site, cohort }: Situation): string {
  const { gap } = hostContact(facts, site, cohort);
  return gap === 0 ? "met all the time" : `met ${often(gap)}, every ${longestContactGap} days are needed`;
}

function discoveryLines({ facts, site, cohort }: Situation, met: readonly KmsHostFacts[]): readonly string[] {
  if (cohort.pinnedTo.length > 0) return [`pointed to ${cohort.pinnedTo.join(", ")} (KeyManagementServiceName)`];
  if (site.suffixes.length === 0) return ["the site names no DNS suffix, so its machines find no host"];
  const published = met.map((host) => ({ name: host.name, domains: publishedDomains(facts, host) }));
  const lines = site.suffixes.map((suffix) => {
    const names = published.filter(({ domains }) => domains.includes(suffix)).map(({ name }) => name);
    const zone = zoneOf(facts, suffix);
    const where =
      zone === undefined ? `${shown(suffix)} (in no declared zone)` : `${shown(suffix)} (zone ${zone.name})`;
    return `${where}: ${names.length === 0 ? "no record of a host that they meet" : shortened(names, "hosts").join(", ")}`;
  });
  return shortened(lines, "suffixes");
}

function shortened(lines: readonly string[], what: string): readonly string[] {
  return lines.length <= listed ? lines : [...lines.slice(0, listed), `and ${lines.length - listed} more ${what}`];
}
