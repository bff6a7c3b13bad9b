import type { Drift } from "../drift/drift.ts";
import { type Refreshed, refreshedOf } from "../engine/events.ts";
import { failureOf } from "../engine/failure.ts";
import type { Project } from "../engine/project.ts";
import { runEngine } from "../engine/run.ts";

/**
 * What the engine's refresh finds of the Azure resources; the state is not touched and no lock is taken.
 *
 * Our own resources are left to our own readers, which see more; and one server that does not answer would end the
 * refresh of everything else.
 */
export async function azureDrift(project: Project): Promise<readonly Drift[]> {
  const run = await runEngine("refresh", project, {
    show: false,
    args: ["--preview-only", "--exclude", "**activation:index:**"],
  });
  const drifts = refreshedOf(run.events).map(toDrift);
  if (run.exitCode === 0) return drifts;
  const cause = failureOf(run, project, false).join("; ");
  return [...drifts, { verb: "unreadable", area: "azure", key: `stack ${project.stack}`, cause }];
}

function toDrift({ type, name, gone, paths, declared, live }: Refreshed): Drift {
  const key = `${type} ${name}`;
  if (gone) return { verb: "missing", area: "azure", key };
  const pick = (state: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(paths.map((path) => [path, valueAt(state, path)]));
  return { verb: "changed", area: "azure", key, declared: pick(declared), live: pick(live) };
}

/** The value at a property path such as `securityRules[0].access` or `tags["a.b"]`; undefined where there is none. */
function valueAt(state: unknown, path: string): unknown {
  const parts = [...path.matchAll(/"([^"]*)"|[^.[\]"]+/g)].map(([part, quoted]) => quoted ?? part);
  return parts.reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], state);
}
