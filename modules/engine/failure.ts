import { type EngineEvent, errorsOf, madeBy, nameOf } from "./events.ts";
import type { Project } from "./project.ts";
import { passphraseRemedy, saysPassphrase } from "./remedies.ts";
import type { EngineRun } from "./run.ts";

/**
 * Why a run failed: the errors that it reported, what it printed to stderr, and what helps; each thing once.
 *
 * Errors of a run that was asked to end are those of what it left off, and say nothing.
 *
 * @param shown - True where the engine had the terminal, so that its stderr has been read already.
 */
export function failureOf(run: EngineRun, project: Project, shown: boolean): readonly string[] {
  const printed = shown ? [] : [run.stderr.trim()];
  const said = run.ended === "asked" ? [] : [...errorsOf(run.events), ...printed];
  return [...new Set([...said, ...remedies(run, project)])].filter((text) => text !== "");
}

/** What a person can do about a run that failed, where the engine's own words do not say it. */
function remedies(run: EngineRun, { stack }: Project): readonly string[] {
  const said = run.stderr + run.events.map((e) => e.diagnosticEvent?.message ?? "").join("\n");
  const cancel = `\`pulumi cancel --yes --stack ${stack}\``;
  if (/currently locked by/.test(said))
    return [
      `another run holds the stack; wait for it, or, if it was killed, free it with ${cancel} and run the same command again`,
    ];
  if (saysPassphrase(said)) return [passphraseRemedy];
  if (run.command !== "up") return run.ended === "killed" ? ["the engine was killed; run the same command again"] : [];
  const made = madeSentence(madeBy(run.events));
  const again = `run \`activation up ${stack}\` again to go on`;
  if (run.ended === "asked") return [`interrupted; ${made}; ${again}`];
  if (run.ended === "killed")
    return [
      `the engine was killed; ${made}, but what it was making at that moment is not known: free the stack with ${cancel}, then ${again}`,
    ];
  if (run.events.length === 0) return [];
  return [...takeOvers(run.events, stack), `${made}; put the above right and ${again}`];
}

function madeSentence(count: number): string {
  if (count === 0) return "nothing was changed";
  return count === 1
    ? "1 change was made, and the state knows it"
    : `${count} changes were made, and the state knows them`;
}

/** How to take over what is there although the state does not know it: most often an engine was killed while making it. */
function takeOvers(events: readonly EngineEvent[], stack: string): readonly string[] {
  const failed = new Map(
    events.flatMap(({ resOpFailedEvent: e }) => (e ? [[e.metadata.urn, e.metadata] as const] : [])),
  );
  return events.flatMap(({ diagnosticEvent }) => {
    const id = /cannot create already existing resource '([^']+)'/.exec(diagnosticEvent?.message ?? "")?.[1];
    const step = failed.get(diagnosticEvent?.urn ?? "");
    if (id === undefined || step === undefined) return [];
    const parent = step.new?.parent ?? "";
    const below = parent === "" || parent.includes("::pulumi:pulumi:Stack::") ? "" : ` --parent 'parent=${parent}'`;
    return [
      `if it is there because a run was killed while making it, take it over with \`pulumi import ${step.type} '${nameOf(step.urn)}' '${id}'${below} --stack ${stack} --yes --protect=false --generate-code=false\`; if it belongs to somebody else, give yours another name`,
    ];
  });
}
