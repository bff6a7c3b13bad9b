import { isIPv4 } from "node:net";
import { scriptHash } from "../windows/hostScript.ts";
import { isRecord, isText } from "./configEntry.ts";
import { must, name, oneOf, optional, shown, strangers, type Test, whole, wrongInputs } from "./inputTests.ts";
import { type Checked, type Properties, unknownValue } from "./resourceKind.ts";

/** A product key that the host carries; never the key itself. */
export interface DeclaredKey {
  /** Name in the provider's arguments. */
  readonly name: string;
  /** Last five characters; undefined: only the secret tells. */
  readonly lastFive?: string;
}

/** A DNS domain in which the host publishes itself. */
export interface DeclaredDomain {
  readonly domain: string;
  readonly priority: number;
  readonly weight: number;
}

/** Inputs of the configuration of a KMS host. */
export interface KmsHostInputs {
  /** Name of the host in the provider's arguments. */
  readonly host: string;
  readonly manage: "configure" | "verify";
  /** What the machine calls itself; undefined: nobody said, so its name is not compared. */
  readonly fqdn?: string;
  readonly port: number;
  readonly publishing: boolean;
  readonly publishList: readonly DeclaredDomain[];
  readonly homeZone?: string;
  readonly activationMinutes: number;
  readonly renewalMinutes: number;
  readonly lowPriority: boolean;
  /** IPv4 prefixes; empty: the machine's firewall is left alone. */
  readonly allowedNetworks: readonly string[];
  readonly keys: readonly DeclaredKey[];
  readonly activation: "online" | "phone" | "none";
  /** Digits, by the name of the key. */
  readonly confirmationIds?: Readonly<Record<string, string>>;
  /**
   * Set here, never by a program: hash of the script. A newer script is an update, and so is a host that a refresh
   * found in another state than the script leaves it in: there it is missing.
   */
  readonly script?: string;
}

const flag = must((value) => typeof value === "boolean", "true or false");
const domain = must(
  (value) => typeof value === "string" && /^(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?$/i.test(value),
  "a DNS name",
);
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value)
      ? value.map(test).find((reason) => reason !== undefined)
      : `must be a list, got ${shown(value)}`;
const prefix = must((value) => {
  const [address = "", length = "32", ...more] = typeof value === "string" ? value.split("/") : [];
  return isIPv4(address) && /^\d{1,2}$/.test(length) && Number(length) <= 32 && more.length === 0;
}, "an IPv4 prefix like 10.0.0.0/8");

const publishedDomain: Test = (value) => {
  if (!isRecord(value)) return `must be { domain, priority, weight }, got ${shown(value)}`;
  const number = whole(0, 65_535);
  return domain(value.domain) ?? number(value.priority) ?? number(value.weight);
};

/** Whatever stands in place of a key is not repeated: it might be the key. */
const key: Test = (value) => {
  if (!isRecord(value) || !isText(value.name)) return "must be { name, lastFive? }";
  const { lastFive } = value;
  const fits = lastFive === undefined || lastFive === unknownValue || /^[0-9A-Z]{5}$/i.test(String(lastFive));
  return fits ? undefined : `lastFive of key ${value.name} must be its last five characters and nothing else`;
};

const confirmationIds: Test = (value) => {
  if (!isRecord(value)) return "must be a map of confirmation ids by the name of the key";
  const wrong = Object.entries(value).find(([, id]) => id !== unknownValue && !/^\d{10,64}$/.test(String(id)));
  return wrong === undefined
    ? undefined
    : `the one of key ${wrong[0]} must be digits alone, without blanks and hyphens`;
};

/** https://learn.microsoft.com/windows-server/get-started/activation-slmgr-vbs-options: /sai and /sri, minutes. */
const interval = whole(15, 43_200);

const tests: Readonly<Record<keyof KmsHostInputs, Test>> = {
  host: name,
  manage: oneOf(["configure", "verify"]),
  fqdn: optional(domain),
  port: whole(1, 65_535),
  publishing: flag,
  publishList: listOf(publishedDomain),
  homeZone: optional(domain),
  activationMinutes: interval,
  renewalMinutes: interval,
  lowPriority: flag,
  allowedNetworks: listOf(prefix),
  keys: listOf(key),
  activation: oneOf(["online", "phone", "none"]),
  confirmationIds: optional(confirmationIds),
  script: () => undefined,
};

/** Checks the inputs of the configuration of a KMS host; values that are not known yet pass. */
export function checkKmsHostInputs(given: Properties): Checked {
  const inputs = { ...given, script: scriptHash };
  const own = Object.keys(tests).filter((property) => property !== "script");
  const unknown = strangers(given, Object.keys(tests), `is not a property of a KMS host; it has ${own.join(", ")}`);
  const wrong = wrongInputs(given, tests, (value) => value === unknownValue || holdsUnknown(value));
  return { inputs, failures: [...unknown, ...wrong, ...(wrong.length === 0 ? keyProblems(given) : [])] };
}

/** Entries of a list that only an `up` will know. */
function holdsUnknown(value: unknown): boolean {
  return Array.isArray(value) && value.includes(unknownValue);
}

function keyProblems({ keys, confirmationIds: ids, activation }: Properties): Checked["failures"] {
  const names = Array.isArray(keys) ? keys.map((one: DeclaredKey) => one.name) : [];
  const twice = names.filter((name, place) => names.indexOf(name) !== place);
  const strange = isRecord(ids) ? Object.keys(ids).filter((name) => !names.includes(name)) : [];
  const idle = isRecord(ids) && Object.keys(ids).length > 0 && activation !== "phone" && activation !== unknownValue;
  return [
    ...twice.map((name) => ({ property: "keys", reason: `name ${shown(name)} twice; give each key once` })),
    ...strange.map((name) => ({ property: "confirmationIds", reason: `name ${shown(name)}, which is not among keys` })),
    ...(idle ? [{ property: "confirmationIds", reason: "are for activation by phone; set activation to phone" }] : []),
  ];
}

/** The inputs as Windows compares them: lists as sets, names without regard to case. */
export function comparableHost(inputs: Properties): Properties {
  const { publishList, allowedNetworks, keys, homeZone, fqdn, confirmationIds: ids } = inputs;
  return {
    ...inputs,
    publishList: setOf(withHome(publishList, homeZone), (one) =>
      isRecord(one) ? [plainName(one.domain), one.priority, one.weight] : one,
    ),
    allowedNetworks: setOf(allowedNetworks, (one) => String(one).replace(/\/32$/, "")),
    keys: setOf(keys, (one) =>
      isRecord(one) && typeof one.lastFive === "string" ? [one.name, one.lastFive.toUpperCase()] : one,
    ),
    ...(homeZone === undefined ? {} : { homeZone: plainName(homeZone) }),
    ...(fqdn === undefined ? {} : { fqdn: plainName(fqdn) }),
    // An empty map says what a missing one says.
    confirmationIds: isRecord(ids) && Object.keys(ids).length === 0 ? undefined : ids,
  };
}

/** A list takes the place of the home zone, so that zone is always in it: as the script writes it. */
function withHome(list: unknown, homeZone: unknown): unknown {
  if (!Array.isArray(list) || list.length === 0 || homeZone === undefined) return list;
  const home = plainName(homeZone);
  if (list.some((entry) => isRecord(entry) && plainName(entry.domain) === home)) return list;
  return [...list, { domain: homeZone, priority: 0, weight: 0 }];
}

function setOf(value: unknown, form: (one: unknown) => unknown): unknown {
  return Array.isArray(value) ? [...new Set(value.map((one) => JSON.stringify(form(one))))].sort() : value;
}

function plainName(value: unknown): unknown {
  return typeof value === "string" ? value.toLowerCase().replace(/\.$/, "") : value;
}
