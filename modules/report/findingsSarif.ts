import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from "node-sarif-builder";
import type { Finding, Rule, Severity, Status } from "../rules/rule.ts";
import { escapeMarkdown } from "./markdown.ts";

const levels = { mandatory: "error", advisory: "warning", info: "note" } as const satisfies Record<Severity, string>;

/**
 * `open`: there was not enough to decide whether there is a problem; `review`: a person has to decide whether there is
 * one, as with a hop that somebody vouches for (section 3.27.9).
 */
const kinds = { fail: "fail", unknown: "open", attested: "review", suppressed: "fail" } as const satisfies Record<
  Status,
  string
>;

/**
 * Findings as a SARIF 2.1.0 log, which code hosts show beside the lines of a pull request.
 *
 * A result that is no failure says its status first, because not every viewer shows its kind; with such a kind the
 * standard asks for the level `none` (section 3.27.10). A suppressed one is a failure that carries its suppression.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function findingsSarif(findings: readonly Finding[], rules: readonly Rule[], toolVersion: string): string {
  const run = new SarifRunBuilder().initSimple({ toolDriverName: "activation", toolDriverVersion: toolVersion });
  run.run.columnKind = "utf16CodeUnits"; // as JavaScript counts
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
  const page = `docs/rules/${id}.md`;
  built.rule.help = {
    text: `${remedy} See ${page}; source: ${source}`,
    markdown: `${escapeMarkdown(remedy)}\n\nPage: \`${page}\`. Source: ${URL.canParse(source) ? `<${source}>` : escapeMarkdown(source)}`,
  };
  built.rule.defaultConfiguration = { level: levels[severity] };
  built.rule.properties = { severity };
  return built;
}

function sarifResult(finding: Finding): SarifResultBuilder {
  const { rule, severity, status, subject, message, place } = finding;
  const built = new SarifResultBuilder().initSimple({
    level: levels[severity],
    messageText: status === "fail" ? message : `${status}: ${message}`,
    ruleId: rule,
    ...(place === undefined ? {} : { fileUri: uriOf(place.file) }),
  });
  built.result.kind = kinds[status];
  if (built.result.kind !== "fail") built.result.level = "none";
  built.result.properties = { severity, status };
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

/** A relative reference stays relative (to the root of the checkout); an absolute path becomes a file URI. */
function uriOf(file: string): string {
  const path = file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${path}` : path;
}
