import { removeLeftFolders } from "../dns/privateFolder.ts";
import { activationContainerRights } from "./activationContainerRights.ts";
import { activationObject } from "./activationObject.ts";
import { endWithEngine } from "./endWithEngine.ts";
import { kmsHostConfiguration } from "./kmsHostConfiguration.ts";
import { serve } from "./server.ts";
import { srvRecord } from "./srvRecord.ts";

// What a provider that was killed may have left in memory: keytabs and tickets.
await removeLeftFolders();
// Pulumi starts this with the engine's address and reads the port from the first line.
const port = await serve(
  [activationContainerRights, activationObject, kmsHostConfiguration, srvRecord],
  process.argv[2],
);
process.stdout.write(`${port}\n`);
endWithEngine();
