import type { Decision } from "../../modules/plan/decision.ts";
import type { Site } from "../../modules/topology/model.ts";
import type { Target } from "./targets.ts";

/** Pixels of the drawing; a README is about 850 wide. */
export const size = {
  width: 900,
  margin: 20,
  caption: 34,
  gap: 12,
  site: { width: 460, heading: 30, row: 25, padding: 8 },
  target: { x: 622, width: 258, heading: 30, line: 21, padding: 8 },
} as const;

/** A cohort's line in the box of its site. */
export interface Row {
  readonly decision: Decision;
  /** Middle of the line. */
  readonly y: number;
}

export interface SiteBox {
  readonly site: Site;
  readonly y: number;
  readonly height: number;
  readonly rows: readonly Row[];
}

export interface TargetBox {
  readonly target: Target;
  readonly y: number;
  readonly height: number;
}

/** A line from a cohort to what activates it. */
export interface Edge {
  readonly decision: Decision;
  readonly from: number;
  readonly to: number;
}

/** The boxes of the sites, from top to bottom in the order of the file. */
export function placeSites(sites: readonly Site[], decisions: readonly Decision[]): readonly SiteBox[] {
  const { heading, row, padding } = size.site;
  let y: number = size.margin + size.caption;
  return sites.map((site) => {
    const own = decisions.filter((decision) => decision.site === site.name);
    const rows = own.map((decision, i) => ({ decision, y: y + heading + (i + 0.5) * row }));
    const box = { site, y, height: heading + own.length * row + padding, rows };
    y += box.height + size.gap;
    return box;
  });
}

/** The boxes of the targets, each as near to the middle of its users as the box above lets it be. */
export function placeTargets(targets: readonly Target[], sites: readonly SiteBox[]): readonly TargetBox[] {
  const { heading, line, padding } = size.target;
  const middles = new Map(sites.flatMap(({ rows }) => rows.map(({ decision, y }) => [decision, y] as const)));
  const wanted = targets
    .map((target) => ({ target, middle: mean(target.users.map((user) => middles.get(user) ?? 0)) }))
    .sort((a, b) => a.middle - b.middle);
  let free: number = size.margin + size.caption;
  return wanted.map(({ target, middle }) => {
    const height = heading + target.lines.length * line + padding;
    const y = Math.max(free, middle - height / 2);
    free = y + height + 3 * size.gap;
    return { target, y, height };
  });
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Lines end at a target one below the other, in the order in which they come, so that they do not cross there. */
export function edgesOf(sites: readonly SiteBox[], targets: readonly TargetBox[]): readonly Edge[] {
  const rows = sites.flatMap((box) => box.rows);
  return targets.flatMap(({ target, y, height }) =>
    rows
      .filter(({ decision }) => target.users.includes(decision))
      .map(({ decision, y: from }, i, { length }) => ({ decision, from, to: y + (height * (i + 1)) / (length + 1) })),
  );
}
