import { endOnSignal, wasInterrupted } from "../engine/interruption.ts";
import { nodeIo } from "./nodeIo.ts";
import { runActivation } from "./program.ts";

// A reader that has seen enough (`activation plan FILE | head`) is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

endOnSignal((text) => void process.stderr.write(text));
process.exitCode = await runActivation(process.argv.slice(2), nodeIo());
// What other readers of an interrupted command still wait for is of no use to anybody.
if (wasInterrupted()) process.exit();
