import { availableParallelism } from "node:os";
import { table } from "../modules/report/markdown.ts";
import type { Named } from "../test/helpers/named.ts";
import { alternate, comparisonRow, comparisonTitles, median, timed } from "./measure.ts";
import { changesOf, type RecordChange } from "./recordChanges.ts";
import { byClient, checkZone, emptyZone, startZone, timedNsupdate, timedNsupdateEach } from "./recordWriters.ts";

/** Changes in each run. */
const count = 1000;
/** Of them by a process of its own; the time counts as many times as it takes to make `count`. */
const byProcess = 100;
/** Resource operations that the engine runs at once by default, `pulumi up --help`: four for each core. */
const engineAtOnce = 4 * availableParallelism();

const shapes = [
  { name: "1,000 names, one record each", inEachSet: 1 },
  { name: "200 names, 5 records each", inEachSet: 5 },
];

/**
 * How long our client takes for 1,000 additions of SRV records to BIND on loopback, beside `nsupdate` that sends the same
 * changes with the same prerequisites. The server is the same for all, and its zone is empty before each run.
 */
export async function recordsTable(runs: number): Promise<string> {
  const named = await startZone();
  try {
    const rows: (readonly string[])[] = [];
    for (const { name, inEachSet } of shapes) rows.push(...(await compare(named, name, inEachSet, runs)));
    return table(comparisonTitles, rows, ["Median", "Ratio", "Goal"]);
  } finally {
    await named.stop();
  }
}

async function compare(named: Named, name: string, inEachSet: number, runs: number) {
  const changes = changesOf(count, inEachSet);
  const few = changes.slice(0, byProcess);
  const emptied = async (of: readonly RecordChange[], time: number) => {
    await checkZone(named, of);
    await emptyZone(named, of);
    return time;
  };
  const client = async (at: number) => emptied(changes, await timed(() => byClient(named, changes, at)));
  const times = await alternate(
    {
      atOnce: () => client(engineAtOnce),
      oneByOne: () => client(1),
      nsupdate: async () => emptied(changes, await timedNsupdate(named, changes)),
      nsupdateEach: async () => emptied(few, await timedNsupdateEach(named, few)),
    },
    runs,
  );
  const atOnce = { what: `${name}; ${engineAtOnce} at once, as the engine asks`, own: median(times.atOnce) };
  const oneByOne = { what: `${name}; one after the other`, own: median(times.oneByOne) };
  const nsupdate = { against: "one `nsupdate`", other: median(times.nsupdate) };
  const scaled = (median(times.nsupdateEach) * count) / byProcess;
  const each = { against: "one `nsupdate` for each change", other: scaled };
  return [
    comparisonRow({ ...atOnce, ...nsupdate, goal: 2 }),
    comparisonRow({ ...atOnce, ...each, goal: 0.1 }),
    comparisonRow({ ...oneByOne, ...nsupdate }),
  ];
}
