import packageJson from "../../package.json" with { type: "json" };
import { findingsSarif } from "../report/findingsSarif.ts";
import { catalogue } from "../rules/catalogue.ts";
import type { Finding } from "../rules/rule.ts";

/** Findings of the catalogue's rules as a SARIF log of this version of `activation`. */
export function sarifOf(findings: readonly Finding[]): string {
  return findingsSarif(findings, catalogue, packageJson.version);
}
