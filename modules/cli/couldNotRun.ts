import { findingsText } from "../report/findingsText.ts";
import type { Io } from "./io.ts";
import type { Previewed } from "./previewed.ts";
import { viewOf } from "./view.ts";

/** Tells a person why a preview could not run to its end, after what the rules object to besides. @returns 2 */
export function couldNotRun(environment: string, { findings, problems }: Previewed, io: Io): 2 {
  const objections = findings.filter(({ severity, status }) => severity === "mandatory" && status === "fail");
  if (objections.length > 0) io.write(findingsText(objections, viewOf(io)));
  io.writeError(`${[`${environment} could not be previewed, and nothing was changed:`, ...problems].join("\n")}\n`);
  return 2;
}
