import type { Facts, Product } from "../topology/model.ts";
import type { Decision, Plan } from "./decision.ts";

/**
 * Methods of the nine rows of Table 1, in its order; the tenth holds methods that only a declaration can name.
 *
 * @see https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client
 */
const tableOne = [
  "Active Directory-based activation",
  "KMS (central)",
  "MAK",
  "KMS (central)",
  "KMS (local)",
  "MAK",
  "None",
  "Retail (online or phone)",
  "OEM (at factory)",
  "Other (token, AVMA, Azure, subscription)",
];
const extraRow = 10;

/** Table 1 filled in: client and server machines are computers, Office stands apart; the extra row only where it is used. */
export function worksheetOf(decisions: readonly Decision[]): Plan["worksheet"] {
  const sums = tableOne.map((method, i) => ({ criterion: i + 1, method, computers: 0, office: 0 }));
  for (const { criterion, product, count } of decisions) {
    const sum = sums[criterion - 1];
    if (sum) sum[product === "office" ? "office" : "computers"] += count;
  }
  return sums.filter((sum) => sum.criterion !== extraRow || sum.computers + sum.office > 0);
}

/** What is planned of each product beside what is licensed. */
export function totalsOf(facts: Facts): Plan["totals"] {
  const cohorts = facts.sites.flatMap((site) => site.cohorts);
  const planned = (product: Product) =>
    cohorts.filter((cohort) => cohort.product === product).reduce((sum, { count }) => sum + count, 0);
  return (["client", "server", "office"] as const).map((product) => ({
    product,
    licensed: facts.licensed[product],
    planned: planned(product),
  }));
}
