import { type Annotation, type Annotations, type Level, leftOut } from "./findingsAnnotations.ts";

/** What the agent keeps of each level from one step: https://github.com/microsoft/azure-pipelines-agent, `ExecutionContext`. */
const shown = 10;

/**
 * What a run says as logging commands of Azure Pipelines.
 *
 * Its issues are errors or warnings and nothing lower. An unknown is therefore a warning, since it must not look like
 * a pass; what is attested, suppressed or for information stands in the log as a line. Warnings without an error make
 * the step one that succeeded with issues; a step with errors fails by the exit code, which also outweighs this.
 *
 * @see https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
 */
export function azureDevopsCommands({ summary, list }: Annotations): string {
  const issues = list.map(levelOf).filter((level) => level !== "notice");
  const hidden = leftOut(issues, shown);
  const counts = hidden === "" ? summary : `${summary}; the page of the run leaves out ${hidden}, this log has them`;
  const lines = [...list.map((one) => (levelOf(one) === "notice" ? noted(one) : issue(one))), plain(counts)];
  if (issues.length > 0 && !issues.includes("error"))
    lines.push(`##vso[task.complete result=SucceededWithIssues;]${data(summary)}`);
  return lines.map((line) => `${line}\n`).join("");
}

function levelOf({ level, group }: Annotation): Level {
  return group === "unknown" ? "warning" : level;
}

function issue(annotation: Annotation): string {
  const { title, message, place, rule } = annotation;
  const properties = {
    type: levelOf(annotation),
    ...(place === undefined ? {} : { sourcepath: place.file, linenumber: place.line, columnnumber: place.column }),
    ...(rule === undefined ? {} : { code: rule }),
  };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(`${value}`)};`);
  // The pages of a run show the message and not the code.
  return `##vso[task.logissue ${written.join("")}]${data(`${title}: ${message}`)}`;
}

function noted({ title, message, place }: Annotation): string {
  const where = place === undefined ? "" : `${place.file}:${place.line}:${place.column}: `;
  return plain(`${where}${title}: ${message}`);
}

/** One line that the agent cannot take for a command, which it looks for anywhere in a line. */
function plain(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ").replace(/##(?=vso\[|\[)/gi, "# #");
}

// Both as azure-pipelines-task-lib escapes them.
function data(text: string): string {
  return text.replaceAll("%", "%AZP25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll("]", "%5D").replaceAll(";", "%3B");
}
