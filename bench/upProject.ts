import { chmod, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { root, timed } from "./measure.ts";
import type { ProgramInput } from "./recordsProgram.ts";

/** One `pulumi up`, from nothing. */
export interface UpRun {
  /** What its records are: the product's, or made at once and nowhere. */
  readonly provider: "product" | "noOp";
  /** The engine writes its whole state after each step, so that a killed `up` loses nothing. */
  readonly checkpoints: boolean;
  readonly input: ProgramInput;
}

/** Milliseconds. */
export interface UpTimes {
  readonly whole: number;
  /** In which the provider had at least one record under way. */
  readonly provider: number;
}

/** Runs `recordsProgram.ts` with a project, a state and a stack of its own, of which nothing stays. */
export async function timedUp(run: UpRun): Promise<UpTimes> {
  const dir = await mkdtemp(join(tmpdir(), "activation-bench-up-"));
  try {
    await writeProject(dir, run);
    await pulumi(dir, run, "stack", "init", "bench");
    const whole = await timed(() => pulumi(dir, run, "up", "--yes", "--skip-preview", "--stack", "bench"));
    return { whole, provider: Number(await readFile(join(dir, "busy"), "utf8")) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function writeProject(dir: string, { provider, input }: UpRun): Promise<void> {
  const project = {
    name: "bench",
    runtime: { name: "nodejs", options: { typescript: false } },
    main: "index.mjs",
    plugins: { providers: [{ name: "activation", path: dir }] },
  };
  // The input holds the secret of a key that BIND made for this run and forgets after it.
  await writeFile(join(dir, "bench.json"), JSON.stringify(input), { mode: 0o600 });
  await writeFile(join(dir, "Pulumi.yaml"), JSON.stringify(project));
  await writeFile(join(dir, "package.json"), JSON.stringify({ type: "module" }));
  await writeFile(join(dir, "index.mjs"), `import ${JSON.stringify(join(root, "bench/recordsProgram.ts"))};\n`);
  await symlink(join(root, "node_modules"), join(dir, "node_modules"));
  const plugin = join(dir, "pulumi-resource-activation");
  const command = `node "${join(root, "bench/provider.ts")}" ${provider} "${join(dir, "busy")}" "$@"`;
  await writeFile(plugin, `#!/bin/sh\nexec ${command}\n`);
  await chmod(plugin, 0o755);
}

async function pulumi(dir: string, { checkpoints }: UpRun, ...args: readonly string[]): Promise<void> {
  const env = {
    PATH: `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}`,
    PULUMI_HOME: join(dir, "home"),
    PULUMI_BACKEND_URL: `file://${dir}`,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase of one run",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...(checkpoints ? {} : { PULUMI_SKIP_CHECKPOINTS: "true" }),
  };
  await execa("pulumi", [...args, "--non-interactive"], { cwd: dir, env, stdin: "ignore" });
}
