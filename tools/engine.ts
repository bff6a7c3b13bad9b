/**
 * Finds the Pulumi engine, or brings one: a `pulumi` on PATH that is new enough, else the official npm package, which
 * downloads it, else a build from tagged Go modules pinned in tools/engine/. Whatever is found is tried on a real
 * program before it is trusted, once for each version.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { cacheDir, localBin, root } from "./paths.ts";

/** Policy packs can be files since this version of the engine. */
const oldestMinor = 255;
/** Newest version of the npm package that downloads the engine. */
const npmPackage = "pulumi@3.265.0";
const goModules = path.join(root, "tools", "engine");
const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

export interface Engine {
  /** The program. */
  readonly pulumi: string;
  readonly version: string;
  readonly source: "PATH" | "npm package" | "built from Go modules";
}

/** Tells a person what is going on; one line each. */
export type Say = (line: string) => void;

/** Environment in which the engine asks nobody outside for anything. */
const quietEnv = {
  PULUMI_SKIP_UPDATE_CHECK: "true",
  PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
};

/**
 * The engine to use, linked into node_modules/.bin so that `npm exec -- pulumi` is this one.
 *
 * @throws {Error} worded for a person, where none can be had.
 */
export async function ensureEngine(say: Say, signal?: AbortSignal): Promise<Engine> {
  const engine = (await onPath()) ?? (await built()) ?? (await fromNpm(say, signal)) ?? (await build(say, signal));
  signal?.throwIfAborted();
  await tryOut(engine, say);
  await link(engine);
  return engine;
}

async function versionOf(pulumi: string): Promise<string | undefined> {
  const answer = await execa(pulumi, ["version"], { reject: false, env: quietEnv, timeout: 30_000 });
  return answer.exitCode === 0 ? answer.stdout.trim() : undefined;
}

/** Whether a version (`v3.274.1`) can do what we need. */
export function fits(version: string | undefined): version is string {
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version ?? "") ?? [];
  return Number(major) > 3 || (Number(major) === 3 && Number(minor) >= oldestMinor);
}

/** An install of the user's own; our link in node_modules/.bin does not count. */
async function onPath(): Promise<Engine | undefined> {
  const dirs = (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter((dir) => dir !== "" && path.resolve(dir) !== localBin);
  const pulumi = dirs.map((dir) => path.join(dir, "pulumi")).find((file) => existsSync(file));
  if (pulumi === undefined) return undefined;
  const version = await versionOf(pulumi);
  return fits(version) ? { pulumi, version, source: "PATH" } : undefined;
}

/** Where the build of exactly these pinned modules is kept. */
async function buildDir(): Promise<string> {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  for (const part of ["cli/go.mod", "cli/go.sum", "nodejs/go.mod", "nodejs/go.sum"])
    hash.update(await readFile(path.join(goModules, part)));
  return path.join(cacheDir, "engine", hash.digest("hex").slice(0, 16));
}

async function built(): Promise<Engine | undefined> {
  const pulumi = path.join(await buildDir(), "pulumi");
  if (!existsSync(pulumi)) return undefined;
  const version = await versionOf(pulumi);
  return fits(version) ? { pulumi, version, source: "built from Go modules" } : undefined;
}

/** The official npm package: it downloads the release into a PULUMI_HOME, here one in our cache. */
async function fromNpm(say: Say, signal: AbortSignal | undefined): Promise<Engine | undefined> {
  const home = path.join(cacheDir, "pulumi-home");
  const release = path.join(home, "versions", npmPackage.split("@")[1] ?? "");
  const pulumi = path.join(release, "bin", "pulumi");
  if (!existsSync(pulumi) || !fits(await versionOf(pulumi))) {
    say("no Pulumi on PATH; asking the official npm package for one");
    await rm(release, { recursive: true, force: true }); // half a download
    await mkdir(cacheDir, { recursive: true });
    await execa("npm", ["exec", "--yes", `--package=${npmPackage}`, "--", "pulumi", "version"], {
      cwd: cacheDir, // npm must not take our checkout for the project that it runs in
      env: { ...quietEnv, PULUMI_HOME: home },
      reject: false,
      timeout: 300_000,
      ...(signal === undefined ? {} : { cancelSignal: signal }),
    });
    signal?.throwIfAborted();
  }
  const version = existsSync(pulumi) ? await versionOf(pulumi) : undefined;
  return fits(version) ? { pulumi, version, source: "npm package" } : undefined;
}

async function build(say: Say, signal: AbortSignal | undefined): Promise<Engine> {
  const go = await execa("go", ["version"], { reject: false });
  if (go.exitCode !== 0)
    throw new Error(
      "no Pulumi was found, none can be downloaded, and there is no Go to build it with; install Pulumi 3.255 or later, or Go 1.26, and run again",
    );
  const work = path.join(cacheDir, "engine-build");
  await mkdir(work, { recursive: true });
  const bin = await mkdtemp(path.join(work, "bin-"));
  say("building the Pulumi engine from pinned Go modules: about 5 minutes, once for each version");
  try {
    await compile({ work, bin, signal }, say);
  } catch (error) {
    // Another clone that has finished the same build takes the shared caches away.
    const other = await built();
    if (other === undefined) throw error;
    return other;
  }
  const target = await buildDir();
  await mkdir(path.dirname(target), { recursive: true });
  // Complete or not there: whoever looks sees no half of it. Another clone may have been first, which is as good.
  await rename(bin, target).catch(async (error) => {
    if (!existsSync(target)) throw error;
  });
  // Module and build caches (some 3 GB) have done their work; after an interruption they are still there.
  await rm(work, { recursive: true, force: true });
  const engine = await built();
  if (engine === undefined)
    throw new Error(`the engine in ${target} was built but does not run; remove that folder and run again`);
  return engine;
}

interface Building {
  /** Where module and build caches are kept until the build is done. */
  readonly work: string;
  /** Where the programs go. */
  readonly bin: string;
  readonly signal: AbortSignal | undefined;
}

async function compile(at: Building, say: Say): Promise<void> {
  await goInstall("cli", await pinned("cli", "github.com/pulumi/pulumi/pkg/v3"), "osusergo grpcnotrace", at);
  say("the engine is built; building its Node.js host");
  await goInstall("nodejs", await pinned("nodejs", "github.com/pulumi/pulumi/sdk/v3"), "osusergo", at);
}

/** The version of a module that a go.mod of ours pins. */
async function pinned(name: string, module: string): Promise<string> {
  const text = await readFile(path.join(goModules, name, "go.mod"), "utf8");
  const version = text
    .split("\n")
    .map((line) =>
      line
        .trim()
        .replace(/^require /, "")
        .split(/\s+/),
    )
    .find(([m]) => m === module)?.[1];
  if (version === undefined) throw new Error(`tools/engine/${name}/go.mod does not pin ${module}`);
  return version;
}

async function goInstall(name: string, version: string, tags: string, at: Building): Promise<void> {
  const args = ["install", "-trimpath", "-tags", tags, "-ldflags", `-s -w -X ${versionVariable}=${version}`, "tool"];
  const done = await execa("go", args, {
    cwd: path.join(goModules, name),
    env: {
      CGO_ENABLED: "0",
      GOBIN: at.bin,
      GOFLAGS: "-modcacherw",
      GOMODCACHE: path.join(at.work, "modules"),
      GOCACHE: path.join(at.work, "objects"),
    },
    reject: false,
    stdin: "ignore",
    ...(at.signal === undefined ? {} : { cancelSignal: at.signal }),
  });
  at.signal?.throwIfAborted();
  if (done.exitCode !== 0) throw new Error(`building tools/engine/${name} failed:\n${done.stderr.slice(-2000)}`);
}

/** Previews a program of one output: engine, Node host and SDK work together, or we say so. */
async function tryOut(engine: Engine, say: Say): Promise<void> {
  const file = await realpath(engine.pulumi);
  const stamp = path.join(cacheDir, "tried", createHash("sha256").update(`${file} ${engine.version}`).digest("hex"));
  if (existsSync(stamp)) return;
  say(`trying Pulumi ${engine.version} (${engine.source})`);
  // In the checkout, because the program must find the installed SDK.
  await mkdir(path.join(root, ".cache"), { recursive: true });
  const dir = await mkdtemp(path.join(root, ".cache", "trial-"));
  try {
    await writeFile(
      path.join(dir, "Pulumi.yaml"),
      "name: trial\nruntime: { name: nodejs, options: { typescript: false } }\n",
    );
    await writeFile(path.join(dir, "package.json"), '{ "name": "trial", "type": "commonjs", "main": "index.js" }\n');
    await writeFile(path.join(dir, "index.js"), 'exports.answer = require("@pulumi/pulumi").output("tried");\n');
    await mkdir(path.join(dir, "state"));
    const env = {
      ...quietEnv,
      PATH: `${localBin}${path.delimiter}${process.env.PATH}`,
      PULUMI_HOME: path.join(dir, "home"),
      PULUMI_BACKEND_URL: `file://${path.join(dir, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "trial",
    };
    const pulumi = (...args: string[]) =>
      execa(engine.pulumi, [...args, "--non-interactive"], { cwd: dir, env, reject: false, timeout: 120_000 });
    await pulumi("stack", "init", "trial");
    const preview = await pulumi("preview", "--stack", "trial");
    if (preview.exitCode !== 0 || !preview.stdout.includes("tried"))
      throw new Error(
        `Pulumi ${engine.version} at ${engine.pulumi} does not run a program:\n${preview.stdout}\n${preview.stderr}`,
      );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  await mkdir(path.dirname(stamp), { recursive: true });
  await writeFile(stamp, "");
}

/** Only `pulumi` itself: it finds its language host beside the file that the link leads to. */
async function link(engine: Engine): Promise<void> {
  const name = path.join(localBin, "pulumi");
  // In one step: another run may be using it.
  const draft = `${name}.${process.pid}`;
  await rm(draft, { force: true });
  await symlink(await realpath(engine.pulumi), draft);
  await rename(draft, name);
}
