import { describe, expect, it } from "vitest";
import { runActivation } from "../../../modules/cli/program.ts";
import type { Facts } from "../../../modules/topology/model.ts";
import { cohort, site, someFacts } from "../../helpers/facts.ts";
import { fakeIo } from "../../helpers/fakeIo.ts";

const urn = (type: string, name: string) => `urn:pulumi:test::activation-topology::${type}::${name}`;
const resource = (type: string, name: string, outputs: object) => ({ urn: urn(type, name), type, outputs });
const estate = (facts: Facts) =>
  resource("activation:estate:Estate", "estate", { facts, scope: ["hq"], unreadSubnets: [] });
const record = (outputs: object) =>
  resource("activation:index:SrvRecord", "srv", {
    ...{ zone: "corp.example", name: "_vlmcs._tcp.corp.example.", target: "kms-1.corp.example." },
    ...{ port: 1688, priority: 0, weight: 0, ttl: 3600, ...outputs },
  });
const stack = (...resources: object[]) => JSON.stringify({ version: 3, deployment: { resources } });

async function check(state: string, ...argv: string[]) {
  const io = fakeIo({ "state.json": state });
  const exitCode = await runActivation(["check", "--state", "state.json", ...argv], io);
  return { exitCode, out: io.out(), err: io.err() };
}

describe("activation check --state", () => {
  it("is in order where the resources declare what the facts need", async () => {
    const { exitCode, out, err } = await check(stack(estate(someFacts()), record({})));
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
    expect(out).toMatch(/0 mandatory, 0 advisory, 0 unknown/);
  });

  it("finds what the resources lack, and gives it no place", async () => {
    const { exitCode, out } = await check(stack(estate(someFacts())), "--format", "json");
    const { findings } = JSON.parse(out);
    expect(exitCode).toBe(1);
    expect(findings).toContainEqual(expect.objectContaining({ rule: "DNS-SRV-01", status: "fail" }));
    expect(findings.every((finding: object) => !("place" in finding))).toBe(true);
  });

  it("finds what the facts alone get wrong", async () => {
    const tooFew = someFacts({ sites: [site({ cohorts: [cohort({ count: 24, method: "kms-central" })] })] });
    const { exitCode, out } = await check(stack(estate(tooFew), record({})));
    expect(exitCode).toBe(1);
    expect(out).toMatch(/sites\.hq\.cohorts\.desktops: KMS-THR-01: .*24/);
  });

  it("runs the rules about single resources over every resource", async () => {
    // Made up, in the shape of a product key; it is on no list and activates nothing.
    const key = ["BCDFG", "HJKMP", "QRTVW", "XY234", "6789B"].join("-");
    const tagged = resource("azure-native:resources:ResourceGroup", "rg", { tags: { key } });
    const { exitCode, out } = await check(stack(estate(someFacts()), record({}), tagged));
    expect(exitCode).toBe(1);
    expect(out).toContain("KEY-02");
    expect(out).not.toContain(key);
  });

  it("calls a resource that cannot be read unknown, never in order", async () => {
    const unread = record({ port: "many" });
    const { exitCode, out } = await check(stack(estate(someFacts()), unread), "--fail-on", "unknown");
    expect(exitCode).toBe(1);
    expect(out).toMatch(/unknown \(\d+\)\n/);
  });

  it.each([
    ["a stack without an Estate", stack(record({})), "state.json has no activation:estate:Estate"],
    [
      "an Estate without outputs",
      stack(resource("activation:estate:Estate", "e", {})),
      "state.json has no activation:",
    ],
    ["a file that is no stack", "{}", "state.json: this is not an exported stack"],
    ["a file that is no JSON", "version: 1", "state.json: not JSON: "],
  ])("ends with 2 and one clear message for %s", async (_, state, message) => {
    const { exitCode, out, err } = await check(state);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: "" });
    expect(err).toContain(message);
    expect(err.trim().split("\n")).toHaveLength(1);
  });
});
