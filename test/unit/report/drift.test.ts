import { describe, expect, it } from "vitest";
import type { Drift } from "../../../modules/drift/drift.ts";
import { driftJson, driftMarkdown, driftText } from "../../../modules/report/driftReport.ts";
import { plainView } from "../../../modules/report/view.ts";

const drifts: readonly Drift[] = [
  { verb: "unreadable", area: "ad", key: "dc1.corp.example", cause: "no answer within 5 s" },
  {
    verb: "changed",
    area: "dns",
    key: "srv _vlmcs._tcp.corp.example. kms-1.corp.example.:1688",
    declared: { kind: "srv", port: 1688, ttl: 3600, weight: 0 },
    live: { kind: "srv", port: 1688, ttl: 60 },
  },
  { verb: "missing", area: "dns", key: "srv a b:1688", declared: {} },
  { verb: "unexpected", area: "dns", key: "srv a c:1688", live: {}, cause: "its target is no declared KMS host" },
];
const report = { environment: "lab", drifts, startedAt: "2026-06-01T10:00:00.000Z", seconds: 1.5 };
const inSync = { ...report, drifts: [] };

describe("driftJson", () => {
  it("counts by verb and is in sync only where nothing was found", () => {
    const { drifts: found, ...rest } = JSON.parse(driftJson(report));
    expect(found).toHaveLength(4);
    expect(rest).toEqual({
      schemaVersion: 1,
      environment: "lab",
      inSync: false,
      counts: { missing: 1, unexpected: 1, changed: 1, unreadable: 1 },
      startedAt: "2026-06-01T10:00:00.000Z",
      seconds: 1.5,
    });
    expect(JSON.parse(driftJson(inSync))).toMatchObject({
      inSync: true,
      counts: { missing: 0, unexpected: 0, changed: 0, unreadable: 0 },
    });
  });

  it("is not in sync where something could not be read", () => {
    expect(JSON.parse(driftJson({ ...report, drifts: drifts.slice(0, 1) })).inSync).toBe(false);
  });
});

describe("driftText", () => {
  it("lists by area, shows the fields that differ, and counts", () => {
    expect(driftText(report, plainView)).toBe(`ad
  unreadable  dc1.corp.example: no answer within 5 s

dns
  changed     srv _vlmcs._tcp.corp.example. kms-1.corp.example.:1688
              ttl: declared 3600, live 60
              weight: declared 0, live nothing
  missing     srv a b:1688
  unexpected  srv a c:1688: its target is no declared KMS host

lab: 4 differences: 1 missing, 1 unexpected, 1 changed, 1 unreadable
`);
  });

  it("shows of a changed security group each field of each rule, and rules that one side lacks", () => {
    const rule = (part: object) => ({
      ...{ name: "kms-in", priority: 100, direction: "Inbound", access: "Allow", protocol: "Tcp", groups: [] },
      ...{ sources: ["10.0.1.0/24", "10.0.0.0/24"], destinations: ["10.0.9.4"], sourcePorts: ["*"] },
      ...{ destinationPorts: ["1688"], ...part },
    });
    const changed: Drift = {
      verb: "changed",
      area: "azure",
      key: "securityGroup nsg-1",
      declared: { name: "nsg-1", rules: [rule({}), rule({ name: "kms-shut", access: "Deny", sources: ["*"] })] },
      live: { name: "nsg-1", rules: [rule({ sources: ["*"], groups: ["web"] })] },
    };
    expect(driftText({ ...report, drifts: [changed] }, plainView)).toBe(`azure
  changed     securityGroup nsg-1
              rule kms-in, groups: declared nothing, live web
              rule kms-in, sources: declared 10.0.0.0/24, 10.0.1.0/24, live *
              rule kms-shut: declared Deny Inbound Tcp from * to 10.0.9.4 port 1688 (priority 100), live nothing

lab: 1 difference: 1 changed
`);
  });

  it("shows nothing more of a changed item that tells nothing more", () => {
    const [drift] = drifts.slice(2, 3);
    const bare: Drift = { verb: "changed", area: "dns", key: drift?.key ?? "" };
    expect(driftText({ ...report, drifts: [bare] }, plainView)).toBe(
      "dns\n  changed     srv a b:1688\n\nlab: 1 difference: 1 changed\n",
    );
  });

  it("says in sync, and one difference in the singular", () => {
    expect(driftText(inSync, plainView)).toBe("lab: in sync\n");
    expect(driftText({ ...report, drifts: drifts.slice(0, 1) }, plainView)).toContain(
      "lab: 1 difference: 1 unreadable",
    );
  });

  it("breaks long lines under the thing that they are about", () => {
    const cause = "the server refused the connection because its certificate was issued by somebody else";
    const [, first, second] = driftText(
      { ...report, drifts: [{ verb: "unreadable", area: "ad", key: "dc1", cause }] },
      { ...plainView, columns: 59 },
    ).split("\n");
    expect(first).toBe("  unreadable  dc1: the server refused the connection");
    expect(second).toMatch(/^ {14}because/);
  });
});

describe("driftMarkdown", () => {
  it("is one table", () => {
    expect(driftMarkdown(report)).toBe(`## Activation drift: lab

**4 differences: 1 missing, 1 unexpected, 1 changed, 1 unreadable**

|Area|Result|What|Details|
|:-|:-|:-|:-|
|ad|unreadable|\`dc1.corp.example\`|no answer within 5 s|
|dns|changed|\`srv _vlmcs._tcp.corp.example. kms-1.corp.example.:1688\`|ttl: declared 3600, live 60; weight: declared 0, live nothing|
|dns|missing|\`srv a b:1688\`||
|dns|unexpected|\`srv a c:1688\`|its target is no declared KMS host|
`);
  });

  it("says in sync", () => {
    expect(driftMarkdown(inSync)).toBe("## Activation drift: lab\n\n**in sync**\n");
  });
});
