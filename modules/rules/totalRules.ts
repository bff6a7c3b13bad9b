import type { EstateRule } from "./rule.ts";

/** TOT-01. */
export const cohortsAddUp: EstateRule = {
  id: "TOT-01",
  severity: "mandatory",
  over: "estate",
  summary: "The cohorts of each product add up to its licensed total, where the file states one.",
  source: "https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client",
  reads: ["licensed", "sites"],
  remedy: "Correct a count, or the total.",
  check: ({ plan }) =>
    plan.totals.flatMap(({ product, licensed, planned }) => {
      if (licensed === null || licensed === planned) return [];
      const difference = planned > licensed ? `${planned - licensed} too many` : `${licensed - planned} too few`;
      const message = `product ${product}: the cohorts of all sites add up to ${planned} and ${licensed} are licensed, ${difference}; correct a count, or licensed.${product}`;
      return [{ subject: `licensed.${product}`, message }];
    }),
};
