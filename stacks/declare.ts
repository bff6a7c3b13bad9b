import { Estate } from "../modules/azure/estate.ts";
import { Site } from "../modules/azure/site.ts";
import { hostsInExistingSubnets } from "../modules/desired/existingSubnets.ts";
import { declareAzure } from "./declareAzure.ts";
import { declareOwn } from "./declareOwn.ts";
import type { SiteOf, StackContent } from "./stackContent.ts";

/** Declares the resources of a stack: the facts for whoever checks them, then what is on Azure, then records and objects elsewhere. */
export function declareStack(content: StackContent): void {
  const { topology, scope, leaveOut } = content;
  const { facts, provisioning } = topology;
  const unreadSubnets = hostsInExistingSubnets(provisioning);
  new Estate(facts.environment, { facts, scope, unreadSubnets, leftOut: leaveOut });

  const sites = new Map<string, Site>();
  const siteOf: SiteOf = (name) => {
    const site = sites.get(name) ?? new Site(name);
    sites.set(name, site);
    return site;
  };
  declareOwn(content, siteOf, declareAzure(content, siteOf));
}
