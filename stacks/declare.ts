import { Estate } from "../modules/azure/estate.ts";
import { Site } from "../modules/azure/site.ts";
import { declareAzure } from "./declareAzure.ts";
import { declareOwn } from "./declareOwn.ts";
import type { SiteOf, StackContent } from "./stackContent.ts";

/** Declares the resources of a stack: the facts for whoever checks them, then what is on Azure, then records and objects elsewhere. */
export function declareStack(content: StackContent): void {
  const { topology, scope } = content;
  const { facts, provisioning } = topology;
  const unread = provisioning.azureHosts.filter(({ place }) => place.network.make === null);
  new Estate(facts.environment, { facts, scope, unreadSubnets: unread.map(({ host }) => host) });

  const sites = new Map<string, Site>();
  const siteOf: SiteOf = (name) => {
    const site = sites.get(name) ?? new Site(name);
    sites.set(name, site);
    return site;
  };
  declareOwn(content, siteOf, declareAzure(content, siteOf));
}
