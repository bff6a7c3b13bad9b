import { declaredConditions } from "../plan/declaredConditions.ts";
import type { DeclaredOnlyMethod } from "../plan/declaredOnly.ts";
import type { MissingRequirement } from "../plan/requirement.ts";
import type { Cohort } from "../topology/model.ts";
import { type PlannedCohort, plannedCohorts, who } from "./cohorts.ts";
import type { EstateRule, Report } from "./rule.ts";

/** Where a cohort states what its method needs. */
type FactsProperty = "avma" | "azureKms" | "subscription" | "token";

/** AVMA-01, AZ-01, SUB-01 and TOKEN-01. */
export const declaredMethodRules: Readonly<Record<FactsProperty, EstateRule>> = {
  avma: methodRule("AVMA-01", "avma", "avma", {
    summary: "Machines with AVMA are guests of an activated Hyper-V Datacenter host that is as new as they are.",
    source: "https://learn.microsoft.com/windows-server/get-started/automatic-vm-activation",
    remedy: "See to what is missing and state it under avma, or give the cohort another method.",
  }),
  azureKms: methodRule("AZ-01", "azure-kms", "azureKms", {
    summary: "Machines with Azure's own KMS reach it from their Azure addresses.",
    source:
      "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/custom-routes-enable-kms-activation",
    remedy: "Route the addresses of Azure's KMS to the internet and state it under azureKms.",
  }),
  subscription: methodRule("SUB-01", "subscription", "subscription", {
    summary:
      "Machines with subscription activation are joined to Entra, run an activated Windows Pro and have internet.",
    source: "https://learn.microsoft.com/windows/deployment/windows-subscription-activation",
    remedy: "See to what is missing and state it under subscription, or give the cohort another method.",
  }),
  token: methodRule("TOKEN-01", "token", "token", {
    summary: "Machines with token-based activation run an edition for it, and Microsoft has approved it.",
    source: "https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client",
    remedy: "Arrange it with Microsoft and state it under token, or give the cohort another method.",
  }),
};

function methodRule(
  id: string,
  method: DeclaredOnlyMethod,
  property: FactsProperty,
  texts: Pick<EstateRule, "summary" | "source" | "remedy">,
): EstateRule {
  return {
    ...texts,
    id,
    severity: "mandatory",
    over: "estate",
    reads: [`sites.*.cohorts.*.${property}`, "sites.*.cohorts.*.method", "sites.*.cohorts.*.os"],
    check: (world) =>
      plannedCohorts(world)
        .filter(({ decision }) => decision.method === method)
        .flatMap((planned) => {
          const { missing } = declaredConditions(world.facts, planned.site, planned.cohort);
          return missingReports(planned, missing, property);
        }),
  };
}

/** Facts that only the cohort's own statement gives. */
const stated: ReadonlySet<string> = new Set([
  "avma-host",
  "azure-facts",
  "subscription-join",
  "subscription-base",
  "token-approval",
  "token-pki",
]);

/** What is missing fails, and what nobody has stated is unknown. */
function missingReports(
  planned: PlannedCohort,
  missing: readonly MissingRequirement[],
  property: keyof Cohort,
): Report[] {
  const isOpen = ({ fact }: MissingRequirement) => planned.cohort[property] === null && stated.has(fact);
  return [
    ...report(
      planned,
      missing.filter((one) => !isOpen(one)),
      "fail",
    ),
    ...report(planned, missing.filter(isOpen), "unknown"),
  ];
}

function report(planned: PlannedCohort, missing: readonly MissingRequirement[], status: "fail" | "unknown"): Report[] {
  if (missing.length === 0) return [];
  const what = missing.map((one) => one.what).join("; ");
  const remedy = missing.map((one) => one.remedy).join("; ");
  const message = `${who(planned)} is to use ${planned.decision.method}, and ${what}; ${remedy}, or give the cohort another method`;
  return [{ subject: planned.subject, status, message }];
}
