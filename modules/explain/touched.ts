import type { CohortState } from "./change.ts";
import { keepsKey, keyName, needsKey } from "./machineKey.ts";

/** Machines that have to be touched, and why, as a clause. */
export interface Touch {
  readonly machines: number;
  readonly why: string;
}

/**
 * How many machines have to be touched to bring a cohort from one state to the other. Another product key or another
 * setting touches each machine that was there; new machines are touched where they need more than volume media bring.
 * ADBA and KMS share the volume key, so that the step between them touches nobody unless settings differ. Machines that
 * go, or that are no longer activated, are left alone.
 */
export function touch(before: CohortState | null, after: CohortState | null): Touch {
  if (after === null) return { machines: 0, why: "they are no longer planned" };
  if (after.method === "none") return { machines: 0, why: "nothing activates them" };
  const stay = before === null ? 0 : Math.min(before.count, after.count);
  const come = after.count - stay;
  const forStaying = before === null || stay === 0 ? null : reasonToTouch(before, after);
  const forComing = come === 0 ? null : reasonToSetUp(after);
  return {
    machines: (forStaying === null ? 0 : stay) + (forComing === null ? 0 : come),
    why: forStaying ?? forComing ?? (before === null ? "they come with what they need" : "key and settings stay"),
  };
}

function reasonToTouch(before: CohortState, after: CohortState): string | null {
  if (!keepsKey(before, after)) return `each gets ${keyName(after)} in place of ${keyName(before)}`;
  const [old, now] = [demanded(before), demanded(after)];
  if (old.join() === now.join()) return null;
  return now.length === 0 ? `each loses ${old.join(", ")}` : `each is set to ${now.join(", ")}`;
}

function reasonToSetUp(after: CohortState): string | null {
  if (needsKey(after)) return `each new one gets ${keyName(after)}`;
  const settings = demanded(after);
  return settings.length === 0 ? null : `each new one is set to ${settings.join(", ")}`;
}

/** Settings that the plan needs, without why; those that it only offers say so with an `if`. */
function demanded({ settings }: CohortState): readonly string[] {
  return settings
    .filter((setting) => !setting.includes(", if "))
    .map((setting) => setting.replace(/, because .*/, ""))
    .toSorted();
}
