import { describe, expect, it } from "vitest";
import { findName } from "../../../modules/probe/findName.ts";

const failing = (code: string) => () => Promise.reject(Object.assign(new Error(`getaddrinfo ${code}`), { code }));
const unasked = () => Promise.reject(new Error("nobody should have been asked"));
const timeout = 5_000;

describe("the name of a target", () => {
  it.each(["10.40.0.9", "2001:db8::9"])("is not looked up where it is an address: %s", async (host) => {
    const found = await findName(host, { timeout, resolve: unasked });
    expect(found).toEqual({ outcome: "address", detail: null, ms: 0, addresses: [host] });
  });

  it("has its addresses once each, sorted", async () => {
    const resolve = async () =>
      ["10.0.0.2", "10.0.0.1", "10.0.0.2"].map((address) => ({ address, family: 4 as const }));
    expect(await findName("kms-1.example", { timeout, resolve })).toMatchObject({
      outcome: "found",
      addresses: ["10.0.0.1", "10.0.0.2"],
    });
  });

  it.each([
    ["ENOTFOUND", "notFound"],
    ["EAI_AGAIN", "noAnswer"],
    ["EAI_FAIL", "noAnswer"],
  ])("tells with %s that it is %s", async (code, outcome) => {
    const found = await findName("kms-1.example", { timeout, resolve: failing(code) });
    expect(found).toMatchObject({ outcome, detail: code, addresses: [] });
  });

  it("is given up where the resolver is silent", async () => {
    const silent = () => new Promise<never>(() => {});
    expect(await findName("kms-1.example", { timeout: 1, resolve: silent })).toMatchObject({ outcome: "noAnswer" });
  });
});
