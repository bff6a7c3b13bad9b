import path from "node:path";

/** What the engine says of a plugin that ended although nobody had told it to, and after that what the plugin printed. */
const premature = /^Detected that (\S+) exited prematurely\.[\s\S]*?streams of the plugin:([\s\S]*)$/;
/** What it says besides, of the calls that the plugin had not answered or that came after it. */
const unanswered =
  /^(?:rpc error: code = Unavailable desc = )?(?:error reading from server|connection error: desc =|transport is closing|could not read plugin \[)/;

/** A provider that ended in the middle of a run: killed, or by a bug of its own. */
export interface LostProvider {
  /** As a sentence calls it. */
  readonly name: string;
  /** What it printed last; empty where it was killed. */
  readonly lastWords: string;
}

/** What is left of the errors of a run without those that only say that a provider is gone, and which one that was. */
export function lostProvider(errors: readonly string[]): {
  readonly lost: LostProvider | undefined;
  readonly others: readonly string[];
} {
  const found = errors.map((error) => premature.exec(error)).find((match) => match !== null);
  if (found === undefined && !errors.some((error) => error.startsWith("error reading from server")))
    return { lost: undefined, others: errors };
  const others = errors.filter((error) => !premature.test(error) && !unanswered.test(error));
  const [, file = "", said = ""] = found ?? [];
  return { lost: { name: nameOf(file), lastWords: said.trim() }, others };
}

function nameOf(file: string): string {
  const provider = /^pulumi-resource-(.+)$/.exec(path.basename(file))?.[1];
  if (provider !== undefined) return `the provider ${provider}`;
  return file === "" ? "a provider" : `the plugin ${path.basename(path.dirname(file))}/${path.basename(file)}`;
}
