import { isCredentials, parseKerberos } from "../dns/kerberos.ts";
import { parseServer } from "../dns/server.ts";
import { parseTsigKey, TsigKey } from "../dns/tsig.ts";
import { type ConfigEntry, type Fail, isText } from "./configEntry.ts";
import type { ZoneAccess } from "./providerConfig.ts";

/** Reads how one zone is reached; undefined where nothing can be made of it. */
export function zoneAccess(zone: string, value: ConfigEntry, fail: Fail): ZoneAccess | undefined {
  const { signing, problems } = readSigning(value);
  const { server } = value;
  const reachable = typeof server === "string" && parseServer(server) !== undefined;
  const all = { ...(reachable ? {} : { server: "must be host or host:port" }), ...problems };
  for (const [property, reason] of Object.entries(all)) fail(property, reason);
  return reachable ? { zone, server, ...signing } : undefined;
}

/** How updates are signed, and what is wrong with that by property. */
interface Signing {
  readonly signing: Pick<ZoneAccess, "key" | "kerberos">;
  readonly problems: Readonly<Record<string, string>>;
}

const tsig = ["keyName", "algorithm", "secret"];
const kerberos = ["principal", "keytab", "ticketCache"];

function readSigning(value: ConfigEntry): Signing {
  const given = (names: readonly string[]) => names.filter((name) => value[name] !== undefined);
  const both = given(tsig).length > 0 && given(kerberos).length > 0;
  if (both) return wrong(given(kerberos), `cannot be given with ${given(tsig).join(", ")}: a zone has one way to sign`);
  if (given(kerberos).length === 0) return readKey(value);
  const credentials = parseKerberos(value);
  return isCredentials(credentials)
    ? { signing: { kerberos: credentials }, problems: {} }
    : { signing: {}, problems: credentials };
}

function readKey({ keyName, algorithm = "hmac-sha256", secret }: ConfigEntry): Signing {
  if (keyName === undefined && secret === undefined) return { signing: {}, problems: {} };
  if (!isText(keyName)) return wrong(["keyName"], "must be given with secret");
  if (!isText(secret)) return wrong(["secret"], "must be given with keyName");
  const key = parseTsigKey(keyName, String(algorithm), secret);
  return key instanceof TsigKey ? { signing: { key }, problems: {} } : { signing: {}, problems: key };
}

function wrong(properties: readonly string[], reason: string): Signing {
  return { signing: {}, problems: Object.fromEntries(properties.map((property) => [property, reason])) };
}
