import { type Change, changesOf, warningsOf } from "../engine/events.ts";
import { failureOf } from "../engine/failure.ts";
import { runEngine } from "../engine/run.ts";
import type { Finding } from "../rules/rule.ts";
import { failing } from "../rules/run.ts";
import type { Environment } from "./environment.ts";
import { foreignRecordProblems, removalProblems } from "./guards.ts";
import { policyFindings } from "./policyFindings.ts";

/** What a preview showed. */
export interface Previewed {
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  /** What the program leaves to a person, and other warnings of the run. */
  readonly warnings: readonly string[];
  /** What stops the change besides the rules. */
  readonly problems: readonly string[];
  /** 0 in order, 1 rules or guards object, 2 it could not run. */
  readonly exitCode: 0 | 1 | 2;
}

export interface PreviewOptions {
  /** True: the engine's own display on this terminal. */
  readonly show: boolean;
  readonly allowRemovals: boolean;
}

/** Previews an environment with the policy pack and the guards; changes nothing. */
export async function previewed(environment: Environment, options: PreviewOptions): Promise<Previewed> {
  const { project, topology, places } = environment;
  const foreign = await foreignRecords(environment);
  const run = await runEngine("preview", project, { show: options.show });
  const findings = policyFindings(run.events, places);
  const removals = options.allowRemovals ? [] : removalProblems(run.events);
  const guards = [...foreign, ...removals];
  const seen = { changes: changesOf(run.events), findings, warnings: warningsOf(run.events) };
  if (run.exitCode === 0) return { ...seen, problems: guards, exitCode: guards.length === 0 ? 0 : 1 };
  const reasons = failureOf(run, project, options.show);
  if (reasons.length === 0 && failing(findings, topology.facts, "mandatory"))
    return { ...seen, problems: guards, exitCode: 1 };
  // A program or provider that failed leaves the rest of the stack unjudged: that is more than a finding.
  const why =
    reasons.length === 0 ? [`the engine gave no reason; \`pulumi preview --stack ${project.stack}\` may`] : reasons;
  return { ...seen, problems: [...guards, ...why], exitCode: 2 };
}

/** Asks Azure what the sets of this stack hold; nothing to ask where the file has no Azure zone. */
async function foreignRecords({ project, topology: { facts } }: Environment): Promise<readonly string[]> {
  if (!facts.zones.some((zone) => zone.provider === "azurePrivate")) return [];
  const args = ["--preview-only", "--target", "**azure-native:privatedns:PrivateRecordSet**"];
  const refresh = await runEngine("refresh", project, { show: false, args });
  const found = foreignRecordProblems(refresh.events, facts.zones);
  if (refresh.exitCode === 0) return found;
  const why = failureOf(refresh, project, false)[0] ?? "no reason given";
  return [
    ...found,
    `what the record sets on Azure hold could not be read (${why}), and an \`up\` would remove records of others in them unseen; make them readable and run it again`,
  ];
}
