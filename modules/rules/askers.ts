import { silence } from "../plan/demand.ts";
import { isKms } from "../plan/machineSettings.ts";
import { applicationOf, foundHosts } from "../plan/usage.ts";
import type { Application, KmsHostFacts } from "../topology/model.ts";
import { type PlannedCohort, plannedCohorts } from "./cohorts.ts";
import { perWorld } from "./perWorld.ts";
import type { World } from "./rule.ts";

/** A cohort that will really ask KMS hosts, and which. */
export interface Asker extends PlannedCohort {
  /** Every host that the machines may use and find, in the order of the file. */
  readonly finds: readonly KmsHostFacts[];
  /** Those of them that they try first: pinned ones, else the ones with the best priority. */
  readonly first: readonly KmsHostFacts[];
}

/** Cohorts that ask one host, for one application. */
export interface Asked {
  readonly host: KmsHostFacts;
  readonly application: Application;
  readonly askers: readonly Asker[];
}

/** The cohorts that ask and find KMS hosts unless somebody gives them another key, in the order of the file. */
export const candidatesOf: (world: World) => readonly Asker[] = perWorld((world) =>
  plannedCohorts(world).flatMap((planned) => {
    const { site, cohort } = planned;
    if (silence(world.facts, site, cohort) !== null) return [];
    const finds = foundHosts(world.facts, site, cohort);
    return finds.length === 0 ? [] : [{ ...planned, finds, first: triedFirst(planned, finds) }];
  }),
);

/** Those of them that are to use KMS. */
export const askersOf: (world: World) => readonly Asker[] = perWorld((world) =>
  candidatesOf(world).filter(({ decision }) => isKms(decision.method) || isKms(decision.effectiveMethod)),
);

/** A lower priority is better, and pinned machines know none: https://www.rfc-editor.org/rfc/rfc2782 */
function triedFirst({ cohort }: PlannedCohort, finds: readonly KmsHostFacts[]): readonly KmsHostFacts[] {
  if (cohort.pinnedTo.length > 0) return finds;
  const best = finds.reduce((lowest, { records }) => Math.min(lowest, records.priority), Number.POSITIVE_INFINITY);
  return finds.filter(({ records }) => records.priority === best);
}

/** By host and application, hosts in the order of the file: the cohorts that are to use KMS and find it. */
export const askedHosts: (world: World) => readonly Asked[] = perWorld((world) => byHost(world, askersOf(world)));

/** Cohorts by the hosts that they find, in the order of the file, and by application. */
export function byHost({ facts }: World, askers: readonly Asker[]): readonly Asked[] {
  const pairs = askers.flatMap((asker) => asker.finds.map((host) => ({ host, asker })));
  const found = Map.groupBy(pairs, ({ host }) => host);
  return facts.kmsHosts.flatMap((host) =>
    [...Map.groupBy(found.get(host) ?? [], ({ asker }) => applicationOf(asker.cohort.product))].map(
      ([application, some]) => ({ host, application, askers: some.map(({ asker }) => asker) }),
    ),
  );
}

/** The part of its machines that go to a host of those that they try first, by their weights; 0 to 1. */
export function shareOf({ cohort, first }: Asker, host: KmsHostFacts): number {
  if (!first.includes(host)) return 0;
  const weights = first.reduce((sum, { records }) => sum + records.weight, 0);
  if (weights === 0 || cohort.pinnedTo.length > 0) return 1 / first.length;
  return host.records.weight / weights;
}
