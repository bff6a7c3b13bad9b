import type { Site } from "../modules/azure/site.ts";
import type { HostConfiguration } from "../modules/desired/hostConfigurations.ts";
import type { Item } from "../modules/desired/item.ts";
import type { Part } from "../modules/desired/selection.ts";
import type { ActivationProviderArgs } from "../modules/provider/providerArgs.ts";
import type { Topology } from "../modules/topology/model.ts";

/** Everything that a stack is declared from. */
export interface StackContent {
  readonly topology: Topology;
  /** Names of sites. */
  readonly scope: readonly string[];
  readonly items: readonly Item[];
  /** Existing hosts that are set up, or read and compared, over SSH. */
  readonly hosts: readonly HostConfiguration[];
  /** Parts that the configuration leaves out, whose items are not among them. */
  readonly leaveOut: readonly Part[];
  /** undefined where nothing needs our own provider. */
  readonly provider: ActivationProviderArgs | undefined;
  /** Why protection is off; null: it is on. */
  readonly acknowledge: string | null;
}

/** The group of a site, made when something is first put into it. */
export type SiteOf = (name: string) => Site;
