import { findProductKeys } from "../topology/productKeys.ts";
import { Mismatch } from "./decode.ts";
import type { HostReading } from "./readingParts.ts";
import { readingShape } from "./readingShape.ts";
import { WindowsError } from "./windowsError.ts";

export type * from "./readingParts.ts";

/** The words around the read-back, as readBack.ps1 writes them. */
const start = /activation-host\/(\d{1,9}) (?=\{)/g;
const end = " activation-host/end";
const version = "1";

/**
 * Reads the marked line in a host's output, the last of them. What stands around it does not matter (CLIXML, warnings, a
 * byte order mark), nor do line breaks that a terminal put into it.
 *
 * @throws {WindowsError} Where there is none, or it cannot be believed.
 */
export function parseReadBack(stdout: string): HostReading {
  const text = stdout.replace(/[\r\n\uFEFF]/g, "");
  if (findProductKeys(stdout).length > 0 || findProductKeys(text).length > 0) throw productKey();
  const read = parsed(markedText(text));
  // Once more without the escapes of JSON.
  if (findProductKeys(JSON.stringify(read)).length > 0) throw productKey();
  try {
    return readingShape(read, "the read-back");
  } catch (cause) {
    if (!(cause instanceof Mismatch)) throw cause;
    throw new WindowsError("malformed", `${cause.message}; see that nothing else writes to the script's output`, cause);
  }
}

function markedText(text: string): string {
  const stop = text.lastIndexOf(end);
  const begun = [...text.matchAll(start)].findLast(({ index }) => stop === -1 || index < stop);
  if (begun === undefined && stop === -1) {
    throw new WindowsError(
      "noReadBack",
      `no read-back in ${text.length} characters of output, so the script did not come to its end; see its exit code and what it wrote to the error stream`,
    );
  }
  if (begun === undefined || stop === -1) {
    const part = begun === undefined ? "beginning" : "end";
    throw new WindowsError(
      "cutOff",
      `the ${part} of the read-back is missing; run it again, and see whether the connection or a limit of the output cut it off`,
    );
  }
  if (begun[1] !== version) {
    throw new WindowsError(
      "otherVersion",
      `the read-back is of version ${begun[1]}, this is ${version}; run the script of this version`,
    );
  }
  return text.slice(begun.index + begun[0].length, stop);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The parser's own message quotes the text.
    throw new WindowsError(
      "malformed",
      `the read-back of ${json.length} characters is not JSON; run it again, and see that nothing else writes to the script's output`,
    );
  }
}

function productKey(): WindowsError {
  return new WindowsError(
    "productKey",
    "the output holds what looks like a whole product key, and is not shown for that; find out what on the host prints it, a profile or a transcript hook, and treat the key as seen",
  );
}
