import { describe, expect, it } from "vitest";
import { hostParameters } from "../../../modules/windows/hostParameters.ts";
import { hostScript, runCommandScript, scriptHash } from "../../../modules/windows/hostScript.ts";
import type { HostSettings } from "../../../modules/windows/hostSettings.ts";
import { hostKey, hostSettings, vaultKey } from "../../helpers/hostSettings.ts";
import { madeUpKey } from "../../helpers/madeUpKey.ts";
import { syntaxErrors } from "../../helpers/powershell.ts";

const hash = "0123456789abcdef";
const confirmationId = "000000111111222222333333444444555555666666777777";

const forest = {
  objectName: "CORP 2025",
  keyName: "csvlk-2025",
  lastFive: "FAKE1",
  secret: vaultKey().secret,
  how: "online" as const,
  confirmationId: null,
};

const variants: Readonly<Record<string, HostSettings>> = {
  "ssh-configure": hostSettings(),
  "ssh-verify": hostSettings({ mode: "verify" }),
  "ssh-two-keys": hostSettings({ keys: [hostKey(), hostKey({ name: "office-2024", lastFive: null })] }),
  "ssh-phone": hostSettings({ activation: "phone", keys: [hostKey({ confirmationId })] }),
  "toolkit-publishes": hostSettings({ publishing: false, publishList: [], lowPriority: true }),
  "workgroup-without-zone": hostSettings({ homeZone: null, activation: "none", keys: [] }),
  "home-zone-listed": hostSettings({
    publishList: [{ domain: "Corp.Example.", priority: 3, weight: 4 }],
    allowedNetworks: [],
  }),
  azure: hostSettings({ keys: [vaultKey()], runnerUtc: null }),
  "azure-forest-online": hostSettings({ keys: [vaultKey()], runnerUtc: null, forest }),
  "azure-forest-phone": hostSettings({
    keys: [vaultKey()],
    runnerUtc: null,
    forest: { ...forest, how: "phone", confirmationId },
  }),
};

/** Windows that cannot run here reads this; who changes it has to read it too. */
describe.each(Object.entries(variants))("%s", (name, settings) => {
  it("is told this", async () => {
    const parameters: unknown = JSON.parse(hostParameters(settings, hash));
    await expect(`${JSON.stringify(parameters, null, 2)}\n`).toMatchFileSnapshot(
      `../../golden/windows/parameters/${name}.txt`,
    );
  });

  it("is told in one line of ASCII", () => {
    expect(hostParameters(settings, hash)).toMatch(/^[\x20-\x7e]+$/);
  });
});

const managed = Object.entries(variants).filter(([name]) => name.startsWith("azure") || name === "ssh-verify");

describe.each(managed)("as a run command, %s", (name, settings) => {
  it("looks like this around the script", async () => {
    const shown = runCommandScript(settings)
      .replace(hostScript(), "(the script)")
      .replace(/'([A-Za-z0-9+/=]{40,})'/, (_, literal: string) => {
        const json = Buffer.from(literal, "base64").toString("utf8");
        return `'(base64 of)\n${JSON.stringify(JSON.parse(json.replace(scriptHash, "(its hash)")), null, 2)}'`;
      });
    await expect(shown).toMatchFileSnapshot(`../../golden/windows/run-command/${name}.txt`);
  });

  it("parses", () => {
    expect(syntaxErrors(runCommandScript(settings))).toEqual([]);
  });
});

describe("settings", () => {
  it("keep names of any script as ASCII that means the same", () => {
    const text = hostParameters(hostSettings({ forest: { ...forest, objectName: "Köln 株式会社 '; exit 7 #" } }), hash);
    expect(text).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(text)).toMatchObject({ forest: { objectName: "Köln 株式会社 '; exit 7 #" } });
  });

  it("never reach the text of the script", () => {
    const hostile = "x'); Restart-Computer; ('";
    const text = runCommandScript(hostSettings({ keys: [], forest: { ...forest, objectName: hostile } }));
    expect(text).not.toContain(hostile);
    expect(syntaxErrors(text)).toEqual([]);
    const script = (whole: string) => whole.slice(0, whole.lastIndexOf("\n} '"));
    expect(script(text)).toBe(script(runCommandScript(hostSettings({ keys: [], forest }))));
  });

  it.each<[string, Partial<HostSettings>, RegExp]>([
    ["a port that is none", { port: 0 }, /port 0 is none; take 1 to 65535/],
    [
      "an interval below 15 minutes",
      { intervals: { activationMinutes: 14, renewalMinutes: 15 } },
      /activationMinutes is 14/,
    ],
    [
      "an interval above 30 days",
      { intervals: { activationMinutes: 15, renewalMinutes: 43_201 } },
      /renewalMinutes is 43201/,
    ],
    ["half a second", { timeSkewLimitSeconds: 0.5 }, /timeSkewLimitSeconds/],
    ["a network with a bad length", { allowedNetworks: ["10.0.0.0/33"] }, /10\.0\.0\.0\/33 is no IPv4 prefix/],
    ["IPv6", { allowedNetworks: ["2001:db8::/32"] }, /is no IPv4 prefix/],
    [
      "a domain that would be another field",
      { publishList: [{ domain: "corp.example, 7", priority: 0, weight: 0 }] },
      /"corp\.example, 7" is no DNS domain/,
    ],
    ["a home zone with a line end", { homeZone: "corp\nexample" }, /is no DNS domain/],
    [
      "a priority that does not fit",
      { publishList: [{ domain: "corp.example", priority: 65_536, weight: 0 }] },
      /priority or weight of corp\.example/,
    ],
    ["seven characters of a key", { keys: [hostKey({ lastFive: "FAKE123" })] }, /not five characters/],
    ["a confirmation id with hyphens", { keys: [hostKey({ confirmationId: "000000-111111" })] }, /digits alone/],
  ])("refuse %s", (_, overrides, message) => {
    expect(() => hostParameters(hostSettings(overrides), hash)).toThrow(message);
  });

  it.each([
    "http://kv-activation.vault.azure.net/secrets/k",
    "https://kv-activation.vault.azure.net.evil.example/secrets/k",
    "https://evil.example/kv-activation.vault.azure.net/secrets/k",
    "https://evil.example#.vault.azure.net/secrets/k",
    "https://user@kv-activation.vault.azure.net/secrets/k",
    "https://kv-activation.vault.azure.net/secrets/k?x=1",
    "https://kv-activation.vault.azure.net/keys/k",
  ])("refuse to send a token to %s", (uri) => {
    const key = vaultKey({ secret: { kind: "vault", uri, clientId: null } });
    expect(() => hostParameters(hostSettings({ keys: [key] }), hash)).toThrow(/no token goes elsewhere/);
  });

  it.each([
    "https://kv-activation.vault.azure.net/secrets/k",
    "https://kv-activation.vault.azure.cn/secrets/k/0123456789abcdef0123456789abcdef",
    "https://kv-activation.vault.usgovcloudapi.net/secrets/k",
  ])("take %s", (uri) => {
    const key = vaultKey({ secret: { kind: "vault", uri, clientId: null } });
    expect(() => hostParameters(hostSettings({ keys: [key] }), hash)).not.toThrow();
  });

  it("refuse a product key wherever it is, and do not repeat it", () => {
    const key = madeUpKey();
    let message = "";
    try {
      hostParameters(hostSettings({ host: key }), hash);
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(/hold a product key; hand keys over apart/);
    expect(message).not.toContain(key.slice(0, 11));
  });
});
