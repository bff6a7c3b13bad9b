import type { ZoneArgs } from "../modules/provider/providerArgs.ts";
import type { ZoneConnection } from "../modules/topology/provisioning.ts";
import { type From, resolve } from "./secretSource.ts";

/** A zone that takes updates by RFC 2136. */
export type Rfc2136Connection = Extract<ZoneConnection, { provider: "rfc2136" }>;

const elsewhere =
  'leave its hosts out with activation-topology:scope, or all RFC 2136 zones with activation-topology:leaveOut ["rfc2136"]';

/** What the provider needs to reach one zone; undefined, and problems, where something is missing. */
export function zoneArgs({ zone, server, signing }: Rfc2136Connection, from: From): ZoneArgs | undefined {
  const where = `zones.${zone}.signing`;
  switch (signing.kind) {
    case "tsig": {
      const { keyName, algorithm } = signing;
      const secret = resolve(signing.secret, `${where}.tsig.secret`, from);
      return secret === undefined ? undefined : { server, keyName, algorithm, secret };
    }
    case "gssTsig": {
      const keytab = resolve(signing.keytab, `${where}.gssTsig.keytab`, from);
      return keytab === undefined ? undefined : { server, principal: signing.principal, keytab };
    }
    case "ticketCache":
      return { server, ticketCache: from.source.pathOf(signing.file) };
    case "none":
      from.problems.push(
        `zones.${zone}: the zone takes unsigned updates, which the toolkit does not send; ${elsewhere}`,
      );
      return undefined;
    default:
      return signing satisfies never;
  }
}
