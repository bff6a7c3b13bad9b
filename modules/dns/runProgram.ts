import { execa } from "execa";

/** A program of the system, to be run once. */
export interface ProgramRun {
  readonly file: string;
  /** Visible to everybody on this machine: no secrets. */
  readonly args: readonly string[];
  /** Standard input. */
  readonly input?: string;
  /** Besides the few variables that every such program gets; no secrets either. */
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds until it is killed. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** How a run ended. `killed`: by our time limit, or by a signal from elsewhere. */
export type ProgramEnd =
  | { readonly kind: "exited"; readonly code: number; readonly stderr: string }
  | { readonly kind: "killed"; readonly how: string }
  | { readonly kind: "cancelled" }
  | { readonly kind: "missing" };

/** Runs a program with nothing of our environment but what it needs, and never lets it outlive its time. */
export async function runProgram(run: ProgramRun): Promise<ProgramEnd> {
  const result = await execa(run.file, run.args, {
    env: { ...inherited(), LC_ALL: "C", ...run.env },
    extendEnv: false,
    reject: false,
    stdout: "ignore",
    timeout: run.timeoutMs,
    killSignal: "SIGKILL",
    ...(run.input === undefined ? { stdin: "ignore" as const } : { input: run.input }),
    ...(run.signal === undefined ? {} : { cancelSignal: run.signal }),
  });
  if (result.isCanceled) return { kind: "cancelled" };
  if (result.code === "ENOENT") return { kind: "missing" };
  if (result.timedOut) return { kind: "killed", how: `it was ended after ${run.timeoutMs / 1000} s` };
  if (result.exitCode === undefined) return { kind: "killed", how: `it ended by ${result.signal ?? result.code}` };
  return { kind: "exited", code: result.exitCode, stderr: result.stderr };
}

/** Where programs are, and where this machine's Kerberos realms are described. */
function inherited(): Record<string, string> {
  const { PATH = "/usr/bin:/bin", KRB5_CONFIG } = process.env;
  return { PATH, ...(KRB5_CONFIG === undefined ? {} : { KRB5_CONFIG }) };
}
