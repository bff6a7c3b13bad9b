/**
 * `node bench/provider.ts product|noOp FILE ADDRESS`: the provider's server, as the engine starts it, with SRV records
 * that are the product's or that are made at once and are nowhere. FILE holds the milliseconds in which at least one record
 * was being created: what an `up` takes of our own, since the engine and the protocol do the rest.
 */
import { writeFileSync } from "node:fs";
import type { Live, Properties, ResourceKind } from "../modules/provider/resourceKind.ts";
import { serve } from "../modules/provider/server.ts";
import { srvRecord } from "../modules/provider/srvRecord.ts";

const [kind, file = "", engine] = process.argv.slice(2);
let open = 0;
let since = 0;
let busy = 0;

async function clocked(create: () => Promise<Live>): Promise<Live> {
  if (open === 0) since = performance.now();
  open += 1;
  try {
    return await create();
  } finally {
    open -= 1;
    if (open === 0) {
      busy += performance.now() - since;
      writeFileSync(file, `${busy}`);
    }
  }
}

async function asDeclared(inputs: Properties): Promise<Live> {
  const id = `${inputs.zone}/${inputs.name}/${inputs.target}:${inputs.port}`;
  return { id, inputs, outputs: { ...inputs, adopted: false } };
}

const create: ResourceKind["create"] = kind === "noOp" ? asDeclared : srvRecord.create;
const timedRecord: ResourceKind = {
  ...srvRecord,
  create: (inputs, context) => clocked(() => create(inputs, context)),
};
process.stdout.write(`${await serve([timedRecord], engine)}\n`);
