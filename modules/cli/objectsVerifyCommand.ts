import {
  isVerified,
  objectsVerifyJson,
  objectsVerifyMarkdown,
  objectsVerifyText,
  type VerifiedForest,
} from "../report/objectsVerify.ts";
import type { Format } from "./define.ts";
import { openEnvironment } from "./environment.ts";
import type { Io } from "./io.ts";
import { chosenForests } from "./objectsAccess.ts";
import { verifyForest } from "./objectsVerifyForest.ts";
import { viewOf } from "./view.ts";

/** What `activation objects verify` was asked for. */
export interface ObjectsVerifyInput {
  readonly environment: string;
  readonly project?: string;
  readonly forest?: string;
  readonly format: Format;
}

/**
 * Compares declared activation objects with those that are there, seen from each site's own domain controllers.
 *
 * @returns 0 where all is in order, else 1; what could not be found out is not in order.
 */
export async function objectsVerifyCommand(input: ObjectsVerifyInput, io: Io): Promise<number> {
  const environment = await openEnvironment(input.environment, input.project, io);
  const connections = chosenForests(environment, input.forest);
  io.progress(`verifying ${connections.map(({ forest }) => forest).join(", ")} ...\n`);
  const forests = await Promise.all(connections.map((connection) => verifyForest(connection, environment)));
  io.write(render(forests, input, io));
  return isVerified(forests) ? 0 : 1;
}

function render(forests: readonly VerifiedForest[], { environment, format }: ObjectsVerifyInput, io: Io): string {
  if (format === "json") return objectsVerifyJson(environment, forests);
  if (format === "markdown") return objectsVerifyMarkdown(environment, forests);
  return objectsVerifyText(forests, viewOf(io));
}
