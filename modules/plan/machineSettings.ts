import { avmaKeys } from "../topology/data/avmaKeys.ts";
import type { ActivationType, AzureKmsFacts, Cohort, Facts, KmsHostFacts, Method } from "../topology/model.ts";
import { versionNamed } from "../topology/products.ts";
import { plannedActivationType } from "./adba.ts";
import { azureKmsEndpoints } from "./azureKms.ts";
import type { Conditions } from "./conditions.ts";
import type { NoteCode, Variant } from "./decision.ts";
import { missingFor } from "./declaredConditions.ts";
import { isDeclaredOnly } from "./declaredOnly.ts";
import { label, shown } from "./words.ts";

/** Whether a method is KMS, wherever its host stands. */
export function isKms(method: Method): boolean {
  return method === "kms-central" || method === "kms-local";
}

/**
 * How a MAK or retail key is activated: over the internet, else through VAMT, else by telephone. Machines that are
 * fully isolated (row D23) ask the telephone first. Null for other methods.
 */
export function variantOf(method: Method, row: string, { internet, phone, vamt }: Cohort): Variant | null {
  if (method !== "mak" && method !== "retail") return null;
  if (row === "D23" && phone) return "phone";
  if (internet) return "online";
  if (vamt) return "vamt-proxy";
  return phone ? "phone" : "none";
}

/**
 * What the machines will really do. It differs from the planned method where their forest serves them before KMS, where
 * they are set to something else, where no host that they find will count them, and where a declared method lacks what
 * it needs: they then use what is left to them, or `none`.
 */
export function effectiveMethod(method: Method, c: Conditions): Method {
  if (method === "adba" || isKms(method)) return c.adbaEffective ? "adba" : withoutAdba(method, c);
  return isDeclaredOnly(method) && missingFor(method, c).length > 0 ? "none" : method;
}

function withoutAdba(method: Method, c: Conditions): Method {
  const type = plannedActivationType(c.site, c.cohort);
  if (type === "token") return "token";
  if (type === "ad") return "none";
  if (method === "kms-local" && c.local.finds) return "kms-local";
  if (c.central.finds) return "kms-central";
  return c.local.finds ? "kms-local" : "none";
}

/** Remarks on a decision beside those of its row. */
export function notesOf(
  method: Method,
  variant: Variant | null,
  effective: Method,
  cohort: Cohort,
): readonly NoteCode[] {
  const notes: NoteCode[] = [];
  if (isKms(method) && effective === "adba") notes.push("EFFECTIVE_ADBA");
  if (isKms(effective) && cohort.clientIds < cohort.count) notes.push("SHARED_CLIENT_IDS");
  if (method === "none") notes.push("LICENSE_TERMS");
  if (variant === "none") notes.push("NO_MAK_PATH");
  return notes;
}

/**
 * Values of `VLActivationType`.
 *
 * @see https://learn.microsoft.com/windows-server/get-started/activation-slmgr-vbs-options
 */
const activationTypes: Readonly<Record<ActivationType, string>> = {
  any: "VLActivationType 0 (AD, KMS or token)",
  ad: "VLActivationType 1 (AD only)",
  kms: "VLActivationType 2 (KMS only)",
  token: "VLActivationType 3 (token only)",
};

/**
 * What must be set on the machines of a cohort so that they do what the plan says; empty where nothing must. A choice
 * that is left to the administrator says so with an `if`.
 */
export function settingsOf(facts: Facts, c: Conditions, method: Method): readonly string[] {
  const { site, cohort } = c;
  if (method === "avma") return [avmaKey(cohort.os)];
  if (method === "azure-kms") return cohort.azureKms === null ? none : [azureName(cohort.azureKms)];
  if (method !== "adba" && method !== "token" && !isKms(method)) return none;
  const type = neededType(method, plannedActivationType(site, cohort));
  const settings = type === "any" && cohort.activationType === "any" ? [] : [activationTypes[type]];
  if (isKms(method) && c.adbaEffective) settings.push(`${activationTypes.kms}, if KMS is to come before ADBA`);
  if (method !== "token") settings.push(...hostNames(facts, c, method));
  return settings.length === 0 ? none : settings;
}

const none: readonly string[] = [];

/** Names of hosts that have to stand on the machines: those that they are pinned to, or one that they do not find. */
function hostNames(facts: Facts, c: Conditions, method: Method): readonly string[] {
  const { pinnedTo } = c.cohort;
  if (pinnedTo.length > 0) {
    const pinned = facts.kmsHosts.filter((host) => pinnedTo.includes(host.name));
    return [`KeyManagementServiceName ${pinned.map(addressOf).sort().join(" or ")}`];
  }
  if (!isKms(method)) return none;
  const { ok, finds, best } = method === "kms-central" ? c.central : c.local;
  const unfound = ok && !finds && !c.adbaEffective ? c.hosts.find(({ name }) => name === best?.host) : undefined;
  return unfound === undefined
    ? none
    : [`KeyManagementServiceName ${addressOf(unfound)}, because no suffix that they search holds its record`];
}

function addressOf({ fqdn, port }: KmsHostFacts): string {
  return `${shown(fqdn)}:${port}`;
}

function azureName({ cloud }: AzureKmsFacts): string {
  return `KeyManagementServiceName ${shown(azureKmsEndpoints[cloud][0].name)}:1688`;
}

function avmaKey(os: string): string {
  const row = avmaKeys.find(([, ...editions]) => editions.some((edition) => versionNamed(edition)?.id === os));
  return row ? `product key ${row[0]}, the public AVMA key of ${label(os)}` : `the AVMA key of ${label(os)}`;
}

/** The planned type where it lets the method happen, else the one that does. */
function neededType(method: Method, type: ActivationType): ActivationType {
  if (method === "token") return "token";
  if (method === "adba") return type === "ad" ? "ad" : "any";
  return type === "any" ? "any" : "kms";
}
