import { describe, expect, test } from "vitest";
import { script } from "../../../modules/dns/gssUpdate.ts";
import { Slots } from "../../../modules/dns/slots.ts";

const kms = { target: "kms1.corp.example.", port: 1688, priority: 10, weight: 5, ttl: 600 };
const set = { zone: "corp.example.", owner: "_vlmcs._tcp.corp.example." };
const to = { address: "10.88.0.10", port: 53 };

describe("what nsupdate is told", () => {
  test("demands the whole set as it was seen, and deletes before it adds, in one message", () => {
    const other = { ...kms, target: "kms2.corp.example." };
    const text = script(to, { ...set, seen: [kms, other], remove: [kms], add: [{ ...kms, priority: 0, ttl: 60 }] });
    expect(text).toBe(
      [
        "server 10.88.0.10 53",
        "zone corp.example.",
        "check-names off",
        "prereq yxrrset _vlmcs._tcp.corp.example. IN SRV 10 5 1688 kms1.corp.example.",
        "prereq yxrrset _vlmcs._tcp.corp.example. IN SRV 10 5 1688 kms2.corp.example.",
        "update delete _vlmcs._tcp.corp.example. IN SRV 10 5 1688 kms1.corp.example.",
        "update add _vlmcs._tcp.corp.example. 60 IN SRV 0 5 1688 kms1.corp.example.",
        "send",
        "",
      ].join("\n"),
    );
  });

  test("demands that an empty set is absent", () => {
    const text = script(to, { ...set, seen: [], remove: [], add: [kms] });
    expect(text).toContain("\nprereq nxrrset _vlmcs._tcp.corp.example. IN SRV\n");
  });
});

describe("slots", () => {
  test("let so many through at a time, in order, and the next after one that failed", async () => {
    const slots = new Slots(2);
    const log: string[] = [];
    const ends: (() => void)[] = [];
    const task = (name: string, fails = false) =>
      slots.run(async () => {
        log.push(name);
        await new Promise<void>((resolve) => ends.push(resolve));
        if (fails) throw new Error(name);
      }, undefined);
    const all = Promise.allSettled([task("a", true), task("b"), task("c"), task("d")]);
    await tick();
    expect(log).toEqual(["a", "b"]);
    ends[0]?.();
    await tick();
    expect(log).toEqual(["a", "b", "c"]);
    for (const end of ends) end();
    await tick();
    for (const end of ends) end();
    expect((await all).map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled", "fulfilled"]);
    expect(log).toEqual(["a", "b", "c", "d"]);
  });

  test("let go who gives up waiting, and keep their places for others", async () => {
    const slots = new Slots(1);
    const { promise, resolve: end } = Promise.withResolvers<void>();
    const first = slots.run(() => promise, undefined);
    const stop = new AbortController();
    const second = slots.run(async () => "never", stop.signal);
    const third = slots.run(async () => "third", undefined);
    stop.abort(new Error("given up"));
    await expect(second).rejects.toThrow("given up");
    end();
    await first;
    expect(await third).toBe("third");
    await expect(slots.run(async () => "late", stop.signal)).rejects.toThrow("given up");
    expect(await slots.run(async () => "free", undefined)).toBe("free");
  });
});

async function tick(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
