import { table } from "../modules/report/markdown.ts";
import { alternate, comparisonRow, comparisonTitles, median } from "./measure.ts";
import { changesOf } from "./recordChanges.ts";
import { checkZone, emptyZone, startZone, timedNsupdate, updateKey } from "./recordWriters.ts";
import { timedUp, type UpRun } from "./upProject.ts";

const shape = { count: 1000, inEachSet: 5 };

/**
 * How long `pulumi up` of 1,000 SRV records takes, and how much of that is left where the provider does nothing: the share
 * of the engine, the language and the protocol. What is ours is put beside one `nsupdate`, without checkpoints, since
 * the engine's writing to the disk would hold up BIND's.
 */
export async function upTable(runs: number): Promise<string> {
  const named = await startZone();
  const { server, secrets } = named;
  const input = { ...shape, zone: { server, ...updateKey, secret: secrets[updateKey.keyName] ?? "" } };
  const changes = changesOf(shape.count, shape.inEachSet);
  const written = async <Time>(work: Promise<Time>): Promise<Time> => {
    const time = await work;
    await checkZone(named, changes);
    await emptyZone(named, changes);
    return time;
  };
  const busy: number[] = [];
  const run = async (of: Omit<UpRun, "input">) => (await timedUp({ ...of, input })).whole;
  const plain = async () => {
    const { whole, provider } = await written(timedUp({ provider: "product", checkpoints: false, input }));
    busy.push(provider);
    return whole;
  };
  try {
    const times = await alternate(
      {
        up: () => written(run({ provider: "product", checkpoints: true })),
        engine: () => run({ provider: "noOp", checkpoints: true }),
        plain,
        plainEngine: () => run({ provider: "noOp", checkpoints: false }),
        nsupdate: () => written(timedNsupdate(named, changes)),
      },
      runs,
      { unmeasured: 0 },
    );
    return rows({ ...times, busy });
  } finally {
    await named.stop();
  }
}

type Times = Readonly<Record<"up" | "engine" | "plain" | "plainEngine" | "nsupdate" | "busy", readonly number[]>>;

function rows(times: Times): string {
  const up = `\`pulumi up\` of ${shape.count.toLocaleString("en")} records`;
  const nothing = "the same, and the provider does nothing";
  const nsupdate = { against: "one `nsupdate`", other: median(times.nsupdate) };
  const difference = times.plain.map((whole, run) => whole - (times.plainEngine[run] ?? Number.NaN));
  return table(
    comparisonTitles,
    [
      comparisonRow({ what: up, own: median(times.up), against: nothing, other: median(times.engine) }),
      comparisonRow({
        what: `${up}, without checkpoints`,
        own: median(times.plain),
        against: nothing,
        other: median(times.plainEngine),
      }),
      comparisonRow({ what: "difference of these two", own: median(difference), ...nsupdate, goal: 2 }),
      comparisonRow({ what: "of it with a record under way in our provider", own: median(times.busy), ...nsupdate }),
    ],
    ["Median", "Ratio", "Goal"],
  );
}
