import { label } from "../plan/words.ts";
import { windowsKeys } from "../topology/data/windowsKeys.ts";
import { productsOfKey } from "../topology/publicKeys.ts";
import type { CohortState } from "./change.ts";

/** What kind of product key a machine carries. */
type KeyKind = "gvlk" | "mak" | "retail" | "oem" | "avma" | "token" | "subscription";

/** Keys that come with the machine or with its user: nobody has to install them on a new machine. */
const broughtAlong: ReadonlySet<KeyKind> = new Set(["gvlk", "oem", "subscription"]);
/** Keys that do not follow the version of the product. */
const ofAnyVersion: ReadonlySet<KeyKind> = new Set(["oem", "subscription"]);

/** ADBA, KMS and Azure's KMS all take the generic volume licence key, and machines that are not activated keep it. */
function keyKindOf({ method, channel }: CohortState): KeyKind {
  switch (method) {
    case "mak":
    case "retail":
    case "oem":
    case "avma":
    case "token":
    case "subscription":
      return method;
    default:
      return channel === "volume" ? "gvlk" : channel;
  }
}

/** Generic volume licence keys by version of Windows: some versions share one. */
const gvlks: ReadonlyMap<string, string> = new Map(
  windowsKeys.flatMap(([key]) => productsOfKey(key).map((id) => [id, key] as const)),
);

/** Whether the machines of both states carry the same product key. */
export function keepsKey(before: CohortState, after: CohortState): boolean {
  const [old, kind] = [keyKindOf(before), keyKindOf(after)];
  if (old !== kind) return false;
  if (before.os === after.os || ofAnyVersion.has(kind)) return true;
  const gvlk = gvlks.get(before.os);
  return kind === "gvlk" && gvlk !== undefined && gvlk === gvlks.get(after.os);
}

/**
 * Whether a machine that is new to a state needs a key installed. Volume media bring the generic volume licence key, a
 * manufacturer its own.
 *
 * @see https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client
 */
export function needsKey(after: CohortState): boolean {
  return after.method !== "none" && !broughtAlong.has(keyKindOf(after));
}

/** The key that machines of a state carry, as a noun: `the volume key (GVLK) of Windows 11 Enterprise`. */
export function keyName(state: CohortState): string {
  const names: Readonly<Record<KeyKind, string>> = {
    gvlk: `the volume key (GVLK) of ${label(state.os)}`,
    mak: "a MAK",
    retail: "a retail key of its own",
    oem: "the key of its manufacturer",
    avma: `the AVMA key of ${label(state.os)}`,
    token: "the issuance licence of token-based activation",
    subscription: "the key of the Windows Pro below the subscription",
  };
  return names[keyKindOf(state)];
}
