import { ownRule } from "../windows/compareFirewall.ts";
import type { HostDifference } from "../windows/compareHost.ts";
import type { FirewallReading, HostReading, OsReading, ProductReading } from "../windows/hostReading.ts";
import type { HostState, HostTask } from "./kmsHostConfigurationConfigure.ts";
import { checkKmsHostInputs, type KmsHostInputs } from "./kmsHostConfigurationInputs.ts";
import { differenceText, isActionable } from "./kmsHostConfigurationSettings.ts";
import type { HostAccess } from "./providerConfig.ts";
import type { Live, Properties } from "./resourceKind.ts";

/** Outputs that are no inputs. */
export const computed: readonly string[] = [
  "os",
  "products",
  "listening",
  "differences",
  "lastFive",
  "installationIds",
];

/** The resource as it is declared, with what the host says. */
export function asDeclared({ inputs }: HostTask, state: HostState): Live {
  return live(inputs, state);
}

/** The resource as it is: every property that differs has the value of the host. */
export function asFound({ inputs }: HostTask, state: HostState): Live {
  const found = { ...inputs, ...foundValues(inputs, state) } as KmsHostInputs;
  // What has no property of its own shows in the missing hash; the next up runs the script again.
  const { script: _, ...unsettled } = found;
  return live(state.differences.some(isUnsettled) ? unsettled : found, state);
}

/** The resource after a run of which nobody knows what it did. */
export function asUnknown({ inputs }: HostTask): Live {
  const outputs = {
    ...inputs,
    os: "",
    products: [],
    differences: ["unknown: the host could not be read"],
    lastFive: {},
  };
  return { id: inputs.host, inputs: { ...inputs }, outputs };
}

function live(inputs: KmsHostInputs, { reading, differences, lastFive }: HostState): Live {
  const listening = reading.service?.listening ?? undefined;
  const outputs = {
    ...inputs,
    script: reading.script,
    os: osText(reading.os),
    products: (reading.products ?? []).map(productOf),
    ...(listening === undefined ? {} : { listening }),
    differences: differences.map(differenceText),
    lastFive,
    installationIds: installationIds(inputs, lastFive, reading),
  };
  return { id: inputs.host, inputs: { ...inputs }, outputs };
}

function osText(os: OsReading | null): string {
  if (os === null) return "";
  const build = os.ubr === null ? os.build : `${os.build}.${os.ubr}`;
  return [os.editionId, build, os.core === true ? "Core" : null].filter((part) => part !== null).join(" ");
}

/** Without counts: they change by themselves, and a refresh would show that every time. */
function productOf({ lastFive, channel, description, status }: ProductReading): Properties {
  const all = { lastFive, channel, description, status };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/** What a person reads to the activation centre, by the name of the key. */
function installationIds(
  { keys }: KmsHostInputs,
  known: Readonly<Record<string, string>>,
  { products }: HostReading,
): Properties {
  const waiting = (products ?? []).filter(({ installationId }) => installationId !== null && installationId !== "");
  const nameOf = (end: string | null) =>
    keys.find(({ name, lastFive }) => (lastFive ?? known[name])?.toUpperCase() === end?.toUpperCase())?.name ?? end;
  return Object.fromEntries(waiting.map(({ lastFive, installationId }) => [nameOf(lastFive) ?? "", installationId]));
}

type Found = Partial<Record<keyof KmsHostInputs, unknown>>;

/** How the host's value of each property is had, by the name of its difference. */
const sources: Readonly<Record<string, (reading: HostReading) => Found>> = {
  port: ({ host }) => ({ port: host?.port }),
  publishing: ({ host }) => ({ publishing: host?.publishing }),
  lowPriority: ({ host }) => ({ lowPriority: host?.lowPriority }),
  "intervals.activationMinutes": ({ host }) => ({ activationMinutes: host?.activationMinutes }),
  "intervals.renewalMinutes": ({ host }) => ({ renewalMinutes: host?.renewalMinutes }),
  publishList: ({ publishList }) => ({ publishList: publishList?.map((entry) => ({ ...entry })) }),
  firewall: () => ({ allowedNetworks: [] }),
  "firewall.enabled": () => ({ allowedNetworks: [] }),
  "firewall.networks": ({ firewall }) => ({ allowedNetworks: networksOf(firewall) }),
};

function foundValues(inputs: KmsHostInputs, { reading, differences }: HostState): Found {
  const differing = differences.filter(({ kind }) => kind === "differs");
  const values = differing.map(({ property }) => sources[property]?.(reading) ?? {});
  const lacking = new Set(differing.flatMap(({ property }) => /^keys\.(.+)$/.exec(property)?.[1] ?? []));
  const keys = lacking.size === 0 ? {} : { keys: inputs.keys.filter(({ name }) => !lacking.has(name)) };
  return Object.assign({}, ...values, keys) as Found;
}

function isUnsettled(difference: HostDifference): boolean {
  const { property, kind } = difference;
  if (kind === "unreadable" || !isActionable(difference)) return false;
  return sources[property] === undefined && !property.startsWith("keys.");
}

function networksOf(firewall: readonly FirewallReading[] | null): readonly string[] {
  const rule = firewall?.find(({ name, store }) => name === ownRule && store === "local");
  return rule?.enabled === true ? (rule.remote ?? []) : [];
}

/** What an import asks the host with: nothing of it is compared. */
export function importInputs(host: string): KmsHostInputs {
  const service = { port: 1688, publishing: true, publishList: [], lowPriority: false };
  const intervals = { activationMinutes: 120, renewalMinutes: 10_080 };
  return { host, manage: "verify", ...service, ...intervals, allowedNetworks: [], keys: [], activation: "none" };
}

/**
 * Inputs that describe a host as it is. It is only verified until a program says more.
 *
 * @throws {Error} Where the host does not show what an import needs.
 */
export function imported(host: string, access: HostAccess, reading: HostReading): KmsHostInputs {
  const { os, host: service, publishList, products, firewall } = reading;
  if (service === null || products === null || publishList === null) {
    const codes = [...new Set(reading.errors.map(({ step, code }) => `${step}: ${code}`))].join(", ");
    throw new Error(
      `${host} cannot be imported, since it does not show its settings (${codes}); use an account of its Administrators group`,
    );
  }
  const domain = os?.joined === true && os.domain !== null ? os.domain.toLowerCase() : undefined;
  const found = {
    ...importInputs(host),
    ...(domain === undefined ? {} : { homeZone: domain }),
    ...(domain === undefined || os?.name == null ? {} : { fqdn: `${os.name}.${domain}` }),
    ...Object.fromEntries(Object.entries(service).filter(([, value]) => value !== null)),
    publishList: publishList.map((entry) => ({ ...entry })),
    allowedNetworks: networksOf(firewall),
    ...importedKeys(access, products),
  };
  return checkKmsHostInputs(found).inputs as unknown as KmsHostInputs;
}

/** A key has a name in the provider's arguments only; where several might be meant it gets its last five characters. */
function importedKeys(
  { keys }: HostAccess,
  products: readonly ProductReading[],
): Pick<KmsHostInputs, "keys" | "activation"> {
  const hosts = products.filter(({ isHost, lastFive }) => isHost === true && lastFive !== null);
  const names = Object.keys(keys);
  const single = names.length === 1 && hosts.length === 1 ? names[0] : undefined;
  const named = hosts.map(({ lastFive }) => ({
    name: single ?? (lastFive ?? "").toLowerCase(),
    lastFive: lastFive ?? "",
  }));
  const licensed = hosts.length > 0 && hosts.every(({ status }) => status === 1);
  return { keys: named, activation: licensed ? "online" : "none" };
}
