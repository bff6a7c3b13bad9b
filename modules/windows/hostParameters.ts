import { isIPv4 } from "node:net";
import { holdsProductKey } from "../topology/productKeys.ts";
import type { HostSettings, KeySecret } from "./hostSettings.ts";
import { normaliseNetworks, wantedPublishList } from "./wanted.ts";

/**
 * Where a bearer token may be sent to: Key Vault in Microsoft's clouds.
 * https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#dns-suffixes-for-object-identifiers
 */
const vaultUri =
  /^https:\/\/[a-zA-Z0-9-]{3,24}\.vault\.(?:azure\.net|azure\.cn|usgovcloudapi\.net)\/secrets\/[a-zA-Z0-9-]{1,127}(?:\/[0-9a-f]{32})?$/;

/**
 * The settings as the script reads them: JSON in one line of ASCII, with derived values spelled out so that the script
 * only compares. `script` is the hash that the read-back repeats.
 *
 * @throws {TypeError} Where a value cannot be meant, or is a product key.
 */
export function hostParameters(settings: HostSettings, script: string): string {
  checkSettings(settings);
  const { homeZone: _, ...rest } = settings;
  const parameters = {
    schemaVersion: 1,
    script,
    ...rest,
    publishList: wantedPublishList(settings),
    allowedNetworks: normaliseNetworks(settings.allowedNetworks),
  };
  return JSON.stringify(parameters).replace(
    /[^\x20-\x7e]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function checkSettings(settings: HostSettings): void {
  if (holdsProductKey(settings)) throw new TypeError("settings of a host hold a product key; hand keys over apart");
  const problem = [...numberProblems(settings), ...nameProblems(settings), ...secretProblems(settings)][0];
  if (problem !== undefined) throw new TypeError(`settings of host ${settings.host}: ${problem}`);
}

function numberProblems({ port, intervals, timeSkewLimitSeconds }: HostSettings): readonly string[] {
  // https://learn.microsoft.com/windows-server/get-started/activation-slmgr-vbs-options: /sprt, /sai and /sri
  return [
    ...(isWhole(port, 1, 65_535) ? [] : [`port ${port} is none; take 1 to 65535`]),
    ...Object.entries(intervals)
      .filter(([, minutes]) => !isWhole(minutes, 15, 43_200))
      .map(([name, minutes]) => `${name} is ${minutes}; take 15 to 43200 minutes`),
    ...(isWhole(timeSkewLimitSeconds, 1, 86_400) ? [] : ["timeSkewLimitSeconds is out of range; take 1 to 86400"]),
  ];
}

function nameProblems({ allowedNetworks, publishList, homeZone }: HostSettings): readonly string[] {
  const domains = [...publishList.map(({ domain }) => domain), ...(homeZone === null ? [] : [homeZone])];
  return [
    ...allowedNetworks.filter((network) => !isPrefix(network)).map((network) => `${network} is no IPv4 prefix`),
    ...domains.filter((domain) => !isDomain(domain)).map((domain) => `${JSON.stringify(domain)} is no DNS domain`),
    ...publishList
      .filter(({ priority, weight }) => !isWhole(priority, 0, 65_535) || !isWhole(weight, 0, 65_535))
      .map(({ domain }) => `priority or weight of ${domain} is out of range; take 0 to 65535`),
  ];
}

function secretProblems(settings: HostSettings): readonly string[] {
  const secrets = secretsOf(settings);
  return [
    ...secrets
      .filter(({ secret }) => secret.kind === "vault" && !vaultUri.test(secret.uri))
      .map(({ name }) => `the address of key ${name} is that of no Key Vault secret; no token goes elsewhere`),
    ...secrets
      .filter(({ confirmationId }) => confirmationId !== null && !/^\d{10,64}$/.test(confirmationId))
      .map(({ name }) => `the confirmation id of key ${name} is not digits alone; leave blanks and hyphens out`),
    ...secrets
      .filter(({ lastFive }) => lastFive !== null && !/^[0-9A-Z]{5}$/i.test(lastFive))
      .map(({ name }) => `lastFive of key ${name} is not five characters`),
  ];
}

interface NamedSecret {
  readonly name: string;
  readonly lastFive: string | null;
  readonly secret: KeySecret;
  readonly confirmationId: string | null;
}

function secretsOf({ keys, forest }: HostSettings): readonly NamedSecret[] {
  return forest === null ? keys : [...keys, { ...forest, name: forest.keyName }];
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

function isPrefix(network: string): boolean {
  const [address = "", length = "32", ...more] = network.split("/");
  return isIPv4(address) && /^\d{1,2}$/.test(length) && Number(length) <= 32 && more.length === 0;
}

/** A comma would start another field of a line of the list. */
const isDomain = (domain: string): boolean => /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?$/i.test(domain);
