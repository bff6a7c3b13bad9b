import { KeyVaultError, type KeyVaultErrorKind } from "./keyVaultError.ts";
import type { SecretAddress } from "./secretAddress.ts";

/** An error about one secret: what happened, and after a semicolon the remedy. */
export function secretError({ vault, name }: SecretAddress, kind: KeyVaultErrorKind, words: string): KeyVaultError {
  return new KeyVaultError(kind, `reading secret ${name} of ${new URL(vault).hostname}: ${words}`);
}

/** Words whatever the libraries threw about one secret. */
export function thrownError(address: SecretAddress, thrown: unknown, signal: AbortSignal): KeyVaultError {
  if (thrown instanceof KeyVaultError) return thrown;
  const { name = "", statusCode, code, message } = parts(thrown);
  if (name === "AbortError" || signal.aborted) return secretError(address, "cancelled", cancelled(signal));
  if (signInNames.has(name)) return secretError(address, "signIn", signInWords(thrown));
  if (statusCode !== undefined) {
    const [kind, words] = answered(address, statusCode, detailsOf(thrown));
    return secretError(address, kind, words);
  }
  if (
    typeof code === "string" &&
    /^(?:E[A-Z_]+|REQUEST_SEND_ERROR|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/.test(code)
  ) {
    return secretError(address, "unreachable", unreachable(networkCode(thrown) ?? code, message));
  }
  return secretError(address, "failed", `${firstLine(message)}; see that the address is the vault's own`);
}

interface Parts {
  readonly name?: string;
  readonly statusCode?: number;
  readonly code?: unknown;
  readonly message: string;
}

function parts(thrown: unknown): Parts {
  if (!(thrown instanceof Error)) return { message: String(thrown) };
  const { statusCode, code } = thrown as { statusCode?: unknown; code?: unknown };
  const status = typeof statusCode === "number" ? { statusCode } : {};
  return { name: thrown.name, message: thrown.message, code, ...status };
}

const signInNames = new Set([
  "CredentialUnavailableError",
  "AggregateAuthenticationError",
  "AuthenticationError",
  "AuthenticationRequiredError",
]);

function signInWords(thrown: unknown): string {
  const { message } = parts(thrown);
  // Entra's own number says most: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
  const refused = /AADSTS\d+/.exec(message)?.[0];
  const what = refused === undefined ? "nobody is signed in to Azure here" : `the sign-in was refused (${refused})`;
  return `${what}; run \`az login\`, or give the environment AZURE_TENANT_ID, AZURE_CLIENT_ID and a certificate, secret or federated token, or run where there is a managed identity`;
}

function cancelled(signal: AbortSignal): string {
  const late = signal.reason instanceof DOMException && signal.reason.name === "TimeoutError";
  return late
    ? "it took longer than the resource was given; give it more time (customTimeouts), or see why the vault is slow"
    : "cancelled; nothing was sent to the host";
}

type Words = readonly [KeyVaultErrorKind, string];

/** Answers of the service, https://learn.microsoft.com/azure/key-vault/general/rest-error-codes */
function answered({ vault, name }: SecretAddress, status: number, details: string): Words {
  switch (status) {
    case 401:
      return ["signIn", "401, the vault does not take the token; sign in to the tenant that the vault belongs to"];
    case 403:
      return refused(vault, details);
    case 404:
      return ["notFound", `there is no such secret or version; correct the address, or add the secret ${name}`];
    case 429:
      return ["throttled", "429, the vault has too many requests; wait a minute and try again"];
    default:
      return status >= 500
        ? ["unreachable", `${status}, the vault failed inside; try again`]
        : ["failed", `${status}; see that the address is right and that the vault is no managed HSM`];
  }
}

function refused(vault: string, details: string): Words {
  if (/ForbiddenByFirewall|ForbiddenByConnection|not a trusted service|public network access/i.test(details)) {
    return [
      "firewall",
      `the vault's firewall does not let this machine in; run where the vault may be reached, or allow this address in the networking of ${new URL(vault).hostname}`,
    ];
  }
  if (/SecretDisabled|disabled secret/i.test(details)) {
    return ["disabled", "the secret is disabled; enable it, or point the key to another"];
  }
  if (/expired secret|SecretExpired|not yet valid/i.test(details)) return ["expired", expiredWords];
  return [
    "forbidden",
    "403, whoever is signed in here may not read it; give it the role Key Vault Secrets User on this secret, or `get` of secrets in the vault's access policy, and wait until that has spread",
  ];
}

/** Remedy for a secret that is out of its time. */
export const expiredWords = "the secret is past its expiry or before its start; set a new version, or its dates";

function unreachable(code: string, message: string): string {
  if (/ENOTFOUND|EAI_AGAIN/.test(code)) {
    return `the vault's name cannot be resolved (${code}); correct the address, or this machine's resolver (a private endpoint needs its zone)`;
  }
  if (/CERT|SIGN|UNABLE_TO|ERR_TLS|ERR_SSL/.test(`${code} ${message}`)) {
    return `TLS failed (${code}); whatever answers there is not the vault: see whether a proxy breaks TLS open (NODE_EXTRA_CA_CERTS)`;
  }
  return `not reached (${code}); see that this machine may reach it over HTTPS, directly or by HTTPS_PROXY`;
}

/** The error of the socket below those of the libraries. */
function networkCode(thrown: unknown): string | undefined {
  let error: unknown = thrown;
  let found: string | undefined;
  while (error instanceof Error) {
    const { code } = error as { code?: unknown };
    if (typeof code === "string" && code !== "REQUEST_SEND_ERROR") found = code;
    error = error.cause;
  }
  return found;
}

/** The body of a refusal: codes and sentences of the service. */
function detailsOf(thrown: unknown): string {
  const { details, message } = thrown as { details?: unknown; message?: unknown };
  return `${JSON.stringify(details) ?? ""} ${String(message)}`;
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").trim().slice(0, 200);
}
