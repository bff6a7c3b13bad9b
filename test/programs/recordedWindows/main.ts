import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { playRecordedRun, type RecordedState } from "../../helpers/recordedWindows.ts";

// A recording in place of Windows: it stands for powershell.exe on the PATH of an SSH session. Its state is a file.
const session = process.ppid;

/** Waits, and ends where the session ends: Windows takes the children of a session with it, and Linux does not. */
async function wait(ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    if (process.ppid !== session) process.exit(1);
    await pause(20);
  }
}

const [file = "", ...argv] = process.argv.slice(2);
const input = readFileSync(0, "utf8");
const state = JSON.parse(readFileSync(file, "utf8")) as RecordedState;
const { stdout, stderr, exitCode, waitBefore, waitAfter } = playRecordedRun(state, argv, input);
await wait(waitBefore);
writeFileSync(`${file}.new`, JSON.stringify(state));
renameSync(`${file}.new`, file);
await wait(waitAfter);
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = exitCode;
