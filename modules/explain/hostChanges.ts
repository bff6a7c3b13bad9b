import { label } from "../plan/words.ts";
import type { Facts, KmsHostFacts } from "../topology/model.ts";
import type { HostChange } from "./change.ts";

/** What becomes of each KMS host; only of those that one file lacks, that are replaced or that carry other keys. */
export function hostChanges(before: Facts, after: Facts): readonly HostChange[] {
  const old = new Map(before.kmsHosts.map((host) => [host.name, host]));
  const now = new Set(after.kmsHosts.map((host) => host.name));
  const renewed = newGroups(before, after);
  const changed = after.kmsHosts.map((host) => changeOf(old.get(host.name) ?? null, host, renewed));
  const gone = before.kmsHosts.filter((host) => !now.has(host.name)).map((host) => changeOf(host, null, renewed));
  return [...changed, ...gone].flatMap((change) => change ?? []);
}

/** Names of host keys that stand for another product key than before: their group is another. */
function newGroups(before: Facts, after: Facts): ReadonlySet<string> {
  const old = new Map(before.keys.map((key) => [key.name, key]));
  const renewed = after.keys.filter((key) => {
    const was = old.get(key.name);
    return key.type === "csvlk" && (was?.type !== "csvlk" || was.group !== key.group);
  });
  return new Set(renewed.map((key) => key.name));
}

function changeOf(old: KmsHostFacts | null, now: KmsHostFacts | null, renewed: ReadonlySet<string>): HostChange | null {
  if (now === null) {
    if (old === null) return null;
    const sentence = `${old.name} at ${old.site} is removed.`;
    return { host: old.name, change: "removed", activates: [], givesUp: old.keys, sentence };
  }
  const other = old === null ? null : otherMachine(old, now);
  const stays = old !== null && other === null;
  const activates = now.keys.filter((key) => !stays || !old.keys.includes(key) || renewed.has(key));
  const givesUp = old === null ? [] : old.keys.filter((key) => !now.keys.includes(key));
  if (stays && activates.length === 0 && givesUp.length === 0) return null;
  const change = old === null ? "added" : other === null ? "keys" : "replaced";
  const start = `${now.name} at ${now.site}`;
  const starts = { added: `${start} is new`, replaced: `${start} is another machine (${other})`, keys: start };
  const sentence = `${starts[change]}: ${keyWork(activates, givesUp)}.`;
  return { host: now.name, change, activates, givesUp, sentence };
}

/** What makes a host another computer for its keys, as a clause; null where it is the same one. */
function otherMachine(old: KmsHostFacts, now: KmsHostFacts): string | null {
  if (old.os !== now.os) return `${label(old.os)} becomes ${label(now.os)}`;
  if (old.placement !== now.placement) return now.placement === "azure" ? "made on Azure now" : "no longer on Azure";
  return old.site === now.site ? null : `it stood at ${old.site}`;
}

function keyWork(activates: readonly string[], givesUp: readonly string[]): string {
  const gets = activates.length === 0 ? "no key has to be activated on it" : `it is activated with ${list(activates)}`;
  return givesUp.length === 0 ? gets : `${gets}; it gives up ${list(givesUp)}`;
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
