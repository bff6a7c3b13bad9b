import type { SecurityGroup } from "../desired/item.ts";
import { hostsInScope } from "../desired/scope.ts";
import { isIpv6, publicAddresses } from "../firewall/addresses.ts";
import { portSpace } from "../firewall/matchRule.ts";
import { declaredNetworks, networkOf } from "../firewall/network.ts";
import { proveFlow } from "../firewall/prove.ts";
import { everyPort, intersect, isEmpty, subtract } from "../firewall/space.ts";
import { perFacts } from "../plan/perFacts.ts";
import { shown } from "../plan/words.ts";
import type { KmsHostFacts } from "../topology/model.ts";
import { decision, doubt, groupsOf, judgeHost } from "./flowJudgement.ts";
import { flowReports } from "./flowReports.ts";
import type { EstateRule, Report, World } from "./rule.ts";

/** FW-KMS-03. */
export const clientsReachHosts: EstateRule = {
  id: "FW-KMS-03",
  severity: "mandatory",
  over: "estate",
  summary:
    "The port of each KMS host is open to the sites that may use it and shut to the isolated and lab sites that may not.",
  source: "https://learn.microsoft.com/windows-server/get-started/activation-troubleshoot-kms-general",
  reads: ["sites", "kmsHosts", "securityGroup", "kmsHost"],
  remedy: "Let the security group of the host allow the networks of its clients and then deny everybody.",
  check: (world) => flowReports(hostsInScope(world.facts, world.scope).flatMap((host) => judgeHost(world, host))),
};

/** FW-KMS-04. */
export const notOnTheInternet: EstateRule = {
  id: "FW-KMS-04",
  severity: "mandatory",
  over: "estate",
  summary: "No KMS host can be reached or found from the internet.",
  source: "https://learn.microsoft.com/windows-server/get-started/activation-troubleshoot-kms-general",
  reads: ["kmsHosts", "sites", "securityGroup", "kmsHost", "srv"],
  remedy: "Allow declared networks only, take the public address off the host, and publish in private zones.",
  check: (world) => [...world.facts.kmsHosts.flatMap((host) => openToInternet(world, host)), ...exposedItems(world)],
};

/** Public addresses that are a site's declared network are clients of ours; all others must be kept out. */
const strangers = perFacts((facts) => subtract(publicAddresses, declaredNetworks(facts)));

function openToInternet(world: World, host: KmsHostFacts): Report[] {
  const subject = `kmsHosts.${host.name}`;
  const groups = groupsOf(world, host.name);
  if (groups.length === 0) return [];
  const sources = strangers(world.facts);
  const flow = { intent: "shut", protocol: "Tcp", sources, destination: host.address, port: host.port } as const;
  const proof = proveFlow(groups, flow, networkOf(world.facts, host));
  const who = `${host.name} at site ${host.site}: TCP ${host.port} from the internet`;
  if (proof.answer === "allow")
    return [
      { subject, message: `${who} ${decision(proof, "is let through")}; allow the networks of its clients only` },
    ];
  if (proof.answer === "unknown")
    return [
      {
        subject,
        status: "unknown",
        message: `${who} is not known to be shut: ${doubt(proof)}; name prefixes instead`,
      },
    ];
  return groups
    .flatMap((group) => ipv6Allows(group, host))
    .map((rule) => ({
      subject,
      status: "unknown",
      message: `${who} is not known to be shut: rule ${rule} allows IPv6 sources, which are not proved; remove them`,
    }));
}

function ipv6Allows({ name, rules }: SecurityGroup, { port }: KmsHostFacts): string[] {
  return rules
    .filter(({ direction, access, sources }) => direction === "Inbound" && access === "Allow" && sources.some(isIpv6))
    .filter(
      ({ destinationPorts }) =>
        !isEmpty(intersect(portSpace(destinationPorts) ?? everyPort, [{ first: port, last: port }])),
    )
    .map((rule) => `${rule.name} (priority ${rule.priority}) of ${name}`);
}

function exposedItems({ items }: World): Report[] {
  return items.flatMap((item): Report[] => {
    if (item.kind === "kmsHost" && item.publicAddress)
      return [
        {
          subject: `kmsHosts.${item.name}`,
          message: `${item.name} has a public address, and TCP ${item.port} is for clients of the estate only; take it off the network interface`,
        },
      ];
    if (item.kind === "srv" && item.public)
      return [
        {
          subject: `zones.${item.zone}`,
          message: `${shown(item.name)} in zone ${item.zone} tells the internet of ${shown(item.target)}:${item.port}; publish it in a private zone`,
        },
      ];
    return [];
  });
}
