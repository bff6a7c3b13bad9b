import type { FirewallRule } from "../desired/item.ts";
import { everyAddress, prefixesSpace, prefixSpace } from "../firewall/addresses.ts";
import { declaredFlows } from "../firewall/flows.ts";
import { portSpace } from "../firewall/matchRule.ts";
import { everyPort, intersect, isEmpty, nothing, type Space, spaceOf, subtract } from "../firewall/space.ts";
import type { KmsHostFacts } from "../topology/model.ts";
import { listNames } from "./cohorts.ts";
import { groupsOf } from "./flowJudgement.ts";
import type { EstateRule, Report, World } from "./rule.ts";

/**
 * The endpoint mapper of RPC, and the ports that it hands out on Windows.
 *
 * @see https://learn.microsoft.com/troubleshoot/windows-server/networking/service-overview-and-network-port-requirements
 */
const rpcPorts: Space = [
  { first: 135, last: 135 },
  { first: 49_152, last: 65_535 },
];

/** FW-KMS-05. */
export const noPortForRpc: EstateRule = {
  id: "FW-KMS-05",
  severity: "advisory",
  over: "estate",
  summary: "No rule opens the endpoint mapper of RPC or its dynamic ports on a KMS host to its clients.",
  source: "https://learn.microsoft.com/windows-server/get-started/activation-troubleshoot-kms-general",
  reads: ["securityGroup", "sites.*.networks", "sites"],
  remedy: "Close these ports to the clients: KMS needs its own port alone.",
  check: (world) => world.facts.kmsHosts.flatMap((host) => rpcReports(world, host)),
};

function rpcReports(world: World, host: KmsHostFacts): Report[] {
  const groups = groupsOf(world, host.name);
  if (groups.length === 0) return [];
  const clients = declaredFlows(world.facts, host).open;
  return groups.flatMap((group) =>
    group.rules
      .filter((rule) => opensRpc(rule, host.port))
      .flatMap((rule) => {
        const from = sourcesOf(rule);
        const open = clients.filter(({ networks }) => !isEmpty(intersect(from, prefixesSpace(networks) ?? nothing)));
        if (open.length === 0) return [];
        const message = `rule ${rule.name} (priority ${rule.priority}) of ${group.name} opens TCP ${rule.destinationPorts.join(", ")} of ${host.name} to ${listNames(open.map(({ name }) => name))}; KMS needs TCP ${host.port} alone, however often it is called RPC; close the others, or name only those who manage the host as sources`;
        return [{ subject: `kmsHosts.${host.name}`, message }];
      }),
  );
}

/** Rules for all ports are not made for KMS, and the port of KMS may be a high one. */
function opensRpc({ direction, access, protocol, destinationPorts }: FirewallRule, kmsPort: number): boolean {
  if (direction !== "Inbound" || access !== "Allow" || !["Tcp", "*"].includes(protocol)) return false;
  const ports = portSpace(destinationPorts) ?? nothing;
  const beside = subtract(ports, [{ first: kmsPort, last: kmsPort }]);
  return !isEmpty(intersect(beside, rpcPorts)) && !isEmpty(subtract(everyPort, ports));
}

/** Service tags other than the virtual network stand for no client of the file. */
function sourcesOf({ sources }: FirewallRule): Space {
  if (sources.some((source) => ["*", "any", "virtualnetwork"].includes(source.toLowerCase()))) return everyAddress;
  return spaceOf(sources.flatMap((source) => prefixSpace(source) ?? nothing));
}
