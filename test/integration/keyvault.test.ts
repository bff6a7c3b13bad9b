import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { inspect } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { KeyVaultError } from "../../modules/keyvault/keyVaultError.ts";
import type { ProductKey } from "../../modules/keyvault/productKey.ts";
import { readProductKey } from "../../modules/keyvault/readSecret.ts";
import { madeUpKey } from "../helpers/madeUpKey.ts";
import { type StandInSecret, startVaultStandIn, type VaultStandIn } from "../helpers/vaultStandIn.ts";

let vault: VaultStandIn;
const environment = { ...process.env };
const authorities = getCACertificates();

beforeAll(async () => {
  vault = await startVaultStandIn();
  setDefaultCACertificates([...authorities, vault.ca]);
});
beforeEach(() => {
  Object.assign(process.env, vault.env);
});
afterAll(async () => {
  process.env = environment;
  setDefaultCACertificates(authorities);
  await vault.stop();
});

const patient = () => AbortSignal.timeout(60_000);

async function failed(reading: Promise<ProductKey>): Promise<KeyVaultError> {
  const error = await reading.then(
    () => new Error("it succeeded"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof KeyVaultError)) throw error;
  return error;
}

describe("reading a product key from the vault stand-in with Azure's own libraries", () => {
  test("brings the key, and asks for a token of Key Vault", async () => {
    const key = madeUpKey();
    vault.secrets.set("windows", { value: ` ${key.toLowerCase()}\n` });
    const read = await readProductKey(vault.address("windows"), patient());
    expect(Buffer.from(read.line()).toString()).toBe(`${key}\n`);
    expect(read.lastFive).toBe(key.slice(-5));
    expect(vault.tokensFor).toEqual(["https://vault.azure.net"]);
  });

  test("asks for the version that the address names", async () => {
    const version = "0123456789abcdef0123456789abcdef";
    vault.secrets.set("versioned", { value: madeUpKey() });
    await readProductKey(vault.address("versioned", version), patient());
    expect(vault.asked.at(-1)).toBe(`/secrets/versioned/${version}`);
  });

  test("shows nothing of a key but its last five characters, and forgets it", async () => {
    const key = madeUpKey();
    vault.secrets.set("shown", { value: key });
    const read = await readProductKey(vault.address("shown"), patient());
    const shown = [String(read), JSON.stringify(read), inspect(read, { showHidden: true, depth: 9 }), `${[read]}`];
    for (const group of key.split("-").slice(0, 4)) expect(shown.join()).not.toContain(group);
    read.forget();
    expect(Buffer.from(read.line()).toString().trim()).toBe("");
  });

  test("keeps a value that is no product key to itself", async () => {
    const value = `hunter2-${madeUpKey()}`;
    vault.secrets.set("other", { value });
    const error = await failed(readProductKey(vault.address("other"), patient()));
    expect(error.kind).toBe("notAProductKey");
    expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain(value.slice(0, 12));
  });

  const hour = 3_600;
  const now = Math.floor(Date.now() / 1000);
  test.each<[string, StandInSecret | undefined, string, RegExp]>([
    ["absent", undefined, "notFound", /no such secret/],
    ["no right (role)", { status: 403, inner: "ForbiddenByRbac" }, "forbidden", /Key Vault Secrets User/],
    ["no right (policy)", { status: 403, inner: "AccessDenied" }, "forbidden", /access policy/],
    ["firewall", { status: 403, inner: "ForbiddenByFirewall" }, "firewall", /firewall does not let this machine in/],
    ["private only", { status: 403, message: "Public network access is disabled" }, "firewall", /networking of kv-lab/],
    ["disabled", { status: 403, inner: "SecretDisabled" }, "disabled", /enable it/],
    ["expired", { value: madeUpKey(), expires: now - hour }, "expired", /past its expiry/],
    ["not yet valid", { value: madeUpKey(), starts: now + hour }, "expired", /before its start/],
    ["throttled", { status: 429, retryAfter: 0 }, "throttled", /too many requests/],
    ["unknown refusal", { status: 400 }, "failed", /400/],
  ])("%s", async (name, secret, kind, words) => {
    const id = name.replaceAll(/[^a-z]+/g, "-").replace(/-$/, "");
    if (secret !== undefined) vault.secrets.set(id, secret);
    const error = await failed(readProductKey(vault.address(id), patient()));
    expect(error).toMatchObject({ kind, message: expect.stringMatching(words) });
    expect(error.message).toContain(`secret ${id} of kv-lab.vault.azure.net`);
    expect(error.cause).toBeUndefined();
  });

  test("silent: ends with the signal, and tells a time-out from a cancellation", async () => {
    vault.secrets.set("silent", "silent");
    const late = await failed(readProductKey(vault.address("silent"), AbortSignal.timeout(500)));
    expect(late).toMatchObject({ kind: "cancelled", message: expect.stringContaining("customTimeouts") });
    const cancel = new AbortController();
    const reading = failed(readProductKey(vault.address("silent"), cancel.signal));
    cancel.abort();
    expect(await reading).toMatchObject({ kind: "cancelled", message: expect.stringContaining("nothing was sent") });
  });
});

// A client keeps what it found out, so each of these has a vault that nobody else asks.
describe("a vault that cannot be used", () => {
  const at = (name: string) => `https://${name}.vault.azure.net/secrets/windows`;

  test("nobody signed in", async () => {
    process.env.AZURE_TOKEN_CREDENTIALS = "EnvironmentCredential";
    const asked = vault.asked.length;
    const error = await failed(readProductKey(at("kv-unsigned"), patient()));
    expect(error).toMatchObject({ kind: "signIn", message: expect.stringContaining("az login") });
    expect(vault.asked.length).toBe(asked);
  });

  test("not reached", async () => {
    process.env.HTTPS_PROXY = "http://127.0.0.1:9";
    const error = await failed(readProductKey(at("kv-unreached"), patient()));
    expect(error).toMatchObject({ kind: "unreachable", message: expect.stringContaining("ECONNREFUSED") });
  });

  test("an impostor without a certificate that is believed", async () => {
    setDefaultCACertificates(authorities);
    const error = await failed(readProductKey(at("kv-impostor"), patient()));
    setDefaultCACertificates([...authorities, vault.ca]);
    expect(error).toMatchObject({ kind: "unreachable", message: expect.stringContaining("TLS failed") });
  });

  test.each([
    "http://kv-lab.vault.azure.net/secrets/windows",
    "https://kv-lab.vault.azure.net.example/secrets/windows",
    "https://kv-lab.example/secrets/windows",
    "https://kv-lab.vault.azure.net:8443/secrets/windows",
    "https://user@kv-lab.vault.azure.net/secrets/windows",
    "https://kv-lab.vault.azure.net/keys/windows",
  ])("%s is never asked", async (address) => {
    const error = await failed(readProductKey(address, patient()));
    expect(error.kind).toBe("address");
    expect(error.message).not.toContain(address);
  });
});
