import type { ActivationType, Cohort, Facts, Method } from "../topology/model.ts";
import { plannedActivationType } from "./adba.ts";
import type { Conditions } from "./conditions.ts";
import type { NoteCode, Variant } from "./decision.ts";
import { shown } from "./words.ts";

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
 * What the machines will really do. It differs from the planned method in two cases: machines with KMS that their
 * forest serves first, and machines with ADBA that their forest cannot serve or that are set to KMS or tokens only.
 */
export function effectiveMethod(method: Method, c: Conditions): Method {
  if (method !== "adba" && !isKms(method)) return method;
  if (c.adbaEffective) return "adba";
  return isKms(method) ? method : withoutAdba(c);
}

function withoutAdba(c: Conditions): Method {
  const type = plannedActivationType(c.site, c.cohort);
  if (type === "token") return "token";
  if (type === "ad") return "none";
  if (c.central.ok) return "kms-central";
  return c.local.ok ? "kms-local" : "none";
}

/** Remarks on a decision beside those of its row. */
export function notesOf(method: Method, variant: Variant | null, effective: Method): readonly NoteCode[] {
  const notes: NoteCode[] = [];
  if (isKms(method) && effective === "adba") notes.push("EFFECTIVE_ADBA");
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
  if (method !== "adba" && method !== "token" && !isKms(method)) return [];
  const { site, cohort } = c;
  const type = neededType(method, plannedActivationType(site, cohort));
  const settings = type === "any" && cohort.activationType === "any" ? [] : [activationTypes[type]];
  if (isKms(method) && c.adbaEffective) settings.push(`${activationTypes.kms}, if KMS is to come before ADBA`);
  if (cohort.pinnedTo.length > 0 && method !== "token") settings.push(pinning(facts, cohort));
  return settings;
}

function pinning(facts: Facts, cohort: Cohort): string {
  const pinned = facts.kmsHosts.filter((host) => cohort.pinnedTo.includes(host.name));
  return `KeyManagementServiceName ${pinned.map((host) => `${shown(host.fqdn)}:${host.port}`).join(" or ")}`;
}

/** The planned type where it lets the method happen, else the one that does. */
function neededType(method: Method, type: ActivationType): ActivationType {
  if (method === "token") return "token";
  if (method === "adba") return type === "ad" ? "ad" : "any";
  return type === "any" ? "any" : "kms";
}
