import { RunError } from "@pulumi/pulumi/errors.js";

// Where the engine was killed nobody reads what this prints. The SDK would print the error about that too, for ever.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => process.exit(1));

// Node strips types without moving anything, so positions are exact; the SDK's source-map hook only costs time.
Error.prepareStackTrace = undefined;

if (Number.parseInt(process.versions.node, 10) < 24)
  throw new RunError(`this program needs Node 24, got ${process.versions.node}; run \`npm exec -- pulumi up\``);

export const { hosts, records, leftOut } = await import("./program.ts");
