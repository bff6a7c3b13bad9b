import { spawn } from "node:child_process";
import { once } from "node:events";
import { dnsReadings } from "../modules/cli/driftDns.ts";
import type { Environment } from "../modules/cli/environment.ts";
import { desiredItems } from "../modules/desired/desired.ts";
import { wholeScope } from "../modules/desired/scope.ts";
import { concurrentReads } from "../modules/dns/readSets.ts";
import { findDrift } from "../modules/drift/findDrift.ts";
import { table } from "../modules/report/markdown.ts";
import { parseTopology } from "../modules/topology/parse.ts";
import { anEnvironment } from "../test/helpers/environment.ts";
import { startNamed } from "../test/helpers/named.ts";
import { alternate, comparisonRow, comparisonTitles, median, root, timed } from "./measure.ts";
import { estateFile, zones } from "./readsEstate.ts";

/** Milliseconds that every answer is held back. */
const roundTrip = 20;

/**
 * How long drift takes to read and to compare all records of 200 names in 10 zones over a network with a round trip of
 * 20 ms, beside what the round trips alone would take.
 */
export async function readsTable(runs: number): Promise<string> {
  const named = await startNamed({ zones });
  const proxy = spawn(process.execPath, ["bench/delayProxy.ts", `${named.port}`, `${roundTrip}`], { cwd: root });
  try {
    const [port] = await once(proxy.stdout, "data");
    const far = estateAt(`127.0.0.1:${String(port).trim()}`);
    const near = estateAt(named.server);
    const times = await alternate({ far: () => verify(far), near: () => verify(near) }, runs);
    const names = new Set(far.declared.map((item) => (item.kind === "srv" ? item.name : ""))).size;
    const floor = {
      against: `${roundTrip} ms x ${names} / ${concurrentReads}`,
      other: (roundTrip * names) / concurrentReads,
    };
    const what = `${far.declared.length} records of ${names} names in ${Object.keys(zones).length} zones`;
    return table(
      comparisonTitles,
      [
        comparisonRow({
          what: `${what}, each answer held back ${roundTrip} ms`,
          own: median(times.far),
          ...floor,
          goal: 2,
        }),
        comparisonRow({ what: `${what}, answers at once`, own: median(times.near), ...floor }),
      ],
      ["Median", "Ratio", "Goal"],
    );
  } finally {
    proxy.kill();
    await named.stop();
  }
}

function estateAt(server: string) {
  const { topology } = parseTopology(JSON.stringify(estateFile(server)), "bench.topology.json");
  const scope = wholeScope(topology.facts);
  const environment: Environment = anEnvironment({ topology, scope });
  return { environment, declared: desiredItems(topology.facts, scope).filter(({ kind }) => kind === "srv") };
}

/** @throws Where anything differs or was not read: then nothing was measured. */
async function verify({ environment, declared }: ReturnType<typeof estateAt>): Promise<number> {
  return await timed(async () => {
    const drifts = findDrift(declared, await dnsReadings(environment, declared));
    if (drifts.length > 0) throw new Error(`expected no drift: ${JSON.stringify(drifts.slice(0, 3))}`);
  });
}
