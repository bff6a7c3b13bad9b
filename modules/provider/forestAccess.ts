import { type ConfigEntry, type Fail, isRecord, isText, textMap, watched } from "./configEntry.ts";
import type { AccountAccess, ForestAccess } from "./providerConfig.ts";

/** Octets of the key that seals backups: AES-256. */
const backupKeyLength = 32;

/** Reads how one forest is reached; undefined where nothing can be made of it. */
export function forestAccess(forest: string, value: ConfigEntry, fail: Fail): ForestAccess | undefined {
  const { report, failed } = watched(fail);
  const { servers, bindAs, password, ca, backups = {} } = value;
  const listed = Array.isArray(servers) && servers.length > 0 && servers.every(isText);
  if (!listed) report("servers", "must list at least one domain controller");
  if (!isText(bindAs)) report("bindAs", "must name the account");
  // A directory server takes an empty password as an anonymous bind and answers success.
  if (!isText(password)) report("password", "must not be empty");
  if (!isText(ca) || !ca.includes("-----BEGIN CERTIFICATE-----")) report("ca", "must be the text of a PEM certificate");
  if (textMap(backups) === undefined) report("backups", "must be a map of sealed backups by the name of their object");
  const reader = accountAccess(value.reader, "reader", report);
  const rightsAs = accountAccess(value.rightsAs, "rightsAs", report);
  const backupKey = sealingKey(value.backupKey, report);
  if (failed()) return undefined;
  return { forest, servers, bindAs, password, ca, reader, rightsAs, backupKey, backups } as ForestAccess;
}

function accountAccess(value: unknown, property: string, fail: Fail): AccountAccess | null {
  if (value === undefined || value === null) return null;
  const { bindAs, password } = isRecord(value) ? value : {};
  if (isText(bindAs) && isText(password)) return { bindAs, password };
  fail(property, "must be { bindAs, password }, neither of them empty");
  return null;
}

function sealingKey(value: unknown, fail: Fail): string | null {
  if (value === undefined || value === null) return null;
  if (isText(value) && Buffer.from(value, "base64").length === backupKeyLength) return value.trim();
  fail("backupKey", `must be base64 of ${backupKeyLength} octets, as \`activation objects backup\` makes it`);
  return null;
}
