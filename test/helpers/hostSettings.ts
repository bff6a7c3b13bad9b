import type { HostKey, HostSettings } from "../../modules/windows/hostSettings.ts";

/** An existing host in a domain that has its key on standard input; a test names only what matters to it. */
export const hostSettings = (overrides: Partial<HostSettings> = {}): HostSettings => ({
  mode: "configure",
  host: "kms01.corp.example",
  port: 1688,
  publishing: true,
  publishList: [{ domain: "site.example", priority: 10, weight: 5 }],
  homeZone: "corp.example",
  intervals: { activationMinutes: 120, renewalMinutes: 10_080 },
  lowPriority: false,
  allowedNetworks: ["10.0.0.0/8", "192.0.2.7/32"],
  keys: [hostKey()],
  activation: "online",
  forest: null,
  timeSkewLimitSeconds: 300,
  runnerUtc: "2026-06-01T12:00:00Z",
  ...overrides,
});

export const hostKey = (overrides: Partial<HostKey> = {}): HostKey => ({
  name: "csvlk-2025",
  lastFive: "FAKE1",
  secret: { kind: "stdin" },
  confirmationId: null,
  ...overrides,
});

/** The same key in a vault, as an Azure host has it. */
export const vaultKey = (overrides: Partial<HostKey> = {}): HostKey =>
  hostKey({
    secret: {
      kind: "vault",
      uri: "https://kv-activation.vault.azure.net/secrets/csvlk-2025",
      clientId: "00000000-0000-4000-8000-000000000001",
    },
    ...overrides,
  });
