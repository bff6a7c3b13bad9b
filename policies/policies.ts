import type { Policies, Policy, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { catalogue } from "../modules/rules/catalogue.ts";
import type { EstateRule, Finding, FindingsRule, ResourceRule, Rule } from "../modules/rules/rule.ts";
import { runResourceRules } from "../modules/rules/run.ts";
import { type StackJudge, stackJudge } from "./stackJudge.ts";

/** A policy without its check, and the findings of its rule that it reports. */
interface Part {
  readonly policy: Policy;
  reports(finding: Finding, unknownFails: boolean): boolean;
}

/**
 * The rules of the catalogue as policies, named by their ids in lower case.
 *
 * A policy has one level, so each mandatory rule has an advisory twin `<id>-note` for results that are unknown, attested
 * or suppressed. Rules for information only are left to `activation check`.
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
  return [inputsPolicy(judge), ...policies, estatePolicy(judge)];
}

function partsOf(rule: Rule): readonly Part[] {
  const name = rule.id.toLowerCase();
  const address = URL.canParse(rule.source) ? { url: rule.source } : {};
  const policy = { description: rule.summary, remediationSteps: rule.remedy, ...address };
  const advisory = { ...policy, enforcementLevel: "advisory" } as const;
  if (rule.severity === "info") return [];
  if (rule.severity === "advisory") return [{ policy: { ...advisory, name }, reports: () => true }];
  return [
    { policy: { ...policy, enforcementLevel: "mandatory", name }, reports: stops },
    {
      policy: { ...advisory, name: `${name}-note` },
      reports: (finding, unknownFails) => !stops(finding, unknownFails),
    },
  ];
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
    validateStack: ({ resources }, reportViolation) => {
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

/** `KMS-THR-01 sites.plant.cohorts.lines: …`; what is no failure of a mandatory rule says first what it is. */
function violation({ rule, severity, status, subject, message }: Finding): string {
  const kind = status === "fail" ? severity : status;
  return `${kind === "mandatory" ? "" : `${kind}: `}${rule} ${subject}: ${message}`;
}
