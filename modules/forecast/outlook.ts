import type { Application, Cohort, Product, Site } from "../topology/model.ts";

/** What is to be expected of one KMS host, for one application. Numbers with a fraction are rounded down to hundredths. */
export interface HostForecast {
  readonly host: string;
  readonly application: Application;
  /** Machines that may use the host, find it and will ask: the upper bound of the plan. */
  readonly demand: number;
  /** Client machine ids that the host will count, capped. */
  readonly expected: number;
  /** Of them those that have no other host of the best priority, capped: what is sure however the others choose. */
  readonly worst: number;
  /** Machines that the host must count for every product that asks it; 0 where none does. */
  readonly threshold: number;
  /** The highest count that the host shows: 50, or 10 where only servers or Office ask. */
  readonly cap: number;
  /** `expected` is at least `threshold`. */
  readonly meets: boolean;
  /** `standby`: machines go to it only after the loss of another, so that it starts at 0. `unused`: nobody ever asks it. */
  readonly role: "active" | "standby" | "unused";
  /** `expected` without the cap. */
  readonly uncapped: number;
  /** The same without machines that get a MAK, which ask only until they have it. */
  readonly planned: { readonly expected: number; readonly threshold: number; readonly meets: boolean };
  /** Machines that will ask it, yet more seldom than the 30 days that it remembers them. */
  readonly seldom: number;
  /** Client machine ids above `uncapped` that rebuilt machines have left within the last 30 days. */
  readonly churn: number;
}

/**
 * Cohorts, and the site of each at the same place: a forecast may name tens of thousands, and two lists of what is there
 * already cost less than one of new things.
 */
export interface Members {
  readonly sites: readonly Site[];
  readonly cohorts: readonly Cohort[];
}

/** The machines of one cohort that is out of the ordinary. */
export interface Machines {
  readonly site: string;
  readonly cohort: string;
  readonly product: Product;
  readonly count: number;
  /** Different client machine ids among them: a host counts machines that share one once. */
  readonly clientIds: number;
  /** Days after which each machine is rebuilt with a new client machine id; null: machines stay. */
  readonly rebuiltEvery: number | null;
}

/** Machines that are rebuilt, and what a host still counts of those that they were. */
export interface Churn extends Machines {
  /** Ids that each machine leaves in the 30 days that a host remembers, its present one included. */
  readonly idsEach: number;
}

/** What a loss does to machines of one product that ask the same hosts afterwards and fare alike. */
export interface LossPart {
  readonly product: Product;
  readonly machines: number;
  /** Of them those that nothing keeps activated afterwards. */
  readonly falling: number;
  /** Of them those that nothing keeps activated even now. */
  readonly fallingNow: number;
  /** Hosts that they ask afterwards, in the order of the file. */
  readonly hosts: readonly string[];
  /** Each also asks hosts of its own site, which differ from site to site and are not among `hosts`. */
  readonly ownHostsToo: boolean;
  /** The lowest count among those hosts afterwards, not capped; null where there is none. */
  readonly lowest: number | null;
  /** Those hosts stood by, and start at 0. */
  readonly standby: boolean;
  /** Each machine is set to one host, and asks no other. */
  readonly pinned: boolean;
  readonly members: readonly Members[];
}

/** What follows when a KMS host, or the activation objects of a forest, are gone and do not come back. */
export interface Loss {
  readonly lost: { readonly host: string } | { readonly forest: string };
  /** Products of which machines fall out of activation. */
  readonly products: readonly Product[];
  /** Everything that relied on it is still kept activated. */
  readonly meets: boolean;
  /** Days from the loss until the first machine falls out of activation; null where everything still meets. */
  readonly firstDeactivation: number | null;
  /** Machines that rely on it; not those that get a MAK. */
  readonly parts: readonly LossPart[];
}

/** What will become of an estate that is planned. */
export interface Forecast {
  readonly environment: string;
  /** In the order of the file, Windows before Office. */
  readonly hosts: readonly HostForecast[];
  /** Hosts, then forests, in the order of the file. */
  readonly losses: readonly Loss[];
  /** Cohorts that inflate counts: what they add decays within 30 days once they are rebuilt no more. */
  readonly churn: readonly Churn[];
  /** Cohorts whose machines share client machine ids. */
  readonly clones: readonly Machines[];
  /** Cohorts that are to go on asking a host, and find none. */
  readonly withoutHost: readonly Machines[];
}
