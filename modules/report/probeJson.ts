import { jsonDocument } from "./json.ts";
import { answersRpc, type ProbedTarget, proves } from "./probeReport.ts";

/** What probes found, for machines: in the order in which the targets were named. */
export function probeJson(targets: readonly ProbedTarget[]): string {
  const all = targets.map((target) => ({
    host: target.host,
    port: target.port,
    answersRpc: answersRpc(target),
    name: target.name,
    paths: target.paths,
  }));
  return jsonDocument({ targets: all, proves });
}
