import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import { labOf } from "../../lab/sites.ts";
import { labDir } from "./estate.ts";

/** Milliseconds that the files before may take. */
const patience = 300_000;

/**
 * Lets this file alone write the access list of the lab's container: files run side by side, and each counts on what
 * the list was before it came. Call it in a suite before its own hooks.
 */
export function takeTurnAtContainer(): void {
  let turn: Server | undefined;
  beforeAll(async () => {
    // The kernel gives the name back when the process ends, however that is.
    const name = `\0activation-test-container-${labOf(labDir ?? "").id}`;
    for (turn = await listen(name); turn === undefined; turn = await listen(name)) await pause(200);
  }, patience);
  afterAll(() => void turn?.close());
}

async function listen(name: string): Promise<Server | undefined> {
  const server = createServer().listen(name);
  const outcome = await Promise.race([once(server, "listening"), once(server, "error")]).catch(() => undefined);
  return server.listening && outcome !== undefined ? server : undefined;
}
