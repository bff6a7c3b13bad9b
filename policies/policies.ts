import type { Policies, Policy, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { catalogue } from "../modules/rules/catalogue.ts";
import { policyNames } from "../modules/rules/policyNames.ts";
import type { EstateRule, Finding, FindingsRule, ResourceRule, Rule, Severity } from "../modules/rules/rule.ts";
import { runResourceRules } from "../modules/rules/run.ts";
import { type StackJudge, stackJudge } from "./stackJudge.ts";
import { configSchemaOf, configuredOf } from "./thresholds.ts";

/** A policy without its check, and the findings of its rule that it reports. */
interface Part {
  readonly policy: Policy;
  reports(finding: Finding, unknownFails: boolean): boolean;
}

/**
 * The rules of the catalogue as policies, named by their ids in lower case.
 *
 * A policy has one level, so each mandatory rule has an advisory twin `<id>-note` for results that do not stop: unknown,
 * attested, suppressed or lowered by the file. What the file raises of all others stops by one policy, `settings`: each
 * further policy across resources would have the engine send, and this process read, the whole stack once more. What
 * the file lowers to information is left to `activation check`.
 *
 * @param today - The day of a check, YYYY-MM-DD; asked each time, because a pack may run past midnight.
 */
export function activationPolicies(today: () => string): Policies {
  const judge = stackJudge(today);
  const policies = catalogue.flatMap(
    (rule): Policies =>
      partsOf(rule).map((part) =>
        rule.over === "resource" ? resourcePolicy(rule, part, today) : stackPolicy(rule, part, judge),
      ),
  );
  return [inputsPolicy(judge), ...policies, settingsPolicy(judge), estatePolicy(judge)];
}

function partsOf(rule: Rule): readonly Part[] {
  const [name, note = name] = policyNames(rule);
  const address = URL.canParse(rule.source) ? { url: rule.source } : {};
  const policy = { description: rule.summary, remediationSteps: rule.remedy, ...address };
  const advisory: Part = {
    policy: { ...policy, ...configSchemaOf(rule), enforcementLevel: "advisory", name: note },
    reports: (finding, unknownFails) =>
      !stops(finding, unknownFails) && (finding.severity !== "info" || rule.severity === "info"),
  };
  if (rule.severity !== "mandatory") return [advisory];
  return [{ policy: { ...policy, enforcementLevel: "mandatory", name }, reports: stops }, advisory];
}

/** True for what stops a deployment. */
function stops({ severity, status }: Finding, unknownFails: boolean): boolean {
  return severity === "mandatory" && (status === "fail" || (status === "unknown" && unknownFails));
}

function stackPolicy(
  rule: EstateRule | FindingsRule,
  { policy, reports }: Part,
  judge: StackJudge,
): StackValidationPolicy {
  return {
    ...policy,
    validateStack: ({ resources, getConfig }, reportViolation) => {
      if (policy.configSchema !== undefined) judge.configure(rule.id, configuredOf(rule, getConfig()));
      const { findings, unknownFails } = judge.judge(resources);
      for (const finding of findings)
        if (finding.rule === rule.id && reports(finding, unknownFails)) reportViolation(violation(finding));
    },
  };
}

/** One resource says nothing of suppressions and of what unknowns are to do: those of the file do not count here. */
function resourcePolicy(rule: ResourceRule, { policy, reports }: Part, today: () => string): ResourceValidationPolicy {
  return {
    ...policy,
    validateResource: ({ type, name, props }, reportViolation) => {
      const exceptions = { facts: { suppressions: [] }, today: today() };
      for (const finding of runResourceRules([{ type, name, properties: props }], exceptions, [rule]))
        if (reports(finding, false)) reportViolation(violation(finding));
    },
  };
}

/** Reports nothing: it hands the inputs of each resource on to the rules across resources. */
function inputsPolicy(judge: StackJudge): ResourceValidationPolicy {
  return {
    name: "inputs",
    description: "What the program asks for is known to the rules across resources.",
    enforcementLevel: "advisory",
    validateResource: ({ urn, props }) => judge.remember(urn, props),
  };
}

/** Stops for what the file raises to mandatory: the policy of such a rule is advisory. */
function settingsPolicy(judge: StackJudge): StackValidationPolicy {
  return {
    name: "settings",
    description: "What the file raises to mandatory is in order.",
    enforcementLevel: "mandatory",
    validateStack: ({ resources }, reportViolation) => {
      const { findings, unknownFails } = judge.judge(resources);
      for (const finding of findings)
        if (ownSeverity.get(finding.rule) !== "mandatory" && stops(finding, unknownFails))
          reportViolation(violation(finding));
    },
  };
}

/** Says that the others had nothing to judge. */
function estatePolicy(judge: StackJudge): StackValidationPolicy {
  return {
    name: "estate",
    description: "The stack carries the facts that the rules need.",
    enforcementLevel: "advisory",
    validateStack: ({ resources }, reportViolation) => {
      if (!judge.judge(resources).hasEstate)
        reportViolation(
          "unknown: this stack has no activation:estate:Estate with facts, so only single resources were checked; bring it up with the program of this project",
        );
    },
  };
}

/** Levels of the rules by their ids, whatever a file sets. */
const ownSeverity: ReadonlyMap<string, Severity> = new Map(catalogue.map(({ id, severity }) => [id, severity]));

/**
 * `KMS-THR-01 sites.plant.cohorts.lines: …`; what is no mandatory failure says first what it is, with the level where
 * it is not that of the rule: `unknown (advisory): …`.
 */
function violation({ rule, severity, status, subject, message }: Finding): string {
  const level = severity === ownSeverity.get(rule) ? "" : ` (${severity})`;
  const kind = status === "fail" ? severity : `${status}${level}`;
  return `${kind === "mandatory" ? "" : `${kind}: `}${rule} ${subject}: ${message}`;
}
