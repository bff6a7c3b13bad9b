import type { Finding } from "../rules/rule.ts";
import { countFindings } from "./findingGroups.ts";
import { jsonDocument } from "./json.ts";

/** Findings for machines. */
export function findingsJson(environment: string, findings: readonly Finding[]): string {
  return jsonDocument({ environment, findings: findings.map(findingJson), counts: countFindings(findings) });
}

/** One finding with its fields in the documented order. */
export function findingJson(finding: Finding): Finding {
  const { rule, severity, status, subject, message, place, url } = finding;
  return { rule, severity, status, subject, message, ...(place === undefined ? {} : { place }), url };
}
