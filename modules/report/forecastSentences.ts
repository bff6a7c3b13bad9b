import type { Loss, LossPart } from "../forecast/outlook.ts";
import { kmsThreshold } from "../plan/thresholds.ts";
import { machines } from "../plan/words.ts";
import { listNames } from "../rules/cohorts.ts";
import { dateAfter, hundredths, namesOf } from "./forecastReport.ts";

/** What is lost, by name. */
export function nameOfLost({ lost }: Loss): string {
  return "host" in lost ? lost.host : lost.forest;
}

/** Sentences about one loss; more would hide the worst. */
const mostSentences = 8;

/** What a loss does to the machines that rely on what is lost: one sentence for those with one fate, the worst first. */
export function sentencesOf(loss: Loss): readonly string[] {
  const turn = "forest" in loss.lost;
  const fates = [...Map.groupBy(loss.parts, fateOf).values()].sort(
    (a, b) => fallingOf(b) - fallingOf(a) || machinesOf(b) - machinesOf(a),
  );
  const rest = fates.slice(mostSentences).flat();
  return [
    ...fates.slice(0, mostSentences).map((parts) => `${whoOf(parts)} ${fateText(parts, turn)}${nowText(parts)}`),
    ...(rest.length === 0 ? [] : [`${machinesOf(rest)} more machines, of which ${fallingOf(rest)} fall out.`]),
  ];
}

/** Parts with one fate differ only in what they are and how many. */
function fateOf(part: LossPart): string {
  const { hosts, ownHostsToo, lowest, standby, pinned } = part;
  const short = isShort(part) && kmsThreshold[part.product];
  return JSON.stringify([hosts, ownHostsToo, standby, pinned, lowest, short, part.fallingNow > 0]);
}

function isShort({ product, lowest }: LossPart): boolean {
  return lowest !== null && lowest < kmsThreshold[product];
}

/** `260 client machines and 20 servers (hq/kiosks and lab/test-servers)`. */
function whoOf(parts: readonly LossPart[]): string {
  const numbers = (["client", "server", "office"] as const).flatMap((product) => {
    const count = machinesOf(parts.filter((part) => part.product === product));
    return count === 0 ? [] : [machines({ product, count })];
  });
  return `${listNames(numbers)} (${listNames(parts.flatMap(({ members }) => members.flatMap(namesOf)))})`;
}

function fateText(parts: readonly LossPart[], turn: boolean): string {
  const [part] = parts;
  if (part === undefined) return "";
  const [falling, all] = [fallingOf(parts), machinesOf(parts)];
  const verbs = all === 1 ? singular : plural;
  if (part.lowest === null) return `${turn ? verbs.haveNone : verbs.haveNoOther}.`;
  if (part.pinned && !turn) return `${verbs.areSet}; about ${falling} fall out.`;
  const way = `${turn ? verbs.turnTo : verbs.goOnTo} ${listNames(part.hosts)}, ${countText(part)}${part.ownHostsToo ? ", and to hosts of their own sites" : ""}`;
  if (!isShort(part)) return `${way}.`;
  const some = falling < all ? ` About ${falling} of them fall out.` : "";
  return `${way}; ${kmsThreshold[part.product]} are needed.${some}`;
}

const plural = {
  haveNone: "have no KMS host to turn to",
  haveNoOther: "have no other host",
  areSet: "are set to a host each",
  turnTo: "turn to",
  goOnTo: "go on to",
} as const;

const singular: Readonly<Record<keyof typeof plural, string>> = {
  haveNone: "has no KMS host to turn to",
  haveNoOther: "has no other host",
  areSet: "is set to a host",
  turnTo: "turns to",
  goOnTo: "goes on to",
};

function countText({ hosts, lowest, standby }: LossPart): string {
  const many = hosts.length > 1;
  const number = `${many ? "at least " : ""}${hundredths(lowest ?? 0)}${many ? " each" : ""}`;
  if (standby) return `which stood by till then and ${many ? "come" : "comes"} to count ${number}`;
  return `which then ${many ? "count" : "counts"} ${number}`;
}

function nowText([part]: readonly LossPart[]): string {
  return part !== undefined && part.fallingNow > 0 ? " As it is, some hosts that they ask count too few." : "";
}

/** When the first machine falls out, as a sentence; null where nothing relies on what is lost. */
export function whenOf({ parts, firstDeactivation }: Loss, from: string | null): string | null {
  if (parts.length === 0) return null;
  if (firstDeactivation === null) return "Nothing falls out of activation.";
  const days = firstDeactivation === 1 ? "1 day" : `${firstDeactivation} days`;
  const on = from === null ? "" : `, on ${dateAfter(from, firstDeactivation)}`;
  return `The first machine falls out of activation after ${days}${on}.`;
}

function machinesOf(parts: readonly LossPart[]): number {
  return parts.reduce((sum, { machines }) => sum + machines, 0);
}

function fallingOf(parts: readonly LossPart[]): number {
  return parts.reduce((sum, { falling }) => sum + falling, 0);
}
