import { type Change, changesOf, errorsOf } from "../engine/events.ts";
import { remedyFor, runEngine } from "../engine/run.ts";
import type { Finding } from "../rules/rule.ts";
import type { Environment } from "./environment.ts";
import { foreignRecordProblems, removalProblems } from "./guards.ts";
import { policyFindings } from "./policyFindings.ts";

/** What a preview showed. */
export interface Previewed {
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
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
  const changes = changesOf(run.events);
  if (run.exitCode === 0) return { changes, findings, problems: guards, exitCode: guards.length === 0 ? 0 : 1 };
  const stopped = findings.some((finding) => finding.severity === "mandatory" && finding.status === "fail");
  if (stopped) return { changes, findings, problems: guards, exitCode: 1 };
  const said = [...errorsOf(run.events), ...(options.show ? [] : [run.stderr.trim()]), remedyFor(run, project)];
  const problems = [...new Set(said)].filter((text) => text !== undefined && text !== "") as string[];
  return { changes, findings, problems: [...guards, ...problems], exitCode: 2 };

  /** Asks Azure what the sets of this stack hold; nothing to ask where the file has no Azure zone. */
  async function foreignRecords({ topology: { facts } }: Environment): Promise<readonly string[]> {
    if (!topology.facts.zones.some((zone) => zone.provider === "azurePrivate")) return [];
    const args = ["--preview-only", "--target", "**azure-native:privatedns:PrivateRecordSet**"];
    const refresh = await runEngine("refresh", project, { show: false, args });
    return foreignRecordProblems(refresh.events, facts.zones);
  }
}
