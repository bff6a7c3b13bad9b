import { type EngineEvent, plain } from "../engine/events.ts";
import { catalogue } from "../rules/catalogue.ts";
import type { Finding, Severity, Status } from "../rules/rule.ts";
import type { Places } from "../topology/problem.ts";

/** What a policy of the pack says: level or status where it is no mandatory failure, rule, subject, message. */
const form =
  /^(?:(advisory|info|unknown|attested|suppressed)(?: \((mandatory|advisory|info)\))?: )?([A-Z]+(?:-[A-Z]+)?-\d{2}) (\S+): ([\s\S]+)$/;

/** The findings among an engine's events, as `check` gives them. */
export function policyFindings(events: readonly EngineEvent[], places: Places): readonly Finding[] {
  const findings = new Map<string, Finding>();
  for (const { policyEvent } of events) {
    if (policyEvent?.policyPackName !== "activation") continue;
    const finding = findingOf(plain(policyEvent.message), places);
    // An update judges once before and once after it.
    if (finding !== undefined) findings.set(`${finding.rule}\n${finding.subject}\n${finding.message}`, finding);
  }
  return [...findings].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding);
}

function findingOf(text: string, places: Places): Finding | undefined {
  // The engine puts the description of the policy before what the check said.
  const said = text.split("\n").find((line) => form.test(line)) ?? "";
  const [, kind = "mandatory", level, rule = "", subject = "", message = ""] = form.exec(said) ?? [];
  const declared = catalogue.find(({ id }) => id === rule);
  if (declared === undefined) return undefined;
  const isFailure = kind === "mandatory" || kind === "advisory" || kind === "info";
  const status = isFailure ? "fail" : (kind as Status);
  const severity = isFailure ? kind : ((level as Severity | undefined) ?? declared.severity);
  return { rule, severity, status, subject, message, place: places.of(subject), url: `docs/rules/${rule}.md` };
}
