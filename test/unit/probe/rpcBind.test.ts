import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAnswer, encodeBind, maximumFragment } from "../../../modules/probe/rpcBind.ts";

/** What a server may say, octet by octet as C706 chapter 12.6.4 lays it out, in either order of octets. */
function message(type: number, body: readonly number[], { big = false, call = 1, length = 16 + body.length } = {}) {
  const u16 = (value: number) => (big ? [value >> 8, value & 255] : [value & 255, value >> 8]);
  const pad = big ? [0, 0, 0, call] : [call, 0, 0, 0];
  return Buffer.from([5, 0, type, 3, big ? 0 : 0x10, 0, 0, 0, ...u16(length), 0, 0, ...pad, ...body]);
}

/** A bind_ack with one result, after a secondary address of the given length. */
function ack(result: number, reason: number, { big = false, address = "135\0" } = {}): Buffer {
  const u16 = (value: number) => (big ? [value >> 8, value & 255] : [value & 255, value >> 8]);
  const start = [...u16(4280), ...u16(4280), 1, 2, 3, 4, ...u16(address.length), ...Buffer.from(address)];
  const padding = Array(-start.length & 3).fill(0xee) as number[];
  const results = [1, 0, 0, 0, ...u16(result), ...u16(reason), ...(Array(20).fill(0) as number[])];
  return message(12, [...start, ...padding, ...results], { big });
}

describe("the bind that a probe sends", () => {
  it("is one bind of 72 octets for the endpoint mapper in NDR, and nothing behind it", () => {
    expect(encodeBind().toString("hex")).toBe(
      [
        "05000b03100000004800000001000000", // version 5.0, bind, whole, little-endian, 72 octets, no authentication, call 1
        "d016d01600000000", // fragments of 5,840 octets, no association group
        "0100000000000100", // one context, number 0, one transfer syntax
        "0883afe11f5dc91191a408002b14a0fa03000000", // e1af8308-5d1f-11c9-91a4-08002b14a0fa, version 3
        "045d888aeb1cc9119fe808002b10486002000000", // 8a885d04-1ceb-11c9-9fe8-08002b104860, version 2
      ].join(""),
    );
  });
});

describe("the answer to a bind", () => {
  it.each([
    ["acceptance", ack(0, 0), { kind: "ack", accepted: true, words: "acceptance" }],
    [
      "rejection",
      ack(2, 1),
      { kind: "ack", accepted: false, words: "provider_rejection, abstract_syntax_not_supported" },
    ],
    ["acceptance in the other order of octets", ack(0, 0, { big: true }), { kind: "ack", accepted: true }],
    ["rejection without a secondary address", ack(1, 0, { address: "" }), { kind: "ack", accepted: false }],
    ["rejection behind a pipe's name", ack(2, 2, { address: "\\PIPE\\lsass\0" }), { kind: "ack", accepted: false }],
    ["bind_nak", message(13, [4, 0]), { kind: "nak", words: "protocol_version_not_supported" }],
    ["bind_nak of a reason that nobody knows", message(13, [99, 0]), { kind: "nak", words: "reason 99" }],
    ["fault", message(3, [0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0]), { kind: "fault", words: "status 0x5" }],
  ])("is understood: %s", (_name, octets, expected) => {
    expect(decodeAnswer(octets)).toMatchObject(expected);
  });

  it.each([
    ["HTTP", Buffer.from("HTTP/1.1 400 Bad Request\r\n")],
    ["a single octet of another protocol", Buffer.from([0x30])],
    ["a message that is no answer to a bind", message(2, [0, 0, 0, 0])],
    ["an answer to another call", message(13, [4, 0], { call: 2 })],
    ["a length below that of the header", message(13, [4, 0], { length: 15 })],
    ["a length beyond what was agreed", message(13, [4, 0], { length: maximumFragment + 1 })],
    ["a bind_ack that ends before its results", message(12, [0, 0, 0, 0, 0, 0, 0, 0, 200, 0])],
    ["a bind_ack that ends before its address", message(12, [0, 0])],
    ["a bind_ack without a result", Buffer.concat([ack(0, 0)]).fill(0, 32, 33)],
    ["a bind_nak without a reason", message(13, [])],
    ["a fault without a status", message(3, [0, 0, 0, 0])],
  ])("is not taken for one of DCE/RPC: %s", (_name, octets) => {
    expect(decodeAnswer(octets)).toMatchObject({ kind: "notRpc" });
  });

  it("is waited for as long as octets are missing, and no longer", () => {
    const whole = ack(2, 1);
    for (let length = 0; length < whole.length; length++)
      expect(decodeAnswer(whole.subarray(0, length))).toEqual({ kind: "incomplete" });
    expect(decodeAnswer(Buffer.concat([whole, Buffer.from("more")]))).toMatchObject({ kind: "ack" });
  });

  it("is judged whatever happened to it on the way: 10,000 mutations", () => {
    const whole = [ack(0, 0), ack(2, 1, { big: true }), message(13, [4, 0, 1, 5, 0]), message(3, Array(16).fill(7))];
    const mutation = fc.record({
      base: fc.constantFrom(...whole),
      patches: fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 12 }),
      cut: fc.nat(90),
      tail: fc.uint8Array({ maxLength: 40 }),
    });
    const kinds = new Set<string>();
    fc.assert(
      fc.property(mutation, ({ base, patches, cut, tail }) => {
        const octets = Buffer.concat([base.subarray(0, cut), tail]);
        for (const [at, value] of patches) if (at < octets.length) octets[at] = value;
        kinds.add(decodeAnswer(octets).kind);
      }),
      { numRuns: 10_000 },
    );
    // The mutations reached every branch, so that surviving them says something.
    expect([...kinds].sort()).toEqual(["ack", "fault", "incomplete", "nak", "notRpc"]);
  });
});
