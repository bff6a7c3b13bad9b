import { compared, type HostDifference } from "./hostDifference.ts";
import type { HostSettings } from "./hostSettings.ts";
import type { FirewallReading, HostReading } from "./readingParts.ts";
import { networksHash, normaliseNetworks } from "./wanted.ts";

/** As firewall.ps1 names it. */
export const ownRule = "activation-topology-kms-in";
/** Windows' own, https://learn.microsoft.com/windows-server/get-started/kms-create-host */
export const builtInRule = "SPPSVC-In-TCP";

/** EnforcementStatus, https://learn.microsoft.com/windows/win32/fwp/wmi/wfascimprov/msft-netfirewallrule */
const inForce = 1;
const firewallOff = 2;
const localRulesForbidden = 16;

/** Whether the machine's own firewall lets the declared networks in, and nobody else through a rule of Windows. */
export function firewallDifferences(settings: HostSettings, { firewall }: HostReading): readonly HostDifference[] {
  if (settings.allowedNetworks.length === 0) return [];
  const declared = normaliseNetworks(settings.allowedNetworks).join(" ");
  if (firewall === null) return [{ property: "firewall", kind: "unreadable", declared, live: null }];
  const rule = find(firewall, ownRule, "local");
  if (rule === undefined) return [{ property: "firewall", kind: "differs", declared, live: "no rule of ours" }];
  return [
    ...compared("firewall.enabled", true, rule.enabled),
    ...compared("firewall.port", String(settings.port), rule.port),
    ...networkDifferences(settings, rule, declared),
    ...compared("firewall.builtIn", false, find(firewall, builtInRule, "local")?.enabled ?? false),
    ...enforcementDifferences(find(firewall, ownRule, "active")),
  ];
}

const find = (rules: readonly FirewallReading[], name: string, store: string): FirewallReading | undefined =>
  rules.find((rule) => rule.name === name && rule.store === store);

function networkDifferences(
  { allowedNetworks }: HostSettings,
  { remote, remoteHash }: FirewallReading,
  declared: string,
): readonly HostDifference[] {
  const property = "firewall.networks";
  if (remote !== null) return compared(property, declared, normaliseNetworks(remote).join(" "));
  if (remoteHash === networksHash(allowedNetworks)) return [];
  const live = remoteHash === null ? null : "other networks";
  return [{ property, kind: live === null ? "unreadable" : "differs", declared, live }];
}

/** A rule may be in the machine's own store and not in force, as policy can forbid such rules. */
function enforcementDifferences(active: FirewallReading | undefined): readonly HostDifference[] {
  const status = active?.enforcement ?? [];
  if (status.length === 0 || status.includes(inForce) || status.includes(firewallOff)) return [];
  const live = status.includes(localRulesForbidden)
    ? "not in force: policy forbids rules of the machine"
    : `not in force: enforcement status ${status.join(", ")}`;
  return [{ property: "firewall.enforced", kind: "differs", declared: "in force", live }];
}
