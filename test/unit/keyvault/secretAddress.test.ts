import { describe, expect, it } from "vitest";
import { KeyVaultError } from "../../../modules/keyvault/keyVaultError.ts";
import { parseSecretAddress } from "../../../modules/keyvault/secretAddress.ts";
import { madeUpKey } from "../../helpers/madeUpKey.ts";

describe("the address of a secret", () => {
  it.each([
    ["https://kv-1.vault.azure.net/secrets/windows", "https://login.microsoftonline.com"],
    ["https://kv-1.vault.azure.cn/secrets/windows", "https://login.chinacloudapi.cn"],
    ["https://kv-1.vault.usgovcloudapi.net/secrets/windows", "https://login.microsoftonline.us"],
  ])("%s signs in at %s", (uri, authority) => {
    expect(parseSecretAddress(uri)).toMatchObject({ name: "windows", version: undefined, authority });
  });

  it("keeps the version, and writes the vault's name as DNS does", () => {
    const version = "0123456789abcdef0123456789abcdef";
    expect(parseSecretAddress(`https://KV-Prod.Vault.Azure.Net/secrets/Windows-2025/${version}`)).toMatchObject({
      vault: "https://kv-prod.vault.azure.net",
      name: "Windows-2025",
      version,
    });
  });

  it.each([
    "",
    "windows",
    "http://kv.vault.azure.net/secrets/windows",
    "https://kv-1.vault.azure.net",
    "https://kv-1.vault.azure.net/secrets/",
    "https://kv-1.vault.azure.net/secrets/a/b",
    "https://kv-1.vault.azure.net/secrets/a?x=1",
    "https://kv-1.vault.azure.net/secrets/../keys",
    "https://a.b.vault.azure.net/secrets/windows",
    "https://kv.vault.evil.example/secrets/windows",
    "https://kv.managedhsm.azure.net/secrets/windows",
  ])("is not %j", (uri) => {
    expect(() => parseSecretAddress(uri)).toThrow(KeyVaultError);
  });

  it("does not repeat what stands in its place", () => {
    const key = madeUpKey();
    expect(() => parseSecretAddress(key)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(key) }),
    );
  });
});
