import { describe, expect, it } from "vitest";
import { parseSecretAddress } from "../../../modules/keyvault/secretAddress.ts";
import { thrownError } from "../../../modules/keyvault/secretFailure.ts";

// Failures that the stand-in cannot show; the others are shown with Azure's own libraries (test/integration/keyvault.test.ts).
const address = parseSecretAddress("https://kv-1.vault.azure.net/secrets/windows");
const { signal } = new AbortController();

function thrown(properties: object, message = "words of the library"): Error {
  return Object.assign(new Error(message), properties);
}

describe("words for what the libraries throw", () => {
  it.each([
    [thrown({ code: "ENOTFOUND" }), "unreachable", /cannot be resolved.*private endpoint/],
    [thrown({ code: "REQUEST_SEND_ERROR", cause: thrown({ code: "EAI_AGAIN" }) }), "unreachable", /EAI_AGAIN/],
    [thrown({ code: "ETIMEDOUT" }), "unreachable", /HTTPS_PROXY/],
    [thrown({ code: "SELF_SIGNED_CERT_IN_CHAIN" }), "unreachable", /NODE_EXTRA_CA_CERTS/],
    [thrown({ statusCode: 503 }), "unreachable", /503/],
    [thrown({ statusCode: 401 }), "signIn", /tenant/],
    [thrown({ name: "AggregateAuthenticationError" }), "signIn", /nobody is signed in.*az login/],
    [
      thrown({ name: "AuthenticationError" }, "invalid_client AADSTS7000222: expired"),
      "signIn",
      /refused \(AADSTS7000222\)/,
    ],
    [
      thrown({
        statusCode: 403,
        details: { error: { message: "Operation get is not allowed on an expired secret." } },
      }),
      "expired",
      /expiry/,
    ],
    [thrown({}, "first line\nsecond line"), "failed", /first line;/],
  ] as const)("%#: %s is %s", (error, kind, words) => {
    const worded = thrownError(address, error, signal);
    expect(worded).toMatchObject({ kind, message: expect.stringMatching(words) });
    expect(worded.message).toMatch(/^reading secret windows of kv-1\.vault\.azure\.net: /);
    expect(worded.cause).toBeUndefined();
  });
});
