import { existsSync, readFileSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { execaSync } from "execa";
import { LabError } from "./labError.ts";
import { run } from "./run.ts";

/** Debian asks this program before a package starts its servers, https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt */
const startPolicy = "/usr/sbin/policy-rc.d";
/** Where the machine's own answer waits while ours is in its place. */
const savedPolicy = `${startPolicy}.activation-lab`;

/** What our own answer looks like, so that it is never taken for the machine's. */
const noStarts = "#!/bin/sh\n# The lab of activation-topology is installing packages.\nexit 101\n";

/** Debian packages that the lab needs. */
function wanted(): string[] {
  return readFileSync(new URL("packages.txt", import.meta.url), "utf8")
    .split("\n")
    .filter(Boolean);
}

/** Packages of packages.txt that are not installed; all of them where this is no Debian. */
export function missingPackages(): string[] {
  const packages = wanted();
  const { stdout = "" } = tryNow(["dpkg-query", "-s", ...packages]);
  const states = stdout.matchAll(/^Package: (\S+)\nStatus: \S+ ok installed$/gm);
  const installed = new Set([...states].map(([, name]) => name));
  return packages.filter((name) => !installed.has(name));
}

/** What this machine lacks for the lab, in words; empty where the lab can be brought up as things are. */
export function missingParts(): string[] {
  if (process.platform !== "linux") return ["Linux"];
  const packages = missingPackages();
  const parts = packages.length === 0 ? [] : [`Debian packages: ${packages.join(" ")}`];
  if (process.getuid?.() !== 0) return ["root", ...parts];
  return tryNow(["unshare", "--net", "--mount", "true"]).failed
    ? ["the right to make network and mount namespaces", ...parts]
    : parts;
}

function tryNow([file = "", ...args]: readonly string[]): { failed: boolean; stdout?: string } {
  return execaSync(file, args, { reject: false });
}

/** True where apt-get can bring what is missing: a Debian or its kin, and root. */
export function canInstall(): boolean {
  return existsSync("/usr/bin/apt-get") && process.getuid?.() === 0;
}

/**
 * Installs Debian packages without starting a single server of theirs.
 *
 * @param say - Told what is about to happen, before it does.
 * @throws {LabError} With apt-get's last words.
 */
export async function installPackages(
  packages: readonly string[],
  say: (text: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  if (packages.length === 0) return;
  say(`installing ${packages.length} Debian packages with apt-get: ${packages.join(" ")}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const aptGet = (...args: readonly string[]) =>
    run(["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120", ...args], { env, signal });
  const install = () => aptGet("install", "--no-install-recommends", ...packages);
  await forbidStarts();
  try {
    await install().catch(async () => {
      // Most often because this machine has no package lists yet, or old ones.
      if (signal?.aborted) throw new LabError("interrupted");
      say("apt-get could not do it with the package lists of this machine; fetching new ones");
      await aptGet("update");
      await install();
    });
  } finally {
    await allowStarts();
  }
  say(
    "installed; no server was started. They would start with the machine: `systemctl disable smbd nmbd winbind named ssh` stops that",
  );
}

async function forbidStarts(): Promise<void> {
  const own = existsSync(startPolicy) && readFileSync(startPolicy, "utf8") === noStarts;
  // An answer that was saved before is the machine's; the run that saved it was cut short.
  if (existsSync(startPolicy) && !own) await rename(startPolicy, savedPolicy);
  await writeFile(startPolicy, noStarts, { mode: 0o755 });
}

async function allowStarts(): Promise<void> {
  if (existsSync(savedPolicy)) await rename(savedPolicy, startPolicy);
  else await rm(startPolicy, { force: true });
}
