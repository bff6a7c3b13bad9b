import type { HostDifference } from "../windows/compareHost.ts";
import { compareHost } from "../windows/compareHost.ts";
import type { HostReading } from "../windows/hostReading.ts";
import type { HostSettings } from "../windows/hostSettings.ts";
import type { KmsHostInputs } from "./kmsHostConfigurationInputs.ts";

/** Last five characters of keys, by their names. */
export type LastFives = Readonly<Record<string, string>>;

/** Seconds that Kerberos tolerates; clients of a KMS host tolerate four hours. https://learn.microsoft.com/troubleshoot/windows-server/licensing-and-activation/troubleshoot-activation-error-codes */
const timeSkewLimitSeconds = 300;

/**
 * What the script is told. `known`: last five characters that the program does not say and an earlier run found out.
 *
 * The forest is never activated from here: a key logon by SSH has no second hop to a domain controller.
 */
export function settingsOf(
  inputs: KmsHostInputs,
  mode: HostSettings["mode"],
  known: LastFives,
  now: Date,
): HostSettings {
  const { confirmationIds = {} } = inputs;
  return {
    mode,
    host: declaredName(inputs),
    port: inputs.port,
    publishing: inputs.publishing,
    publishList: inputs.publishList.map((entry) => ({ ...entry, domain: plain(entry.domain) })),
    homeZone: inputs.homeZone === undefined ? null : plain(inputs.homeZone),
    intervals: { activationMinutes: inputs.activationMinutes, renewalMinutes: inputs.renewalMinutes },
    lowPriority: inputs.lowPriority,
    allowedNetworks: inputs.allowedNetworks,
    keys: inputs.keys.map(({ name, lastFive }) => ({
      name,
      lastFive: (lastFive ?? known[name])?.toUpperCase() ?? null,
      secret: { kind: "stdin" },
      confirmationId: confirmationIds[name] ?? null,
    })),
    activation: inputs.activation,
    forest: null,
    timeSkewLimitSeconds,
    runnerUtc: now.toISOString().replace(/\.\d+Z$/, "Z"),
  };
}

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, "");

function declaredName({ fqdn, host, homeZone }: KmsHostInputs): string {
  if (fqdn !== undefined) return plain(fqdn);
  return homeZone === undefined ? plain(host) : `${plain(host)}.${plain(homeZone)}`;
}

/** What is not as declared. The machine's name counts only where the program says it. */
export function differencesOf(
  inputs: KmsHostInputs,
  settings: HostSettings,
  reading: HostReading,
): readonly HostDifference[] {
  return compareHost(settings, reading).filter(({ property }) => property !== "host" || inputs.fqdn !== undefined);
}

/** What the script cannot set: the machine's name, its clock, and policy above its own firewall rules. */
const beyondScript = new Set(["host", "clock", "firewall.enforced"]);

/** Whether a run of the script may do something about a difference. */
export function isActionable({ property }: HostDifference): boolean {
  return !beyondScript.has(property);
}

/** One difference in words. */
export function differenceText({ property, kind, declared, live }: HostDifference): string {
  return `${property}: declared ${declared}, ${kind === "unreadable" ? "unreadable" : `live ${live}`}`;
}
