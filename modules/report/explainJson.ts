import type { Explanation } from "../explain/explanation.ts";
import { jsonDocument } from "./json.ts";
import { decisionJson } from "./planJson.ts";

/** An explanation for machines. Rows and suggestions keep their order, which means something. */
export function explainJson({ environment, decision, facts, tried, declared, suggestions }: Explanation): string {
  return jsonDocument({
    environment,
    decision: decisionJson(decision),
    facts,
    tried,
    ...(declared === null ? {} : { declared }),
    suggestions: suggestions.map(({ steps, leadsTo, sideEffects }) => ({
      leadsTo,
      steps: steps.map(({ effort, text, machines }) => ({ effort, text, ...(machines === null ? {} : { machines }) })),
      sideEffects,
    })),
  });
}
