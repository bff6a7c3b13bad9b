import { jsonDocument } from "./json.ts";
import { code, escapeMarkdown, table } from "./markdown.ts";
import type { Style, View } from "./view.ts";
import { wrap } from "./wrap.ts";

/**
 * What became of the backup of one object. `written`: there was none. `replaced`: there was another. `unchanged`: the
 * file holds this very object already. `kept`: the file holds something else and was left alone. `failed`: the object
 * could not be read.
 */
export type BackupResult = "written" | "replaced" | "unchanged" | "kept" | "failed";

export interface BackupOutcome {
  readonly forest: string;
  /** displayName; null where a whole forest could not be read. */
  readonly object: string | null;
  readonly cn: string | null;
  /** Path of the sealed file; null where there is none. */
  readonly file: string | null;
  readonly result: BackupResult;
  /** Why, and what to do; null where all is well. */
  readonly note: string | null;
}

/** One run of backups. */
export interface BackupReport {
  readonly environment: string;
  readonly objects: readonly BackupOutcome[];
  /** Secrets of the stack's configuration that were made for this. */
  readonly keysMade: readonly { readonly forest: string; readonly secret: string; readonly stack: string }[];
}

/** True where every object that was asked for lies in its file. */
export function isBackedUp({ objects }: BackupReport): boolean {
  return objects.every(({ result }) => result !== "kept" && result !== "failed");
}

/** Backups for machines. */
export function objectsBackupJson(report: BackupReport): string {
  const { environment, objects, keysMade } = report;
  return jsonDocument({ environment, backedUp: isBackedUp(report), objects, keysMade });
}

const styles: Readonly<Record<BackupResult, Style>> = {
  written: "green",
  replaced: "green",
  unchanged: "dim",
  kept: "red",
  failed: "red",
};

/** Backups for a terminal: a line for each object, then what was made for them. */
export function objectsBackupText(report: BackupReport, view: View): string {
  const lines = report.objects.map((object) => {
    const line = wrap(`${object.result.padEnd("unchanged".length)}  ${wordsOf(object)}`, view.columns, 11);
    return line.replace(object.result, view.paint(styles[object.result], object.result));
  });
  const keys = keyWords(report).map((text) => wrap(text, view.columns, 0));
  const none = report.objects.length === 0 ? ["no activation object to back up"] : [];
  return `${[...none, ...lines, ...keys].join("\n")}\n`;
}

/** Backups for a page. */
export function objectsBackupMarkdown(report: BackupReport): string {
  const rows = report.objects.map(({ forest, object, file, result, note }) => [
    code(forest),
    object === null ? "" : code(object),
    result,
    file === null ? "" : code(file),
    escapeMarkdown(note ?? ""),
  ]);
  const title = `## Backups of activation objects: ${escapeMarkdown(report.environment)}\n`;
  const body = rows.length === 0 ? "none\n" : table(["Forest", "Object", "Result", "File", "Note"], rows);
  return [title, body, ...keyWords(report).map((text) => `${escapeMarkdown(text)}\n`)].join("\n");
}

function wordsOf({ forest, object, file, note }: BackupOutcome): string {
  const what = object === null ? forest : `${forest}/${object}`;
  const where = file === null ? what : `${what} in ${file}`;
  return note === null ? where : `${where}: ${note}`;
}

function keyWords({ keysMade }: BackupReport): readonly string[] {
  return keysMade.map(
    ({ forest, secret, stack }) =>
      `A key for backups of ${forest} was made: the secret ${secret} of stack ${stack}, encrypted in its configuration. Commit that file and keep its passphrase or key: whoever loses the key loses the backups.`,
  );
}
