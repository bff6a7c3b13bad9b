import { absolute, bare } from "./dnsName.ts";
import type { Draft, Report } from "./draft.ts";
import { nameRemedy } from "./nearest.ts";
import type { Path } from "./places.ts";
import type { TopologyFile } from "./topology.gen.ts";

/** What a file declares and other parts of it may refer to. */
export interface Declared {
  readonly file: TopologyFile;
  readonly sites: readonly string[];
  readonly keys: readonly string[];
  readonly csvlks: readonly string[];
  readonly hosts: readonly string[];
  /** Without final dot. */
  readonly forests: readonly string[];
  /** Domains of all forests, without final dot. */
  readonly domains: readonly string[];
  /** Apexes, absolute. */
  readonly zones: readonly string[];
}

/** Collects the names that a file declares. */
export function declaredIn(file: TopologyFile): Declared {
  const keys = Object.entries(file.keys ?? {});
  const forests = Object.entries(file.forests ?? {});
  return {
    file,
    sites: Object.keys(file.sites),
    keys: keys.map(([name]) => name),
    csvlks: keys.filter(([, key]) => key.type === "csvlk").map(([name]) => name),
    hosts: Object.keys(file.kmsHosts ?? {}),
    forests: forests.map(([name]) => bare(name)),
    domains: forests.flatMap(([name, forest]) => [bare(name), ...(forest.domains ?? []).map(bare)]),
    zones: Object.keys(file.zones ?? {}).map(absolute),
  };
}

/** One cross check: looks at the whole file and reports each thing that is wrong. */
export type CrossCheck = (declared: Declared, report: Report) => void;

/** Runs checks and collects what they report. */
export function draftsOf(declared: Declared, checks: readonly CrossCheck[]): Draft[] {
  const drafts: Draft[] = [];
  for (const check of checks) check(declared, (path, message, part = "value") => drafts.push({ path, message, part }));
  return drafts;
}

/** Reports a name that is not among the known ones; `what` is the singular, `site`. */
export function mustBeKnown(
  report: Report,
  path: Path,
  reference: { name: string; known: readonly string[]; what: string },
): void {
  const { name, known, what } = reference;
  if (!known.includes(name))
    report(path, `there is no ${what} ${JSON.stringify(name)}; ${nameRemedy(name, known, `${what}s`)}`);
}

/** Reports a DNS name that is not among the known ones; case and final dot do not count. */
export function mustBeKnownDomain(
  report: Report,
  path: Path,
  reference: { name: string; known: readonly string[]; what: string },
): void {
  const { name, known, what } = reference;
  if (known.some((candidate) => absolute(candidate) === absolute(name))) return;
  report(path, `there is no ${what} ${JSON.stringify(name)}; ${nameRemedy(bare(name), known, `${what}s`)}`);
}
