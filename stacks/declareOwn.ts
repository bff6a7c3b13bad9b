import type { KmsHost } from "../modules/azure/kmsHost.ts";
import type { SrvRecord as SrvRecordItem } from "../modules/desired/item.ts";
import { withoutDot } from "../modules/desired/names.ts";
import { isRfc2136Record } from "../modules/desired/selection.ts";
import { ActivationProvider } from "../modules/provider/providerArgs.ts";
import { KmsHostConfiguration, SrvRecord } from "../modules/provider/resources.ts";
import { declareForests } from "./declareForests.ts";
import { acknowledged, type Own } from "./own.ts";
import type { SiteOf, StackContent } from "./stackContent.ts";

/** Declares what our own provider looks after: records by RFC 2136, each alone, activation objects, and hosts over SSH. */
export function declareOwn(content: StackContent, siteOf: SiteOf, hosts: ReadonlyMap<string, KmsHost>): void {
  if (content.provider === undefined) return;
  const { facts } = content.topology;
  const own = { provider: new ActivationProvider("activation", content.provider), acknowledge: content.acknowledge };
  const configured = declareHosts(content, siteOf, own);
  for (const record of content.items.filter((item) => isRfc2136Record(facts, item))) {
    const host = facts.kmsHosts.find(({ name }) => name === record.host);
    // Clients are sent to a machine that is there and answers.
    const machine = hosts.get(record.host ?? "") ?? configured.get(record.host ?? "");
    declareRecord({ ...record, existing: host?.records.existing ?? "upsert" }, own, {
      ...(host === undefined ? {} : { parent: siteOf(host.site) }),
      ...(machine === undefined ? {} : { dependsOn: [machine] }),
    });
  }
  declareForests(content, own, hosts);
}

type Placement = ConstructorParameters<typeof SrvRecord>[2];

function declareRecord(
  record: SrvRecordItem & { readonly existing: "upsert" | "adopt" | "refuse" },
  own: Own,
  opts: Placement,
): void {
  const { zone, name, target, port, priority, weight, ttl, existing } = record;
  const args = { zone, name, target, port, priority, weight, ttl, existing, ...acknowledged(own) };
  const { provider } = own;
  new SrvRecord(`${withoutDot(name)}/${withoutDot(target)}:${port}`, args, { ...opts, provider });
}

/** Sets up, or reads and compares, the existing hosts that are reached over SSH; returns them by name. */
function declareHosts(
  { topology, hosts }: StackContent,
  siteOf: SiteOf,
  { provider }: Own,
): ReadonlyMap<string, KmsHostConfiguration> {
  const declared = new Map<string, KmsHostConfiguration>();
  for (const { keys, ...settings } of hosts) {
    const site = topology.facts.kmsHosts.find(({ name }) => name === settings.host)?.site;
    const how = topology.provisioning.existingHosts.find(({ host }) => host === settings.host);
    if (site === undefined || how === undefined) continue; // no such host
    const { activation, confirmationIds } = how;
    const known = keys.map(({ name, lastFive }) => ({ name, ...(lastFive === null ? {} : { lastFive }) }));
    const args = { ...settings, keys: known, activation, confirmationIds };
    declared.set(settings.host, new KmsHostConfiguration(settings.host, args, { provider, parent: siteOf(site) }));
  }
  return declared;
}
