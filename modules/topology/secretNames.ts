import type { Provisioning, SecretRef, ZoneConnection } from "./provisioning.ts";

/** Names of the secrets that a topology takes from the stack's configuration. */
export function secretNames({ zones, forests, keySecrets }: Provisioning): readonly string[] {
  const references = [
    ...zones.flatMap(signingSecrets),
    ...forests.flatMap(({ password, reader, rightsAs, backupKey }) =>
      [password, reader?.password, rightsAs?.password, backupKey].filter((reference) => reference != null),
    ),
    ...Object.values(keySecrets),
  ];
  return [...new Set(references.flatMap((reference) => ("config" in reference ? [reference.config] : [])))];
}

function signingSecrets(zone: ZoneConnection): readonly SecretRef[] {
  if (zone.provider !== "rfc2136") return [];
  const { signing } = zone;
  if (signing.kind === "tsig") return [signing.secret];
  return signing.kind === "gssTsig" ? [signing.keytab] : [];
}
