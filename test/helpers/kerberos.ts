import { randomBytes } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { corp, type LabForest, other } from "../../lab/forests.ts";
import { processesOf } from "../../lab/network.ts";
import { run } from "../../lab/run.ts";
import { enterBare, insideDir, type Lab, labOf } from "../../lab/sites.ts";
import { labDir } from "./estate.ts";
import type { ForestName } from "./lab.ts";

/** An ordinary account of a forest of the lab, made for one test file. */
export interface KerberosAccount {
  /** `name@REALM`. */
  readonly principal: string;
  /** Its present key, as an administrator would export it. */
  keytab(): Promise<Buffer>;
  /** Gives it another password, so that keytabs of before are outdated. */
  changePassword(): Promise<void>;
  remove(): Promise<void>;
}

const forests: Readonly<Record<ForestName, LabForest>> = { "corp.example": corp, "other.example": other };

/** Makes an account with a random password that nobody knows. */
export async function kerberosAccount(forestName: ForestName): Promise<KerberosAccount> {
  const forest = forests[forestName];
  const name = `test-${randomBytes(4).toString("hex")}`;
  const principal = `${name}@${forest.name.toUpperCase()}`;
  await sambaTool(forest, ["user", "create", name, "--random-password"]);
  return {
    principal,
    keytab: () => exportKeytab(forest, principal),
    changePassword: () => sambaTool(forest, ["user", "setpassword", name, "--random-password"]),
    remove: () => sambaTool(forest, ["user", "delete", name]),
  };
}

/** The key of an account, which Samba takes out of its own database. */
export async function exportKeytab(forest: LabForest, principal: string): Promise<Buffer> {
  const file = `${randomBytes(8).toString("hex")}.keytab`;
  const config = `--configfile=${insideDir}/${forest.folder}/etc/smb.conf`;
  const command = ["samba-tool", "domain", "exportkeytab", `${insideDir}/${file}`, `--principal=${principal}`, config];
  await run(enterBare(lab(), command));
  try {
    return await readFile(`${lab().dir}/${file}`);
  } finally {
    await rm(`${lab().dir}/${file}`, { force: true });
  }
}

async function sambaTool(forest: LabForest, command: readonly string[]): Promise<void> {
  const base = `${insideDir}/${forest.folder}`;
  const where = ["-H", `${base}/private/sam.ldb`, `--configfile=${base}/etc/smb.conf`];
  await run(enterBare(lab(), ["samba-tool", ...command, ...where]));
}

/** The process of the name server that holds the zones of corp.example. */
export async function forestNameServer(): Promise<number> {
  for (const pid of await processesOf(lab(), "core")) {
    const [program = "", ...args] = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).split("\0");
    if (program.endsWith("named") && args.includes(`${insideDir}/${corp.folder}/named.conf`)) return pid;
  }
  throw new Error("the lab has no name server for corp.example");
}

function lab(): Lab {
  return labOf(labDir ?? "");
}
