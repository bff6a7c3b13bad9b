import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Finding } from "../../modules/rules/rule.ts";
import { checkout, type Done, type TestEstate, testEstate } from "./estate.ts";

/** Folder of the program that adds offending resources to the real one. */
const offending: string = path.join(checkout, "test/programs/offending");

/** How one command judged: what it found, and how it ended. */
export interface Judged {
  readonly exitCode: number;
  /** Without places: only a file has them. */
  readonly findings: readonly Finding[];
  /** What stopped a preview besides the rules. */
  readonly problems: readonly string[];
}

/** An estate of the offending program with a topology of test/topologies/, without servers of its own. */
export async function ruleEstate(name: string, topology: string): Promise<TestEstate> {
  // The engine makes no folder for the configuration of a stack, and this one is not under version control.
  await mkdir(path.join(offending, "stacks"), { recursive: true });
  const text = await readFile(path.join(checkout, `test/topologies/${topology}.topology.yaml`), "utf8");
  const estate = await testEstate({ name, project: offending, topology: text });
  await estate.config("leaveOut", JSON.stringify(["rfc2136", "activeDirectory"]));
  return estate;
}

/** What `activation preview` says. */
export async function previewOf(estate: TestEstate): Promise<Judged> {
  return judged(await estate.activation("preview", estate.stack, "--project", offending, "--format", "json"));
}

/** What `activation check FILE` says. */
export async function checkOfFile(estate: TestEstate, ...args: readonly string[]): Promise<Judged> {
  return judged(await estate.activation("check", estate.topologyFile, "--format", "json", ...args));
}

/** Brings the stack up without the policy pack. */
export async function upUnchecked(estate: TestEstate): Promise<void> {
  const { exitCode, stdout, stderr } = await estate.pulumi("up", "--yes", "--skip-preview");
  if (exitCode !== 0) throw new Error(`${stdout}\n${stderr}`);
}

/** What `activation check --state` says of the exported stack. */
export async function checkOfState(estate: TestEstate): Promise<Judged> {
  const file = path.join(estate.dir, "state.json");
  await writeFile(file, (await estate.pulumi("stack", "export")).stdout);
  return judged(await estate.activation("check", "--state", file, "--format", "json"));
}

/** What plain `pulumi preview` says with the policy pack. */
export function plainPreview(estate: TestEstate): Promise<Done> {
  return estate.pulumi("preview", "--policy-pack", path.join(checkout, "policies/run"));
}

function judged({ exitCode, stdout, stderr }: Done): Judged {
  if (!stdout.startsWith("{")) throw new Error(`exit code ${exitCode}: ${stderr}`);
  const { findings, problems = [] } = JSON.parse(stdout) as Omit<Judged, "exitCode">;
  return { exitCode, findings: findings.map(({ place: _, ...finding }) => finding), problems };
}
