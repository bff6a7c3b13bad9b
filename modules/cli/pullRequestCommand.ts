import path from "node:path";
import { planDifference } from "../explain/difference.ts";
import { compareFindings, uncompared } from "../report/pullRequestFindings.ts";
import { invalidPullRequestJson, pullRequestJson } from "../report/pullRequestJson.ts";
import {
  invalidPullRequestMarkdown,
  type PullRequestStyle,
  pullRequestMarkdown,
} from "../report/pullRequestMarkdown.ts";
import type { Base, PullRequestReport } from "../report/pullRequestReport.ts";
import { type FailOn, failing } from "../rules/run.ts";
import type { Facts } from "../topology/model.ts";
import { TopologyError } from "../topology/problem.ts";
import { type Checked, checkFile } from "./checkFile.ts";
import type { Format } from "./define.ts";
import { CliError, type Io } from "./io.ts";
import { readPreview } from "./pullRequestPreview.ts";

/** What `activation pull-request` was asked for. */
export interface PullRequestInput {
  readonly file: string;
  /** Path of the same file as the target branch has it. */
  readonly base?: string;
  /** Path of what `activation preview --format json` wrote. */
  readonly preview?: string;
  readonly limit?: string;
  readonly links?: string;
  readonly format: Format;
  readonly failOn: FailOn;
}

/**
 * Prints what a change of a topology file does: plan, findings, resources.
 *
 * @returns What `check` of the file returns: 1 where a finding reaches `failOn`, else 0; 2 where the file is no topology.
 */
export async function pullRequestCommand(input: PullRequestInput, io: Io): Promise<number> {
  const style = styleOf(input);
  const preview = input.preview === undefined ? null : await readPreview(input.preview, io);
  const older = await baseOf(input.base, io);
  const head = await checkFile(input.file, io).catch((error: unknown) => asInvalid(error));
  if (head instanceof TopologyError) {
    const environment = await environmentOf(input.file, older, io);
    const report = { environment, file: input.file, problems: head.problems };
    io.writeError(`${head.message}\n`);
    io.write(input.format === "json" ? invalidPullRequestJson(report) : invalidPullRequestMarkdown(report, style));
    return 2;
  }
  const { facts } = head.world;
  const fails = failing(head.findings, facts, input.failOn);
  const report = { environment: facts.environment, file: input.file, fails, preview, ...compared(older, head) };
  io.write(input.format === "json" ? pullRequestJson(report) : pullRequestMarkdown(report, style));
  return fails ? 1 : 0;
}

interface Older {
  readonly base: Base;
  /** Null where there is nothing to compare with. */
  readonly checked: Checked | null;
}

/** Whatever is wrong with the older file is told; it is not the fault of the newer one. */
async function baseOf(file: string | undefined, io: Io): Promise<Older> {
  if (file === undefined) return { base: { state: "unnamed" }, checked: null };
  try {
    return { base: { state: "compared" }, checked: await checkFile(file, io) };
  } catch (error) {
    if (error instanceof TopologyError) return { base: { state: "invalid", problems: error.problems }, checked: null };
    if (isMissing(error)) return { base: { state: "absent" }, checked: null };
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof CliError && error.cause instanceof Error && "code" in error.cause && error.cause.code === "ENOENT"
  );
}

function asInvalid(error: unknown): TopologyError {
  if (error instanceof TopologyError) return error;
  throw error;
}

function compared(
  { base, checked }: Older,
  head: Checked,
): Pick<PullRequestReport, "base" | "difference" | "findings"> {
  const { facts } = head.world;
  if (checked !== null) {
    const difference = planDifference(checked.world.facts, facts);
    return { base, difference, findings: compareFindings(checked.findings, head.findings) };
  }
  if (base.state !== "absent") return { base, difference: null, findings: uncompared(head.findings) };
  const nothing: Facts = { ...facts, sites: [], kmsHosts: [] };
  return { base, difference: planDifference(nothing, facts), findings: compareFindings([], head.findings) };
}

/** The comment of a file that cannot be read is the same as before, so its environment has to be found all the same. */
async function environmentOf(file: string, { checked }: Older, io: Io): Promise<string> {
  const stated = /^environment:[ \t]*["']?([A-Za-z0-9][\w.-]*)/m.exec(await io.readFile(file))?.[1];
  return stated ?? checked?.world.facts.environment ?? path.basename(file).replace(/\..*$/, "");
}

/** Below it not even verdict and remark have room. */
const leastLimit = 1000;

function styleOf({ limit, links = "", format }: PullRequestInput): PullRequestStyle {
  if (limit === undefined) return { limit: Number.POSITIVE_INFINITY, links };
  if (format === "json")
    throw new CliError("--limit cuts Markdown and not JSON; leave one of --limit and --format json out");
  if (!/^\d{1,9}$/.test(limit) || Number(limit) < leastLimit) {
    throw new CliError(
      `--limit has to be a number of characters from ${leastLimit} on, and is ${limit}; GitHub takes 65536, Azure DevOps 150000`,
    );
  }
  return { limit: Number(limit), links };
}
