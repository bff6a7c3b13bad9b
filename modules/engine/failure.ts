import { type EngineEvent, errorsOf, madeBy, nameOf } from "./events.ts";
import { type LostProvider, lostProvider } from "./lostProvider.ts";
import type { Project } from "./project.ts";
import { cancelCommand, passphraseRemedy, saysLocked, saysPassphrase, saysTorn, tornRemedy } from "./remedies.ts";
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
  const { lost, others } = lostProvider(errorsOf(run.events));
  const said = run.ended === "asked" ? [] : [...others, lost?.lastWords ?? "", ...printed];
  return [...new Set([...said, ...remedies(run, project, lost)])].filter((text) => text !== "");
}

/** What a person can do about a run that failed, where the engine's own words do not say it. */
function remedies(run: EngineRun, { stack }: Project, lost: LostProvider | undefined): readonly string[] {
  const said = run.stderr + run.events.map((e) => e.diagnosticEvent?.message ?? "").join("\n");
  if (saysLocked(said))
    return [
      `another run holds the stack; wait for it, or, if it was killed, free it with ${cancelCommand(stack)} and run the same command again`,
    ];
  if (saysPassphrase(said)) return [passphraseRemedy];
  if (saysTorn(said)) return [tornRemedy(stack)];
  const dead = deathOf(run, lost);
  if (run.command !== "up") return dead === undefined ? [] : [`${dead}; run the same command again`];
  const made = madeBy(run.events);
  const again = `run \`activation up ${stack}\` again to go on`;
  if (run.ended === "asked") return [`interrupted; ${madeSentence(made)}; ${again}`];
  if (dead !== undefined) return [`${dead}; ${uncertainSentence(made)}; ${again}`];
  if (run.events.length === 0) return [];
  return [...takeOvers(run.events, stack), `${madeSentence(made)}; put the above right and ${again}`];
}

/** Who ended without a chance to say what became of its work. */
function deathOf(run: EngineRun, lost: LostProvider | undefined): string | undefined {
  if (run.ended === "killed") return "the engine was killed";
  if (lost === undefined || run.ended === "asked") return undefined;
  const how = lost.lastWords === "" ? "was killed, or the machine ran out of memory" : "broke off as said above";
  return `${lost.name} ${how}`;
}

function madeSentence(count: number): string {
  if (count === 0) return "nothing was changed";
  return count === 1
    ? "1 change was made, and the state knows it"
    : `${count} changes were made, and the state knows them`;
}

/** The same where somebody was killed in the middle of a change. */
function uncertainSentence(count: number): string {
  const known = count === 0 ? "the state knows of no change" : madeSentence(count);
  return `${known}, but what was being made at that moment may be there without it`;
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
