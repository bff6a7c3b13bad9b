import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  computerName,
  identityName,
  nameProblems,
  networkInterfaceName,
  relativeName,
  securityGroupName,
  srvName,
  vmName,
  withoutDot,
} from "../../../modules/desired/names.ts";
import { kmsHost } from "../../helpers/facts.ts";

describe("names on Azure", () => {
  it("derive from the name of the host and nothing else", () => {
    const names = [vmName, securityGroupName, networkInterfaceName, identityName].map((name) => name("kms-weu-1"));
    expect(names).toEqual(["kms-weu-1", "nsg-kms-weu-1", "nic-kms-weu-1", "id-kms-weu-1"]);
  });

  it("keep within 64, 80, 80 and 128 characters for every host name that is accepted", () => {
    const hosts = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/);
    fc.assert(
      fc.property(hosts, (host) => {
        expect(nameProblems(kmsHost({ name: host, fqdn: "kms-1.corp.example." }))).toEqual([]);
        expect(vmName(host).length).toBeLessThanOrEqual(64);
        expect(securityGroupName(host).length).toBeLessThanOrEqual(80);
        expect(networkInterfaceName(host).length).toBeLessThanOrEqual(80);
        expect(identityName(host)).toMatch(/^[A-Za-z0-9_-]{3,128}$/);
      }),
    );
  });

  it.each([
    ["64 characters", "a".repeat(64), 0],
    ["65 characters", "a".repeat(65), 1],
    ["a dot", "kms.1", 1],
    ["a final -", "kms-", 1],
  ])("takes or refuses a host name with %s", (_, name, problems) => {
    expect(nameProblems(kmsHost({ name, fqdn: "kms-1.corp.example." }))).toHaveLength(problems);
  });

  it.each([
    ["15 characters", "kms-westeurope1", 0],
    ["16 characters", "kms-westeurope-1", 1],
    ["digits alone", "1234", 1],
    ["a final -", "kms-", 1],
  ])("takes or refuses a computer name of %s", (_, label, problems) => {
    expect(nameProblems(kmsHost({ fqdn: `${label}.corp.example.` }))).toHaveLength(problems);
  });

  it("says what is wrong with the names of a host, all of it, and what to do", () => {
    expect(nameProblems(kmsHost({ name: "kms.1", fqdn: "kms-westeurope-1.corp.example." }))).toEqual([
      "kmsHosts.kms.1: the name of an Azure host has 1 to 64 letters, digits, - and _, with a letter or digit at each end; rename it",
      'kmsHosts.kms.1.fqdn: "kms-westeurope-1" cannot be a Windows computer name: 1 to 15 letters, digits and -, not digits alone; choose a shorter first label',
    ]);
  });
});

describe("names in DNS", () => {
  it("make the computer name from the first label, so that the machine registers where clients are sent", () => {
    expect(computerName("kms-1.corp.example.")).toBe("kms-1");
  });

  it("put the service before the domain", () => {
    expect(srvName("corp.example.")).toBe("_vlmcs._tcp.corp.example.");
  });

  it.each([
    ["_vlmcs._tcp.az.example.", "_vlmcs._tcp"],
    ["_vlmcs._tcp.emea.az.example.", "_vlmcs._tcp.emea"],
    ["az.example.", "@"],
  ])("write %s relative to az.example as %s", (name, relative) => {
    expect(relativeName(name, "az.example.")).toBe(relative);
  });

  it("lose their final dot where Azure wants none", () => {
    expect([withoutDot("corp.example."), withoutDot("corp.example")]).toEqual(["corp.example", "corp.example"]);
  });
});
