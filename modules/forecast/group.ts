import { adbaConditions, plannedActivationType } from "../plan/adba.ts";
import type { Decision, Plan } from "../plan/decision.ts";
import { silence } from "../plan/demand.ts";
import { isKms } from "../plan/machineSettings.ts";
import { entryOf } from "../plan/perFacts.ts";
import { applicationOf } from "../plan/usage.ts";
import type { Application, Cohort, Facts, Product, Site } from "../topology/model.ts";
import type { Members } from "./outlook.ts";
import { idsInMemory } from "./periods.ts";
import { nowhere, type Route } from "./route.ts";
import type { RouteFinder } from "./routeFinder.ts";

/** Machines that share everything on which a forecast depends: a forecast is as fast as there are few groups. */
export interface Group {
  readonly product: Product;
  readonly application: Application;
  readonly route: Route;
  /** The forest that activates them, so that they ask no host while it is there; null where they ask a host. */
  readonly forest: string | null;
  /** Days between two contacts with that forest. */
  readonly forestGap: number;
  /** The plan leaves them the volume key with which they ask. Others ask only until they have what it gives them. */
  readonly planned: boolean;
  readonly machines: number;
  /** Different client machine ids among them. */
  readonly ids: number;
  /** Further ids that rebuilt machines have left in the memory of the hosts. */
  readonly staleIds: number;
  readonly members: Members;
}

type Traits = Pick<Group, "product" | "route" | "forest" | "forestGap" | "planned">;
type Growing = { -readonly [K in keyof Group]: Group[K] } & {
  readonly members: { readonly sites: Site[]; readonly cohorts: Cohort[] };
};

/** The machines that ask KMS hosts, and those that would if their forest were gone. */
export function groupsOf(facts: Facts, plan: Plan, { routeOf }: RouteFinder): readonly Group[] {
  const traitsOf = traitsFinder(facts, routeOf);
  const groups = new Map<Route, Growing[]>();
  let next = 0;
  for (const site of facts.sites) {
    for (const cohort of site.cohorts) {
      const traits = traitsOf(site, cohort, plan.decisions[next++]);
      if (traits && cohort.count > 0) add(groups, traits, site, cohort);
    }
  }
  return [...groups.values()].flat();
}

type TraitsOf = (site: Site, cohort: Cohort, decision: Decision | undefined) => Traits | undefined;

/** Undefined for machines that neither ask a host nor are activated by a forest. */
function traitsFinder(facts: Facts, routeOf: RouteFinder["routeOf"]): TraitsOf {
  return (site, cohort, decision) => {
    const { product } = cohort;
    const silent = silence(facts, site, cohort);
    if (silent === null) {
      const planned = decision !== undefined && (isKms(decision.method) || decision.method === "adba");
      return { product, route: routeOf(site, cohort), forest: null, forestGap: 0, planned };
    }
    if (silent !== "adba") return undefined;
    const { forest, contact } = adbaConditions(facts, site, cohort);
    const route = plannedActivationType(site, cohort) === "any" ? routeOf(site, cohort) : nowhere;
    return { product, route, forest, forestGap: contact === "never" ? 0 : contact, planned: true };
  };
}

function add(groups: Map<Route, Growing[]>, traits: Traits, site: Site, cohort: Cohort): void {
  const ofRoute = entryOf(groups, traits.route, emptyList);
  const group = ofRoute.find((one) => isOf(one, traits)) ?? newGroup(ofRoute, traits);
  const ids = Math.min(cohort.clientIds, cohort.count);
  group.machines += cohort.count;
  group.ids += ids;
  group.staleIds += ids * (idsInMemory(cohort.rebuiltEvery) - 1);
  group.members.sites.push(site);
  group.members.cohorts.push(cohort);
}

const emptyList = (): Growing[] => [];

/** Of groups with one route. */
function isOf(group: Group, { product, planned, forest, forestGap }: Traits): boolean {
  return (
    group.product === product && group.planned === planned && group.forest === forest && group.forestGap === forestGap
  );
}

function newGroup(ofRoute: Growing[], traits: Traits): Growing {
  const application = applicationOf(traits.product);
  const group: Growing = {
    ...traits,
    application,
    machines: 0,
    ids: 0,
    staleIds: 0,
    members: { sites: [], cohorts: [] },
  };
  ofRoute.push(group);
  return group;
}
