import type { Decision, Plan } from "../../modules/plan/decision.ts";
import { methodLabel } from "../../modules/report/planReport.ts";
import type { Facts, Method } from "../../modules/topology/model.ts";
import { type Edge, edgesOf, placeSites, placeTargets, type SiteBox, size, type TargetBox } from "./layout.ts";
import { targetsOf } from "./targets.ts";

/** A colour for each method that a map can show: of its lines, and of the letters and ground of its label. */
const colours: Partial<Record<Method, { readonly line: string; readonly text: string; readonly ground: string }>> = {
  adba: { line: "#4a9d5b", text: "#1d5e2c", ground: "#dff2e2" },
  "kms-central": { line: "#4a86c5", text: "#1b4f87", ground: "#dfecfa" },
  "kms-local": { line: "#8567c0", text: "#4d3190", ground: "#eae4f7" },
  mak: { line: "#d09a2c", text: "#7a5207", ground: "#fbefd3" },
};
/** Letters that surely fit a column. */
const longestText = 34;
const plain = { line: "#8a8f98", text: "#50555e", ground: "#eceef1" };

/** The map of a topology as SVG: sites with their cohorts at the left, what activates them at the right. */
export function drawMap(facts: Facts, plan: Plan): string {
  const sites = placeSites(facts.sites, plan.decisions);
  const targets = placeTargets(targetsOf(facts, plan), sites);
  const height = Math.max(...[...sites, ...targets].map((box) => box.y + box.height)) + size.margin;
  const label = `Map of ${facts.environment}: ${facts.sites.length} sites and what activates their machines`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${height}" viewBox="0 0 ${size.width} ${height}" role="img" aria-label="${escaped(label)}">
<style>text { font: 14px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #24292f } .b { font-weight: 600 } .s { font-size: 12.5px; fill: #57606a }</style>
<rect width="${size.width}" height="${height}" rx="10" fill="#ffffff"/>
${text({ x: size.margin, y: size.margin + 12 }, `Sites and cohorts of ${facts.environment}`, "s")}
${text({ x: size.target.x, y: size.margin + 12 }, "What activates them", "s")}
${edgesOf(sites, targets).map(edge).join("\n")}
${sites.map(siteBox).join("\n")}
${targets.map(targetBox).join("\n")}
</svg>
`;
}

function siteBox({ site, y, height, rows }: SiteBox): string {
  const { margin: x } = size;
  const right = x + size.site.width;
  return [
    box(x, y, { width: size.site.width, height }),
    text({ x: x + 14, y: y + 21 }, site.name, "b"),
    text({ x: right - 12, y: y + 21 }, site.kind, "s", "end"),
    ...rows.flatMap(({ decision, y: middle }) => [
      text({ x: x + 26, y: middle + 5 }, decision.cohort),
      text({ x: x + 286, y: middle + 5 }, `${decision.count} ${noun(decision)}`, "s", "end"),
      methodLabelAt(decision, middle),
    ]),
  ].join("\n");
}

const noun = ({ product, count }: Decision): string => {
  if (product === "office") return "with Office";
  return count === 1 ? product : `${product}s`;
};

function methodLabelAt(decision: Decision, middle: number): string {
  const { text: fill, ground } = colours[decision.method] ?? plain;
  const { x, width } = { x: size.margin + 306, width: 142 };
  return `<rect x="${x}" y="${middle - 10}" width="${width}" height="20" rx="10" fill="${ground}"/><text x="${x + width / 2}" y="${middle + 4.5}" text-anchor="middle" class="s" style="fill: ${fill}">${escaped(methodLabel(decision))}</text>`;
}

function targetBox({ target, y, height }: TargetBox): string {
  const { x, width, heading, line } = size.target;
  return [
    box(x, y, { width, height }),
    text({ x: x + 14, y: y + 21 }, target.title, "b"),
    ...target.lines.map((words, i) => text({ x: x + 14, y: y + heading + (i + 0.5) * line + 5 }, words, "s")),
  ].join("\n");
}

/** Thicker for more machines: one pixel for each power of ten. */
function edge({ decision, from, to }: Edge): string {
  const { line } = colours[decision.method] ?? plain;
  const [start, end] = [size.margin + size.site.width - 12, size.target.x];
  const bend = (start + end) / 2 + 20;
  const width = (0.8 + Math.log10(decision.count)).toFixed(1);
  return `<path d="M${start} ${from} C${bend} ${from} ${bend} ${to.toFixed(1)} ${end} ${to.toFixed(1)}" fill="none" stroke="${line}" stroke-opacity="0.75" stroke-width="${width}"/>`;
}

function box(x: number, y: number, { width, height }: { width: number; height: number }): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="#f8f9fb" stroke="#d0d7de"/>`;
}

/** A text in one line, cut where it would run into the next column. */
function text({ x, y }: { x: number; y: number }, words: string, style = "", anchor = "start"): string {
  const shown = words.length > longestText ? `${words.slice(0, longestText - 1)}…` : words;
  return `<text x="${x}" y="${y}" class="${style}" text-anchor="${anchor}">${escaped(shown)}</text>`;
}

const escaped = (words: string): string =>
  words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
