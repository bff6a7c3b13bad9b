import { type ConfigEntry, type Fail, isText, textMap, watched } from "./configEntry.ts";
import type { HostAccess } from "./providerConfig.ts";

/** IANA's port of SSH. */
const sshPort = 22;

/** Reads how one existing KMS host is reached; undefined where nothing can be made of it. */
export function hostAccess(host: string, value: ConfigEntry, fail: Fail): HostAccess | undefined {
  const { report, failed } = watched(fail);
  const { address, user, hostKey, port = sshPort, identityFile = null, keys = {} } = value;
  if (!isText(address)) report("address", "must be a name or an address");
  if (!isText(user)) report("user", "must name the account");
  if (!isPort(port)) report("port", "must be a whole number from 1 to 65535");
  if (!isText(hostKey) || !/^(?:ssh|ecdsa)-[\w@.-]+ [A-Za-z0-9+/]+={0,2}$/.test(hostKey)) {
    report(
      "hostKey",
      "must be the host's public key as `ssh-keyscan` prints it, without the name: ssh-ed25519 AAAA...",
    );
  }
  if (identityFile !== null && !isText(identityFile)) report("identityFile", "must be the path of a private key");
  if (textMap(keys) === undefined) report("keys", "must be a map of Key Vault addresses by the name of their key");
  if (failed()) return undefined;
  return { host, ssh: { address, port, user, hostKey, identityFile }, keys } as HostAccess;
}

function isPort(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 65_535;
}
