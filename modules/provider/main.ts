import { activationObject } from "./activationObject.ts";
import { serve } from "./server.ts";
import { srvRecord } from "./srvRecord.ts";

// Pulumi starts this with the engine's address and reads the port from the first line.
const port = await serve([activationObject, srvRecord], process.argv[2]);
process.stdout.write(`${port}\n`);

// An engine that was killed cannot stop its providers: without it there is nothing left to do.
const engine = process.ppid;
setInterval(() => {
  if (process.ppid !== engine) process.exit(0);
}, 2000).unref();
