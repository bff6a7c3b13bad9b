import type { SrvRecord } from "../../modules/desired/item.ts";

/** The record that sends the machines of corp.example to kms-1. */
export const srvRecord = (overrides: Partial<SrvRecord> = {}): SrvRecord => ({
  kind: "srv",
  zone: "corp.example",
  name: "_vlmcs._tcp.corp.example.",
  target: "kms-1.corp.example.",
  port: 1688,
  priority: 0,
  weight: 0,
  ttl: 3600,
  host: "kms-1",
  public: false,
  ...overrides,
});
