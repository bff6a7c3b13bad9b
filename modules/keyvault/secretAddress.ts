import { KeyVaultError } from "./keyVaultError.ts";

/** A secret of a vault, and where callers of its cloud sign in. */
export interface SecretAddress {
  /** `https://kv.vault.azure.net`. */
  readonly vault: string;
  readonly name: string;
  /** undefined: the newest. */
  readonly version: string | undefined;
  /** Where callers of this cloud get their tokens. */
  readonly authority: string;
}

/** Vaults and sign-in of each cloud, https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#dns-suffixes-for-object-identifiers */
const clouds: Readonly<Record<string, string>> = {
  "vault.azure.net": "https://login.microsoftonline.com",
  "vault.azure.cn": "https://login.chinacloudapi.cn",
  "vault.usgovcloudapi.net": "https://login.microsoftonline.us",
};

/** Name of a vault (3 to 24 characters), of a secret (1 to 127) and of a version, same page. */
const secretForm =
  /^https:\/\/([a-z][a-z0-9-]{1,22}[a-z0-9])\.(vault\.[a-z.]+)\/secrets\/([a-z0-9-]{1,127})(?:\/([a-z0-9]{32}))?\/?$/i;

/**
 * Takes the address of a secret apart. No other host than a vault of Azure's own clouds is ever asked, and none without TLS.
 *
 * @throws {KeyVaultError} `address`
 */
export function parseSecretAddress(uri: string): SecretAddress {
  const [, vault = "", suffix = "", name = "", version] = secretForm.exec(uri) ?? [];
  const authority = clouds[suffix.toLowerCase()];
  if (authority !== undefined) {
    return { vault: `https://${vault.toLowerCase()}.${suffix.toLowerCase()}`, name, version, authority };
  }
  // What stands there may be anything, even the key itself.
  const form = "https://<vault>.vault.azure.net/secrets/<name>, or with /<version>";
  throw new KeyVaultError(
    "address",
    `a product key's address is not that of a secret in a key vault; write it like ${form} (or with vault.azure.cn or vault.usgovcloudapi.net)`,
  );
}
