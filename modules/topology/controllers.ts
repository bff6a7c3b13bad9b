import { absolute, bare } from "./dnsName.ts";
import type { TopologyFile } from "./topology.gen.ts";

/**
 * The domain controllers of the sites that have machines in a forest, in the order of the file, each once, without
 * final dot.
 */
export function defaultServers(file: TopologyFile, forestName: string): string[] {
  const domains = new Set([forestName, ...(file.forests?.[forestName]?.domains ?? [])].map(absolute));
  const servers = Object.values(file.sites)
    .filter((site) =>
      Object.values(site.cohorts ?? {}).some(({ joined }) => joined !== undefined && domains.has(absolute(joined))),
    )
    .flatMap((site) => site.domainControllers ?? []);
  return [...new Set(servers.map((server) => bare(server).toLowerCase()))];
}
