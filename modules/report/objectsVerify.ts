import { jsonDocument } from "./json.ts";
import { code, escapeMarkdown, table } from "./markdown.ts";
import type { Style, View } from "./view.ts";
import { wrap } from "./wrap.ts";

/**
 * What is wrong with a declared object. `missing`: not in the forest, or not come to a controller. `wrong`: not what the
 * file says. `hidden`: there, and not to be read by the machines. `unknown`: nothing could be found out.
 */
export type VerifyProblem = "missing" | "wrong" | "hidden" | "unknown";

export interface VerifyFinding {
  readonly forest: string;
  /** Name in the file; null where it is about the whole forest. */
  readonly object: string | null;
  /** Domain controller; null where it is not about one. */
  readonly server: string | null;
  readonly problem: VerifyProblem;
  /** What was found, and after a semicolon what to do. */
  readonly message: string;
}

/** One forest, and from where its declared objects were looked at. */
export interface VerifiedForest {
  readonly forest: string;
  /** Names of the declared objects. */
  readonly objects: readonly string[];
  readonly controllers: readonly { readonly server: string; readonly sites: readonly string[] }[];
  readonly findings: readonly VerifyFinding[];
}

/** True where every declared object is as declared, and can be read at every controller. */
export function isVerified(forests: readonly VerifiedForest[]): boolean {
  return forests.every(({ findings }) => findings.length === 0);
}

/** A verification for machines. */
export function objectsVerifyJson(environment: string, forests: readonly VerifiedForest[]): string {
  return jsonDocument({ environment, verified: isVerified(forests), forests });
}

const styles: Readonly<Record<VerifyProblem, Style>> = {
  missing: "red",
  wrong: "red",
  hidden: "red",
  unknown: "magenta",
};

/** A verification for a terminal: what was looked at from where, then what is wrong. */
export function objectsVerifyText(forests: readonly VerifiedForest[], view: View): string {
  const texts = forests.map((forest) => {
    const inOrder = forest.findings.length === 0;
    const verdict = inOrder ? view.paint("green", "in order") : view.paint("red", counted(forest.findings));
    const title = `${view.paint("bold", forest.forest)}: ${verdict}`;
    const looked = wrap(`  ${scopeOf(forest)}`, view.columns, 2);
    const lines = forest.findings.map((finding) => {
      const line = `  ${finding.problem.padEnd("missing".length)}  ${subjectOf(finding)}${finding.message}`;
      return wrap(line, view.columns, 11).replace(
        finding.problem,
        view.paint(styles[finding.problem], finding.problem),
      );
    });
    return [title, looked, ...lines].join("\n");
  });
  return `${texts.join("\n\n")}\n`;
}

/** A verification for a page. */
export function objectsVerifyMarkdown(environment: string, forests: readonly VerifiedForest[]): string {
  const texts = forests.map((forest) => {
    const { findings } = forest;
    const verdict = findings.length === 0 ? "in order" : counted(findings);
    const rows = findings.map(({ object, server, problem, message }) => [
      object === null ? "" : code(object),
      server === null ? "" : code(server),
      problem,
      escapeMarkdown(message),
    ]);
    const body = rows.length === 0 ? "" : `\n${table(["Object", "Controller", "Problem", "Message"], rows)}`;
    return `### ${escapeMarkdown(forest.forest)}: ${verdict}\n\n${escapeMarkdown(scopeOf(forest))}\n${body}`;
  });
  return `## Declared activation objects: ${escapeMarkdown(environment)}\n\n${texts.join("\n")}`;
}

function counted({ length }: readonly VerifyFinding[]): string {
  return length === 1 ? "1 finding" : `${length} findings`;
}

function scopeOf({ objects, controllers }: VerifiedForest): string {
  if (objects.length === 0) return "no object is declared";
  const from = controllers.map(({ server, sites }) =>
    sites.length === 0 ? server : `${server} (${sites.join(", ")})`,
  );
  return from.length === 0 ? objects.join(", ") : `${objects.join(", ")}, seen from ${from.join(", ")}`;
}

/** A message of a directory names its server itself. */
function subjectOf({ object }: VerifyFinding): string {
  return object === null ? "" : `${object}: `;
}
