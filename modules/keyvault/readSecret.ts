import type { SecretClient } from "@azure/keyvault-secrets";
import { ProductKey } from "./productKey.ts";
import { parseSecretAddress, type SecretAddress } from "./secretAddress.ts";
import { expiredWords, secretError, thrownError } from "./secretFailure.ts";

/**
 * Reads a product key from its Key Vault secret, as whoever is signed in to Azure here (DefaultAzureCredential).
 *
 * Call it at the moment of use, and `forget` the key afterwards: nothing of it is kept here.
 *
 * @param uri - `https://kv.vault.azure.net/secrets/name`, or with `/version`.
 * @throws {KeyVaultError} Also for a value that is no product key; it is not repeated.
 */
export async function readProductKey(uri: string, signal: AbortSignal): Promise<ProductKey> {
  const address = parseSecretAddress(uri);
  const key = ProductKey.from(await secretValue(address, signal));
  if (key !== undefined) return key;
  throw secretError(
    address,
    "notAProductKey",
    "its value is no product key (five groups of five characters with hyphens, and nothing else); store the key and nothing but the key",
  );
}

async function secretValue(address: SecretAddress, signal: AbortSignal): Promise<string> {
  try {
    const client = await clientOf(address);
    const { value = "", properties } = await client.getSecret(address.name, {
      abortSignal: signal,
      ...(address.version === undefined ? {} : { version: address.version }),
    });
    if (isOutOfTime(properties, new Date())) throw secretError(address, "expired", expiredWords);
    return value;
  } catch (thrown) {
    throw thrownError(address, thrown, signal);
  }
}

/** The service hands out secrets before and after their time as well: the dates are the owner's word, and ours to keep. */
function isOutOfTime({ notBefore, expiresOn }: { notBefore?: Date; expiresOn?: Date }, now: Date): boolean {
  return (expiresOn !== undefined && expiresOn <= now) || (notBefore !== undefined && notBefore > now);
}

/** One for each vault: it keeps token and connection between the keys of a command. */
const clients = new Map<string, Promise<SecretClient>>();

async function clientOf(address: SecretAddress): Promise<SecretClient> {
  const known = clients.get(address.vault);
  if (known !== undefined) return await known;
  const made = newClient(address);
  clients.set(address.vault, made);
  return await made;
}

/** The libraries take most of a second to load, so only a command that needs a key pays for them. */
async function newClient({ vault, authority }: SecretAddress): Promise<SecretClient> {
  const [{ DefaultAzureCredential }, { SecretClient }] = await Promise.all([
    import("@azure/identity"),
    import("@azure/keyvault-secrets"),
  ]);
  return new SecretClient(vault, new DefaultAzureCredential({ authorityHost: authority }), {
    retryOptions: { maxRetries: 3, maxRetryDelayInMs: 8_000 },
  });
}
