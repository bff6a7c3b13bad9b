import type * as pulumi from "@pulumi/pulumi";
import type { KmsHost } from "../modules/azure/kmsHost.ts";
import type { ActivationObject as ActivationObjectItem, SrvRecord as SrvRecordItem } from "../modules/desired/item.ts";
import { withoutDot } from "../modules/desired/names.ts";
import { isActivationObject, isRfc2136Record } from "../modules/desired/selection.ts";
import { ActivationObject, ActivationProvider, SrvRecord } from "../modules/provider/resources.ts";
import type { SiteOf, StackContent } from "./stackContent.ts";

interface Common {
  readonly provider: ActivationProvider;
  /** Why protection is off; null: it is on. */
  readonly acknowledge: string | null;
}

/** Declares what our own provider looks after: records by RFC 2136, each alone, and activation objects. */
export function declareOwn(content: StackContent, siteOf: SiteOf, hosts: ReadonlyMap<string, KmsHost>): void {
  if (content.provider === undefined) return;
  const { facts } = content.topology;
  const common = { provider: new ActivationProvider("activation", content.provider), acknowledge: content.acknowledge };
  for (const record of content.items.filter((item) => isRfc2136Record(facts, item))) {
    const site = facts.kmsHosts.find((host) => host.name === record.host)?.site;
    const machine = hosts.get(record.host ?? "");
    declareRecord(record, common, {
      ...(site === undefined ? {} : { parent: siteOf(site) }),
      // Clients are sent to a machine that is there.
      ...(machine === undefined ? {} : { dependsOn: [machine] }),
    });
  }
  for (const object of content.items.filter(isActivationObject)) declareObject(object, common);
}

function declareRecord(record: SrvRecordItem, common: Common, opts: pulumi.CustomResourceOptions): void {
  const { zone, name, target, port, priority, weight, ttl } = record;
  const args = { zone, name, target, port, priority, weight, ttl, ...acknowledged(common) };
  const { provider } = common;
  new SrvRecord(`${withoutDot(name)}/${withoutDot(target)}:${port}`, args, { ...opts, provider });
}

function declareObject({ forest, name, origin }: ActivationObjectItem, common: Common): void {
  if (origin === null) return; // none that the file declares
  const { provider, acknowledge } = common;
  const opts = { provider, protect: acknowledge === null };
  new ActivationObject(`${forest}/${name}`, { forest, name, origin, ...acknowledged(common) }, opts);
}

function acknowledged({ acknowledge }: Common): { acknowledgeLast?: { reason: string } } {
  return acknowledge === null ? {} : { acknowledgeLast: { reason: acknowledge } };
}
