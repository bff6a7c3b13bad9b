import { hostsInScope } from "../desired/scope.ts";
import type { Drift } from "../drift/drift.ts";
import { reachedHosts } from "../plan/usage.ts";
import { probeTcp } from "../probe/tcp.ts";
import type { KmsHostFacts, Site } from "../topology/model.ts";
import { nameRemedy } from "../topology/nearest.ts";
import type { Environment } from "./environment.ts";
import { CliError, type Io } from "./io.ts";

/**
 * TCP connects from here to the KMS hosts: those that this place should reach, and those that it should not.
 *
 * Where `here` is, the stack's configuration says (`activation-topology:vantage`, the name of a site); without it
 * nothing is judged, because an open port is right from one place and wrong from another.
 */
export async function reachabilityDrift({ topology, project, scope }: Environment, io: Io): Promise<readonly Drift[]> {
  const { facts } = topology;
  const name = project.configuration.vantage;
  if (name === null) {
    io.progress(
      "reachability is not judged: set activation-topology:vantage to the site that this machine stands in\n",
    );
    return [];
  }
  const site = facts.sites.find((s) => s.name === name);
  if (site === undefined) throw new CliError(unknownSite(name, project.stack, facts.sites));
  const reached = new Set(reachedHosts(facts, site).map((host) => host.name));
  const drifts = await Promise.all(hostsInScope(facts, scope).map((host) => probe(site, host, reached.has(host.name))));
  return drifts.filter((drift) => drift !== undefined);
}

async function probe(site: Site, host: KmsHostFacts, shouldReach: boolean): Promise<Drift | undefined> {
  const mayNot = !shouldReach && (site.kind === "isolated" || site.kind === "lab");
  if (!shouldReach && !mayNot) return undefined;
  const key = `${site.name} -> ${host.name} tcp ${host.address}:${host.port}`;
  const answer = await probeTcp(host.address, host.port).catch((error: Error) => error);
  if (answer instanceof Error) return { verb: "unreadable", area: "reachability", key, cause: answer.message };
  if (shouldReach && answer !== "open")
    return {
      verb: "missing",
      area: "reachability",
      key,
      declared: "open",
      live: answer,
      cause: `the port is not open from here: ${answer}`,
    };
  if (mayNot && answer === "open")
    return {
      verb: "unexpected",
      area: "reachability",
      key,
      declared: "shut",
      live: answer,
      cause: "the port is open from a site that must not reach it",
    };
  return undefined;
}

function unknownSite(name: string, stack: string, sites: readonly Site[]): string {
  const remedy = nameRemedy(
    name,
    sites.map((site) => site.name),
    "sites",
  );
  return `activation-topology:vantage of stack ${stack} names the site "${name}", which the topology does not have; ${remedy}`;
}
