import { firewallDifferences } from "./compareFirewall.ts";
import { keyDifferences } from "./compareKeys.ts";
import { compared, type HostDifference } from "./hostDifference.ts";
import type { HostSettings, PublishEntry } from "./hostSettings.ts";
import type { HostReading } from "./readingParts.ts";
import { wantedPublishList } from "./wanted.ts";

export type { HostDifference } from "./hostDifference.ts";

/**
 * What of a host is not as declared, by property. What was not read is there as `unreadable`: it may be as declared.
 * Pure: the same function judges what the script did, and drift.
 */
export function compareHost(settings: HostSettings, reading: HostReading): readonly HostDifference[] {
  return [
    ...compared("host", computerName(settings.host), reading.os?.name ?? null),
    ...serviceDifferences(settings, reading),
    ...publishDifferences(settings, reading),
    ...keyDifferences(settings, reading),
    ...firewallDifferences(settings, reading),
    ...clockDifferences(settings, reading),
    ...forestDifferences(settings, reading),
  ];
}

/** Characters of a NetBIOS name, which Windows cuts its computer name to: https://learn.microsoft.com/troubleshoot/windows-server/active-directory/naming-conventions-for-computer-domain-site-ou */
const netbiosLength = 15;

/** What the host calls itself: the first label of its name. */
function computerName(fqdn: string): string {
  return (fqdn.split(".")[0] ?? "").toLowerCase().slice(0, netbiosLength);
}

function serviceDifferences(settings: HostSettings, { host, service }: HostReading): readonly HostDifference[] {
  return [
    ...compared("port", settings.port, host?.port ?? null),
    ...compared("publishing", settings.publishing, host?.publishing ?? null),
    ...compared("lowPriority", settings.lowPriority, host?.lowPriority ?? null),
    ...compared("intervals.activationMinutes", settings.intervals.activationMinutes, host?.activationMinutes ?? null),
    ...compared("intervals.renewalMinutes", settings.intervals.renewalMinutes, host?.renewalMinutes ?? null),
    ...compared("listening", true, service?.listening ?? null),
  ];
}

/** As a set: Windows does not care for the order. */
function publishDifferences(settings: HostSettings, { publishList }: HostReading): readonly HostDifference[] {
  return compared(
    "publishList",
    publishText(wantedPublishList(settings)),
    publishList === null ? null : publishText(publishList),
  );
}

function publishText(entries: readonly PublishEntry[]): string {
  const lines = entries.map(({ domain, priority, weight }) => `${domain},${priority},${weight}`);
  return [...new Set(lines)].sort().join(" ");
}

function clockDifferences({ timeSkewLimitSeconds }: HostSettings, { time }: HostReading): readonly HostDifference[] {
  const declared = `within ${timeSkewLimitSeconds} s`;
  const skew = time?.skewSeconds ?? null;
  if (skew === null) return [{ property: "clock", kind: "unreadable", declared, live: null }];
  if (Math.abs(skew) <= timeSkewLimitSeconds) return [];
  const live = `${Math.abs(skew)} s ${skew > 0 ? "ahead of" : "behind"} ${time?.against ?? "the other clock"}`;
  return [{ property: "clock", kind: "differs", declared, live }];
}

function forestDifferences({ forest }: HostSettings, { objects, container }: HostReading): readonly HostDifference[] {
  if (forest === null) return [];
  const declared = forest.objectName;
  if (objects === null || container === "notAsked") {
    return [{ property: "forest", kind: "unreadable", declared, live: null }];
  }
  const there = objects.some(({ name }) => name?.toLowerCase() === declared.toLowerCase());
  if (there) return [];
  const live = objects.map(({ name, cn }) => name ?? cn ?? "(no name)").join(", ") || "no object";
  return [{ property: "forest", kind: "differs", declared, live }];
}
