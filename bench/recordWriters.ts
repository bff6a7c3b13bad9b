import { ExecaError, execa } from "execa";
import { changeSrvSet } from "../modules/dns/changeSrvSet.ts";
import { readSrvSet, srvText } from "../modules/dns/readSet.ts";
import { parseTsigKey, TsigKey } from "../modules/dns/tsig.ts";
import { type Named, startNamed } from "../test/helpers/named.ts";
import { inWorkers } from "./inWorkers.ts";
import { timed } from "./measure.ts";
import { type RecordChange, zoneName } from "./recordChanges.ts";

/** Name and algorithm of the key that signs everything here; BIND and we make a new secret for each run. */
export const updateKey = { keyName: "bench-update", algorithm: "hmac-sha256" } as const;

/** BIND on loopback with one zone that takes updates signed with `updateKey`. */
export function startZone(): Promise<Named> {
  return startNamed({
    zones: { [zoneName]: { policy: `grant ${updateKey.keyName} zonesub ANY;` } },
    keys: { [updateKey.keyName]: updateKey.algorithm },
  });
}

/** The changes by our client, this many at once; each is read, sent with its prerequisites and read back. */
export async function byClient(named: Named, changes: readonly RecordChange[], atOnce: number): Promise<void> {
  const key = keyOf(named);
  await inWorkers(changes, atOnce, async ({ owner, add }) => {
    await changeSrvSet({ server: named.server, zone: zoneName, owner, key }, (seen) =>
      seen.some((value) => value.target === add.target) ? undefined : { remove: [], add: [add] },
    );
  });
}

/** Milliseconds of the same changes and prerequisites by one `nsupdate`, one message each, one after the other. */
export function timedNsupdate(named: Named, changes: readonly RecordChange[]): Promise<number> {
  return untilNoneIsLost(named, changes, () => nsupdate(named, changes.flatMap(linesOf)));
}

/** Milliseconds of the same by one `nsupdate` process for each change. */
export function timedNsupdateEach(named: Named, changes: readonly RecordChange[]): Promise<number> {
  return untilNoneIsLost(named, changes, async () => {
    for (const change of changes) await nsupdate(named, linesOf(change));
  });
}

/** About one message of `nsupdate` in 10,000 gets no answer, and it goes on with the next: such a run is begun again. */
async function untilNoneIsLost(
  named: Named,
  changes: readonly RecordChange[],
  work: () => Promise<void>,
): Promise<number> {
  for (;;) {
    try {
      return await timed(work);
    } catch (error) {
      if (!(error instanceof ExecaError && String(error.stderr).includes("timed out"))) throw error;
      await emptyZone(named, changes);
    }
  }
}

/** @throws Where the zone does not hold exactly what the changes add: then nothing was measured. */
export async function checkZone(named: Named, changes: readonly RecordChange[]): Promise<void> {
  const wanted = Map.groupBy(changes, ({ owner }) => owner);
  await inWorkers([...wanted], 32, async ([owner, ofSet]) => {
    const live = (await readSrvSet(named.server, owner)).map(srvText);
    const missing = ofSet.filter(({ add }) => !live.includes(srvText(add)));
    if (missing.length > 0 || live.length !== ofSet.length)
      throw new Error(`${owner} holds ${live.join(", ") || "nothing"}, which is not what was to be written`);
  });
}

/** Takes all records of the changes out again. */
export async function emptyZone(named: Named, changes: readonly RecordChange[]): Promise<void> {
  const removals = [...new Set(changes.map(({ owner }) => `update delete ${owner} SRV`))];
  // A message has 64 KiB at most.
  for (let i = 0; i < removals.length; i += 500) await nsupdate(named, [...removals.slice(i, i + 500), "send"]);
}

function keyOf(named: Named): TsigKey {
  const { keyName, algorithm } = updateKey;
  const key = parseTsigKey(keyName, algorithm, named.secrets[keyName] ?? "");
  if (!(key instanceof TsigKey)) throw new Error(`no key: ${JSON.stringify(key)}`);
  return key;
}

function linesOf({ owner, seen, add }: RecordChange): readonly string[] {
  const prerequisites =
    seen.length === 0
      ? [`prereq nxrrset ${owner} SRV`]
      : seen.map((value) => `prereq yxrrset ${owner} SRV ${srvText(value)}`);
  return [...prerequisites, `update add ${owner} ${add.ttl} SRV ${srvText(add)}`, "send"];
}

async function nsupdate(named: Named, lines: readonly string[]): Promise<void> {
  const input = [`server 127.0.0.1 ${named.port}`, `zone ${zoneName}`, ...lines, ""].join("\n");
  await execa("nsupdate", ["-k", named.keyFile(updateKey.keyName)], { input });
}
