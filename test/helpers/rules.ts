import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Finding } from "../../modules/rules/rule.ts";
import { checkout, type Done, type TestEstate, testEstate } from "./estate.ts";
import type { PolicyConfig } from "./policyHarness.ts";

/** The program that adds offending resources to the real one. */
const offending = path.join(checkout, "test/programs/offending");
const policyPack = path.join(checkout, "policies/run");

/** How one command judged. */
export interface Judged {
  readonly exitCode: number;
  /** Without places, which only a file has, and without the end of a key that is made up anew in each run. */
  readonly findings: readonly Finding[];
  /** What stopped a preview besides the rules. */
  readonly problems: readonly string[];
}

/** The text of a topology of test/topologies/. */
export function ruleTopology(name: string): Promise<string> {
  return readFile(path.join(checkout, `test/topologies/${name}.topology.yaml`), "utf8");
}

/** A stack of the offending program; what needs DNS servers or directories is left out of it. */
export async function ruleEstate(name: string, topology: string): Promise<TestEstate> {
  // Nobody makes the folder for the configuration of a stack, and this one is not under version control.
  await mkdir(path.join(offending, "stacks"), { recursive: true });
  const estate = await testEstate({ name, project: offending, topology });
  await estate.config("leaveOut", JSON.stringify(["rfc2136", "activeDirectory"]));
  return estate;
}

/** What `activation preview` says. */
export async function preview(estate: TestEstate): Promise<Judged> {
  return judged(await estate.activation("preview", estate.stack, "--project", offending, "--format", "json"));
}

/** What plain `pulumi preview` says with the policy pack, and a policy configuration for it. */
export async function plainPreview(estate: TestEstate, config?: PolicyConfig): Promise<Done> {
  const args = ["preview", "--policy-pack", policyPack];
  if (config === undefined) return estate.pulumi(...args);
  const file = path.join(estate.dir, "policyConfig.json");
  await writeFile(file, JSON.stringify(config));
  return estate.pulumi(...args, "--policy-pack-config", file);
}

/** What `activation check FILE` says. */
export async function checkFile(estate: TestEstate, ...args: readonly string[]): Promise<Judged> {
  return judged(await estate.activation("check", estate.topologyFile, "--format", "json", ...args));
}

/** What `activation check --state` says, once plain `pulumi up` has brought the stack up without the policy pack. */
export async function checkState(estate: TestEstate): Promise<Judged> {
  const { exitCode, stdout, stderr } = await estate.pulumi("up", "--yes", "--skip-preview");
  if (exitCode !== 0) throw new Error(`${stdout}\n${stderr}`);
  const file = path.join(estate.dir, "state.json");
  await writeFile(file, (await estate.pulumi("stack", "export")).stdout);
  return judged(await estate.activation("check", "--state", file, "--format", "json"));
}

function judged({ exitCode, stdout, stderr }: Done): Judged {
  if (!stdout.startsWith("{")) throw new Error(`exit code ${exitCode}, no findings: ${stderr}`);
  const { findings, problems = [] } = JSON.parse(stdout) as Omit<Judged, "exitCode">;
  return { exitCode, findings: findings.map(comparable), problems };
}

function comparable({ place: _, ...finding }: Finding): Finding {
  return { ...finding, message: finding.message.replace(/(?<=(?:XXXXX-){4})\w{5}/, "?????") };
}
