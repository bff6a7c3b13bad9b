import type { PreviewReport } from "../report/previewReport.ts";
import { CliError, type Io } from "./io.ts";

/** Reads what `activation preview ENV --format json` has written. @throws {CliError} Where it is something else. */
export async function readPreview(file: string, io: Io): Promise<PreviewReport> {
  const text = await io.readFile(file);
  const value = jsonOf(text);
  if (!isPreview(value)) {
    throw new CliError(
      `${file} is no preview; make it with \`activation preview ENVIRONMENT --format json --output ${file}\` of the same version`,
    );
  }
  return value;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // told apart from other JSON by nobody: both are no preview
  }
}

type Change = PreviewReport["changes"][number];
type Finding = PreviewReport["findings"][number];
const ops: readonly unknown[] = ["create", "update", "delete", "replace"] satisfies Change["op"][];
const severities: readonly unknown[] = ["mandatory", "advisory", "info"] satisfies Finding["severity"][];
const statuses: readonly unknown[] = ["fail", "unknown", "attested", "suppressed"] satisfies Finding["status"][];

/** A summary is made of every field: one that lacks some would be shown as half a preview. */
function isPreview(value: unknown): value is PreviewReport {
  if (!isRecord(value) || value.schemaVersion !== 1) return false;
  const { environment, complete, changes, findings, warnings, problems } = value;
  return (
    typeof environment === "string" &&
    typeof complete === "boolean" &&
    isTexts(warnings) &&
    isTexts(problems) &&
    Array.isArray(changes) &&
    changes.every(isChange) &&
    Array.isArray(findings) &&
    findings.every(isFinding)
  );
}

function isChange(value: unknown): boolean {
  return isRecord(value) && ops.includes(value.op) && isTexts([value.type, value.name]) && isTexts(value.paths);
}

function isFinding(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { rule, severity, status, subject, message, url } = value;
  return severities.includes(severity) && statuses.includes(status) && isTexts([rule, subject, message, url]);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
