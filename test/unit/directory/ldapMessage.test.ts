import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MalformedAnswer, messageLength, readAnswer, readRequest } from "../../../modules/directory/ldapMessage.ts";
import { answer, element, entry, integer, octetString, searchDone } from "../../helpers/ber.ts";

const whole = entry(7, "CN=x", { cn: ["x"], objectClass: ["top", "person"] });

describe("an answer of LDAP", () => {
  it.each<[string, Buffer, object]>([
    ["an entry", whole, { id: 7, last: false, result: null }],
    ["an entry without attributes", entry(7, "", {}), { id: 7, last: false, result: null }],
    ["the end of a search", searchDone(7), { id: 7, last: true, result: 0 }],
    ["a refusal", searchDone(300, 50), { id: 300, last: true, result: 50 }],
    ["a reference", answer(7, element(0x73, octetString("ldap://elsewhere"))), { id: 7, last: false, result: null }],
  ])("is understood: %s", (_what, message, expected) => {
    expect(readAnswer(message)).toEqual(expected);
    expect(messageLength(message)).toBe(message.length);
  });

  it.each<[string, Buffer]>([
    ["a value that is longer than its set", Buffer.from(whole).fill(0x7f, whole.length - 7, whole.length - 6)],
    ["an indefinite length", Buffer.concat([Buffer.from([0x30, 0x80]), whole.subarray(2)])],
    ["something behind it", Buffer.concat([whole, Buffer.from([0])])],
    ["an operation that is none", answer(7, element(0x7f, octetString("x")))],
    ["a request", answer(7, element(0x63, octetString("x")))],
    ["no operation", element(0x30, integer(7))],
    ["a number as a name", answer(7, element(0x64, integer(1), element(0x30)))],
    [
      "an attribute without values",
      answer(7, element(0x64, octetString("x"), element(0x30, element(0x30, octetString("cn"))))),
    ],
    ["an id of five octets", element(0x30, element(0x02, Buffer.alloc(5)), element(0x65))],
    ["a reference without an address of text", answer(7, element(0x73, integer(1)))],
  ])("is refused with %s", (_what, message) => {
    expect(() => readAnswer(message)).toThrow(MalformedAnswer);
  });

  it("is refused where it nests without end", () => {
    let nested = element(0x30);
    for (let depth = 0; depth < 5_000; depth += 1) nested = element(0x30, nested);
    expect(() => readAnswer(answer(7, nested))).toThrow(MalformedAnswer);
  });

  it("is read or refused, whatever it is, and nothing else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(whole.length), (noise, at) => {
        const message = Buffer.concat([whole.subarray(0, at), noise]);
        try {
          messageLength(message);
          readAnswer(message);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedAnswer);
        }
      }),
    );
  });

  it("is not whole before its last octet has come", () => {
    expect(messageLength(Buffer.alloc(0))).toBeUndefined();
    expect(messageLength(whole.subarray(0, 1))).toBeUndefined();
    expect(messageLength(Buffer.from([0x30, 0x82, 1]))).toBeUndefined();
  });
});

describe("a request of ours", () => {
  it("has an answer, but for the last one", () => {
    expect(readRequest(answer(258, element(0x63)))).toEqual({ id: 258, answered: true });
    expect(readRequest(answer(3, element(0x42)))).toEqual({ id: 3, answered: false });
  });
});
