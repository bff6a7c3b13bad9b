import { absolute, bare } from "./dnsName.ts";
import type { Draft, Report } from "./draft.ts";
import { nameRemedy } from "./nearest.ts";
import type { Path } from "./places.ts";
import type { Key, TopologyFile } from "./topology.gen.ts";

/** What a file declares and other parts of it may refer to. */
export interface Declared {
  readonly file: TopologyFile;
  readonly sites: ReadonlySet<string>;
  readonly keys: ReadonlyMap<string, Key>;
  readonly hosts: ReadonlySet<string>;
  /** Absolute names, with each as the file writes it. */
  readonly forests: ReadonlyMap<string, string>;
  /** Domains of all forests, in the same way. */
  readonly domains: ReadonlyMap<string, string>;
  /** Apexes, absolute. */
  readonly zones: readonly string[];
}

/** Collects the names that a file declares. */
export function declaredIn(file: TopologyFile): Declared {
  const forests = Object.entries(file.forests ?? {});
  return {
    file,
    sites: namesOf(file.sites),
    keys: new Map(Object.entries(file.keys ?? {})),
    hosts: namesOf(file.kmsHosts),
    forests: byAbsolute(forests.map(([name]) => name)),
    domains: byAbsolute(forests.flatMap(([name, forest]) => [name, ...(forest.domains ?? [])])),
    zones: Object.keys(file.zones ?? {}).map(absolute),
  };
}

const namesOf = (map: object | undefined): ReadonlySet<string> => new Set(Object.keys(map ?? {}));

const byAbsolute = (names: readonly string[]): ReadonlyMap<string, string> =>
  new Map(names.map((name) => [absolute(name), bare(name)]));

/** One cross check: looks at the whole file and reports each thing that is wrong. */
export type CrossCheck = (declared: Declared, report: Report) => void;

/** Runs checks and collects what they report. */
export function draftsOf(declared: Declared, checks: readonly CrossCheck[]): Draft[] {
  const drafts: Draft[] = [];
  for (const check of checks) check(declared, (path, message, part = "value") => drafts.push({ path, message, part }));
  return drafts;
}

/** Known names: a set of them, or a map by them. */
type Names = Pick<ReadonlyMap<string, unknown>, "has" | "keys">;

/** Reports a name that is not among the known ones; `what` is the singular, `site`. */
export function mustBeKnown(report: Report, path: Path, reference: { name: string; known: Names; what: string }): void {
  const { name, known, what } = reference;
  if (!known.has(name))
    report(path, `there is no ${what} ${JSON.stringify(name)}; ${nameRemedy(name, [...known.keys()], `${what}s`)}`);
}

/** Reports a DNS name that is not among the known ones; case and final dot do not count. */
export function mustBeKnownDomain(
  report: Report,
  path: Path,
  reference: { name: string; known: ReadonlyMap<string, string>; what: string },
): void {
  const { name, known, what } = reference;
  if (known.has(absolute(name))) return;
  const names = [...known.values()];
  report(path, `there is no ${what} ${JSON.stringify(name)}; ${nameRemedy(bare(name), names, `${what}s`)}`);
}
