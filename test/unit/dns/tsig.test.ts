import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTsigKey, signRequest, TsigKey, verifyAnswer } from "../../../modules/dns/tsig.ts";
import { encodeUpdate } from "../../../modules/dns/updateMessage.ts";

const now = 1_700_000_000;
const secret = Buffer.from(Array.from({ length: 32 }, (_, i) => i));
const key = new TsigKey("update.corp.example.", "hmac-sha256", secret);
const message = encodeUpdate(0x1234, {
  zone: "corp.example.",
  owner: "_vlmcs._tcp.corp.example.",
  seen: [],
  remove: [],
  add: [{ target: "kms1.corp.example.", port: 1688, priority: 0, weight: 100, ttl: 3600 }],
});

// Codes and answers were made by dnspython 2.3.0 (dns.tsig.sign) for this message, key and time.
const macs = {
  "hmac-sha256": "4ceae21ff05ae28bd59fc7cdde27a4465665767d64fbbda5b156289554b0ed4c",
  "hmac-sha384": "a85d1b355d11ff12b52b03852a0d3a2abd2b615308b33b286daa66436193b3fccbd3896d894de6dd3324c12b32755b62",
  "hmac-sha512":
    "f4352d727bf7008a7ec24e6bd757709a0decff5323580f59134634fba66d9ad2e55ee35dd22e4b8d26fefe2974b42325556c480b0a05e47ef2fee5e59b211f90",
} as const;
const record =
  "0675706461746504636f7270076578616d706c650000fa00ff00000000003d0b686d61632d7368613235360000006553f100012c00204ceae21ff05ae28bd59f" +
  "c7cdde27a4465665767d64fbbda5b156289554b0ed4c123400000000";
const answer = Buffer.from(
  "1234a800000100000000000104636f7270076578616d706c6500000600010675706461746504636f7270076578616d706c650000fa00ff00000000003d0b686d" +
    "61632d7368613235360000006553f100012c0020af43cf6ebc69f953a1e424793c596c71c1e709a02b59321c579d63dc8f050377123400000000",
  "hex",
);
const badTime = Buffer.from(
  "1234a809000100000000000104636f7270076578616d706c6500000600010675706461746504636f7270076578616d706c650000fa00ff0000000000430b686d" +
    "61632d7368613235360000006553f100012c002001f54cfc4112b00ca127f141e4fa2445681ff5cbd778cf8f4ac2f5b4e7eaec2b12340012000600006553ff10",
  "hex",
);
const requestMac = Buffer.from(macs["hmac-sha256"], "hex");

describe("a signed request", () => {
  test.each(Object.entries(macs))("carries the code of %s", (algorithm, mac) => {
    const signed = signRequest(
      message,
      new TsigKey("UPDATE.corp.example", algorithm as keyof typeof macs, secret),
      now,
    );
    expect(signed.mac.toString("hex")).toBe(mac);
  });

  test("is the message with one more record behind it", () => {
    const { wire } = signRequest(message, key, now);
    expect(wire.subarray(message.length).toString("hex")).toBe(record);
    expect(wire.readUInt16BE(10)).toBe(1);
    expect(wire.subarray(12, message.length)).toEqual(message.subarray(12));
  });
});

describe("an answer", () => {
  test("signed with the key for this request is verified within 300 seconds", () => {
    for (const time of [now - 300, now, now + 300])
      expect(verifyAnswer(answer, key, requestMac, time).kind).toBe("verified");
    for (const time of [now - 301, now + 301]) {
      expect(verifyAnswer(answer, key, requestMac, time)).toEqual({
        kind: "unverified",
        reason: "was signed at another time",
      });
    }
  });

  test("is not verified with any single bit of message, times or code changed", () => {
    // Octets 0-1 are the id, for which the signed original id stands; 30-73 are names and fixed numbers of the record.
    const octet = fc.oneof(fc.integer({ min: 2, max: 29 }), fc.integer({ min: 74, max: answer.length - 1 }));
    fc.assert(
      fc.property(octet, fc.nat(7), (at, bit) => {
        const changed = Buffer.from(answer);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(isVerified(changed)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test("to another request is not verified", () => {
    const { mac } = signRequest(message, key, now + 1);
    expect(verifyAnswer(answer, key, mac, now)).toEqual({ kind: "unverified", reason: "has a wrong signature" });
  });

  test("signed with another key of another or the same name is not verified", () => {
    const other = new TsigKey("other.corp.example.", "hmac-sha256", secret);
    expect(verifyAnswer(answer, other, requestMac, now)).toEqual({
      kind: "unverified",
      reason: "is signed with another key",
    });
    const wrong = new TsigKey(key.name, "hmac-sha256", Buffer.alloc(32));
    expect(verifyAnswer(answer, wrong, requestMac, now)).toEqual({
      kind: "unverified",
      reason: "has a wrong signature",
    });
  });

  test("without a signature is not verified", () => {
    const bare = Buffer.from(answer.subarray(0, 30));
    bare.writeUInt16BE(0, 10);
    expect(verifyAnswer(bare, key, requestMac, now)).toEqual({ kind: "unverified", reason: "is not signed" });
  });

  test("that complains of the time is believed when it is signed, and tells the server's time", () => {
    expect(verifyAnswer(badTime, key, requestMac, now)).toEqual({ kind: "error", code: 18, serverTime: now + 3600 });
    const forged = Buffer.from(badTime);
    forged[forged.length - 1] = 0;
    expect(verifyAnswer(forged, key, requestMac, now).kind).toBe("unverified");
  });

  test("of a server that does not know the key, or finds the signature wrong, needs no signature", () => {
    for (const code of [16, 17]) {
      expect(verifyAnswer(unsigned(code), key, requestMac, now)).toEqual({ kind: "error", code });
    }
    expect(verifyAnswer(unsigned(0), key, requestMac, now).kind).toBe("unverified");
    expect(verifyAnswer(unsigned(18), key, requestMac, now).kind).toBe("unverified");
  });
});

/** The answer with an empty signature and an error code. */
function unsigned(code: number): Buffer {
  const start = answer.length - 38;
  const wire = Buffer.concat([answer.subarray(0, start - 2), Buffer.from([0, 0]), answer.subarray(start + 32)]);
  const lengthAt = start - 2 - 8 - 13 - 2;
  wire.writeUInt16BE(0x3d - 32, lengthAt);
  wire.writeUInt16BE(code, wire.length - 4);
  return wire;
}

function isVerified(wire: Buffer): boolean {
  try {
    return verifyAnswer(wire, key, requestMac, now).kind === "verified";
  } catch {
    return false;
  }
}

describe("a key", () => {
  test("is read from its text form", () => {
    const parsed = parseTsigKey("Update.Corp.Example", "hmac-sha256", secret.toString("base64"));
    expect(parsed).toBeInstanceOf(TsigKey);
    expect((parsed as TsigKey).name).toBe("update.corp.example.");
  });

  test("with wrong parts is refused with all of them named and the secret left out", () => {
    const problems = parseTsigKey("a b", "hmac-md5", "not base64!");
    expect(Object.keys(problems)).toEqual(["keyName", "algorithm", "secret"]);
    expect(JSON.stringify(problems)).not.toContain("not base64!");
    expect(parseTsigKey("a", "hmac-sha512", "")).toEqual({ secret: expect.stringContaining("is not base64") });
  });

  test("shows its secret to nobody", () => {
    const shown = `${inspect(key, { showHidden: true, depth: 9 })} ${JSON.stringify(key)} ${String(key)}`;
    for (const form of ["base64", "hex", "latin1"] as const) expect(shown).not.toContain(secret.toString(form));
    expect(shown).not.toContain("secret");
  });
});
