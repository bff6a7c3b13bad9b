import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from "node-sarif-builder";
import type { Finding, Rule, Severity } from "../rules/rule.ts";

type Level = "error" | "warning" | "note";

const levels: Readonly<Record<Severity, Level>> = { mandatory: "error", advisory: "warning", info: "note" };

/**
 * Findings as a SARIF 2.1.0 log, which code hosts show beside the lines of a pull request.
 *
 * A result that is no failure keeps `kind` fail with a lower level and says its status first: of other kinds the
 * standard asks for level `none` (section 3.27.10), which the viewers hide, and unknown must not look like a pass.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function findingsSarif(findings: readonly Finding[], rules: readonly Rule[], toolVersion: string): string {
  const run = new SarifRunBuilder().initSimple({ toolDriverName: "activation", toolDriverVersion: toolVersion });
  for (const rule of rules) run.addRule(sarifRule(rule));
  for (const finding of findings) run.addResult(sarifResult(finding));
  const log = new SarifBuilder({ $schema: "https://json.schemastore.org/sarif-2.1.0.json" });
  log.addRun(run);
  return `${log.buildSarifJsonString({ indent: true })}\n`;
}

function sarifRule({ id, summary, remedy, source, severity }: Rule): SarifRuleBuilder {
  const built = new SarifRuleBuilder().initSimple({
    ruleId: id,
    shortDescriptionText: summary,
    fullDescriptionText: summary,
    // helpUri has to be absolute (section 3.49.12); the page in docs/rules/ has no address of its own.
    ...(URL.canParse(source) ? { helpUri: source } : {}),
  });
  built.rule.help = { text: `${remedy} See docs/rules/${id}.md; source: ${source}` };
  built.rule.defaultConfiguration = { level: levels[severity] };
  return built;
}

function sarifResult(finding: Finding): SarifResultBuilder {
  const { rule, status, subject, message, place } = finding;
  const built = new SarifResultBuilder().initSimple({
    level: levelOf(finding),
    messageText: status === "fail" ? message : `${status}: ${message}`,
    ruleId: rule,
    ...(place === undefined ? {} : { fileUri: uriOf(place.file) }),
  });
  // The builder's own region would end at column 1, before it begins.
  if (place !== undefined) built.setLocationRegion({ startLine: place.line, startColumn: place.column });
  const [physical = {}] = built.result.locations ?? [];
  built.result.locations = [{ ...physical, logicalLocations: [{ fullyQualifiedName: subject }] }];
  // Lines move; rule and subject stay, so a code host recognises the finding after an edit.
  built.result.partialFingerprints = { "ruleAndSubject/v1": `${rule} ${subject}` };
  if (status === "suppressed")
    built.result.suppressions = [{ kind: "external", status: "accepted", justification: message }];
  return built;
}

/** An unknown of a mandatory rule warns; everything else that is no failure is a note. */
function levelOf({ severity, status }: Finding): Level {
  if (status === "fail" || status === "suppressed") return levels[severity];
  return status === "unknown" && severity === "mandatory" ? "warning" : "note";
}

/** A relative reference stays relative (to the root of the checkout); an absolute path becomes a file URI. */
function uriOf(file: string): string {
  const path = file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${path}` : path;
}
