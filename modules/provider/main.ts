import { activationObject } from "./activationObject.ts";
import { endWithEngine } from "./endWithEngine.ts";
import { serve } from "./server.ts";
import { srvRecord } from "./srvRecord.ts";

// Pulumi starts this with the engine's address and reads the port from the first line.
const port = await serve([activationObject, srvRecord], process.argv[2]);
process.stdout.write(`${port}\n`);
endWithEngine();
