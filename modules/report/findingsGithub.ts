import { type Annotation, type Annotations, leftOut } from "./findingsAnnotations.ts";

/** What the runner of GitHub keeps of each level from one step: https://github.com/actions/runner, `ExecutionContext`. */
const shown = 10;

/**
 * What a run says as workflow commands of GitHub, which shows them beside the lines of a pull request.
 *
 * Failures of mandatory rules, guards and a preview that could not run are errors, advisory failures warnings,
 * everything else notices that name their status. The counts are the first notice, so that the page of the run always
 * has them, and say how much of the rest stands in the log alone.
 *
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function githubCommands({ summary, list }: Annotations): string {
  const hidden = leftOut(["notice", ...list.map(({ level }) => level)], shown);
  const counts = hidden === "" ? summary : `${summary}; ${hidden} are not shown here, the log of this step has them`;
  return [{ level: "notice", title: "activation", message: counts } as const, ...list].map(command).join("");
}

function command({ level, title, message, place }: Annotation): string {
  const where = place === undefined ? {} : { file: slashes(place.file), line: place.line, col: place.column };
  const properties = Object.entries({ ...where, title }).map(([name, value]) => `${name}=${property(`${value}`)}`);
  return `::${level} ${properties.join(",")}::${data(message)}\n`;
}

/** GitHub knows files by their path in the repository, with `/`. */
function slashes(file: string): string {
  return file.replaceAll("\\", "/").replace(/^(\.\/)+/, "");
}

// Both as `@actions/core` escapes them.
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
