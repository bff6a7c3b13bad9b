import { existsSync, readdirSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { makeForest, startForest } from "./forest.ts";
import { addPlaceholder, delegateToServiceAccount } from "./forestContent.ts";
import { corp, other } from "./forests.ts";
import { LabError } from "./labError.ts";
import { startForestNameServer, startSiteNameServer } from "./nameServers.ts";
import { makeSites, processesOf, removeSites, standingSites } from "./network.ts";
import { passwordFile } from "./passwords.ts";
import { addresses, type Lab, labOf } from "./sites.ts";

/** Shows that a state directory is a lab's, so that nothing else is ever emptied; written first. */
const marker = "lab.json";
/** Servers of a lab that is up: two domain controllers and two name servers. */
const serversUp = 4;

export interface LabUpOptions {
  /** State directory. */
  readonly dir: string;
  /** Told about each step as it is done. */
  readonly onStep?: (step: string) => void;
  /** Aborting it ends the work and takes away what had been made. */
  readonly signal?: AbortSignal;
}

/**
 * Brings the lab up, clearing away first whatever an earlier run left in the same state directory.
 *
 * Leaves in the state directory, readable by root alone: `secrets.json` with `siteExampleTsig` and `corpBindPassword`
 * (of svc-audit), `ca.pem` and `other-ca.pem` of the two forests, and `passwords/FOREST/ACCOUNT`.
 *
 * @throws {LabError} Where a step fails; servers and namespaces are gone by then, the logs stay in the state directory.
 */
export async function labUp({ dir, onStep = () => {}, signal }: LabUpOptions): Promise<Lab> {
  const lab = claim(dir);
  return await alone(lab, async () => {
    await removeSites(lab);
    await empty(lab);
    try {
      await build(lab, onStep, signal);
      return lab;
    } catch (error) {
      await removeSites(lab);
      if (signal?.aborted) throw new LabError("interrupted; what had been made is gone again", { cause: error });
      throw error;
    }
  });
}

async function build(lab: Lab, onStep: (step: string) => void, signal?: AbortSignal): Promise<void> {
  await writeFile(`${lab.dir}/${marker}`, `${JSON.stringify({ id: lab.id })}\n`);
  await Promise.all([
    makeSites(lab, signal),
    writeFile(`${lab.dir}/hosts`, hosts()),
    writeFile(
      `${lab.dir}/resolv.conf`,
      `nameserver ${addresses.bind}\nsearch ${corp.name}\noptions timeout:2 attempts:1\n`,
    ),
    writeFile(`${lab.dir}/krb5.conf`, krb5Conf()),
  ]);
  onStep("three sites: core, branch, isolated");
  const secret = startSiteNameServer(lab, signal);
  await allOf([corpUp(lab, onStep, signal), otherUp(lab, onStep, signal), secret]);
  await writeSecrets(lab, await secret);
  await writeFile(`${lab.dir}/${marker}`, `${JSON.stringify({ id: lab.id, up: true })}\n`);
}

/** Waits for all of them before it fails with the first failure, so that none is at work while the lab is torn down. */
async function allOf(work: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

async function corpUp(lab: Lab, onStep: (step: string) => void, signal?: AbortSignal): Promise<void> {
  await makeForest(lab, corp, signal);
  onStep(`forest ${corp.name} is made`);
  await allOf([
    startForest(lab, corp, signal),
    startForestNameServer(lab, signal),
    delegateToServiceAccount(lab, corp, signal),
  ]);
  await addPlaceholder(lab, corp, { signal });
  onStep(`forest ${corp.name} answers on ${addresses.corp}: LDAP, Kerberos, DNS`);
}

async function otherUp(lab: Lab, onStep: (step: string) => void, signal?: AbortSignal): Promise<void> {
  await makeForest(lab, other, signal);
  await startForest(lab, other, signal);
  onStep(`forest ${other.name} answers on ${addresses.other}; its RPC server (not a KMS host) on TCP 1688`);
}

async function writeSecrets(lab: Lab, siteExampleTsig: string): Promise<void> {
  const corpBindPassword = await readFile(passwordFile(lab, corp.name, "svc-audit"), "utf8");
  const secrets = `${JSON.stringify({ siteExampleTsig, corpBindPassword })}\n`;
  const ca = (folder: string) => readFile(`${lab.dir}/${folder}/certificates/ca.pem`);
  const files = { "secrets.json": secrets, "ca.pem": await ca(corp.folder), "other-ca.pem": await ca(other.folder) };
  for (const [name, text] of Object.entries(files)) await writeFile(`${lab.dir}/${name}`, text, { mode: 0o600 });
}

function hosts(): string {
  return `127.0.0.1 localhost\n${addresses.corp} ${corp.controller}\n${addresses.other} ${other.controller}\n`;
}

function krb5Conf(): string {
  const realm = corp.name.toUpperCase();
  return `[libdefaults]
  default_realm = ${realm}
  dns_lookup_kdc = false
  dns_canonicalize_hostname = false
  rdns = false
[realms]
  ${realm} = {
    kdc = ${addresses.corp}
  }
[domain_realm]
  .${corp.name} = ${realm}
  ${corp.name} = ${realm}
`;
}

/**
 * Takes the lab away: its processes, namespaces and state directory. Does nothing where there is none.
 *
 * @throws {LabError} Where the directory is not a lab's, or an `up` is at work in it.
 */
export async function labDown(dir: string): Promise<void> {
  const lab = claim(dir);
  await alone(lab, async () => {
    await removeSites(lab);
    await empty(lab);
    await rm(lab.dir, { recursive: true, force: true });
  });
}

export interface LabStatus {
  readonly lab: Lab;
  /** `partial`: something of it is there, and it does not work; `up` and `down` both put that right. */
  readonly state: "up" | "partial" | "down";
}

/** Says whether the lab of a state directory is there. */
export async function labStatus(dir: string): Promise<LabStatus> {
  const existed = existsSync(dir);
  const lab = labOf(dir);
  const sites = standingSites(lab);
  if (!existed) await rm(lab.dir, { recursive: true, force: true });
  if (sites.length === 0) return { lab, state: "down" };
  const finished =
    existsSync(`${lab.dir}/${marker}`) && (await readFile(`${lab.dir}/${marker}`, "utf8")).includes("up");
  const servers = await processesOf(lab, "core");
  return { lab, state: finished && servers.length >= serversUp ? "up" : "partial" };
}

/** The lab of a directory that is one already, or that is empty. */
function claim(dir: string): Lab {
  if (process.env.ACTIVATION_LAB_SITE !== undefined) {
    throw new LabError(
      "this is inside a site of a lab, and what is made here would be lost to all others; leave it first",
    );
  }
  const lab = labOf(dir);
  const content = readdirSync(lab.dir);
  if (content.length > 0 && !content.includes(marker)) {
    throw new LabError(`${lab.dir} holds something else than a lab; name an empty or a new directory`);
  }
  return lab;
}

async function empty(lab: Lab): Promise<void> {
  // The marker goes last: whoever is interrupted here is still recognised the next time.
  const content = readdirSync(lab.dir).sort((a, b) => Number(a === marker) - Number(b === marker));
  for (const name of content) await rm(`${lab.dir}/${name}`, { recursive: true, force: true });
}

/** Keeps two runs out of one state directory; the kernel drops the lock with the process, however that ends. */
async function alone<T>(lab: Lab, work: () => Promise<T>): Promise<T> {
  const lock = createServer();
  await new Promise<void>((resolve, reject) => {
    lock.once("error", () =>
      reject(new LabError(`another up or down is at work in ${lab.dir}; wait for it or stop it`)),
    );
    lock.listen(`\0activation-lab-${lab.id}`, resolve);
  });
  try {
    return await work();
  } finally {
    lock.close();
  }
}
