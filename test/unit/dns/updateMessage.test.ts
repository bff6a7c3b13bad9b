import { describe, expect, test } from "vitest";
import { encodeUpdate } from "../../../modules/dns/updateMessage.ts";

// The octets were made by dnspython 2.3.0 (dns.update.UpdateMessage, without name compression).
const add =
  "12342800000100010001000004636f7270076578616d706c650000060001065f766c6d6373045f74637004636f7270076578616d706c6500002100fe00000000" +
  "0000065f766c6d6373045f74637004636f7270076578616d706c65000021000100000e100019000000640698046b6d733104636f7270076578616d706c6500";
const change =
  "12342800000100020002000004636f7270076578616d706c650000060001065f766c6d6373045f74637004636f7270076578616d706c65000021000100000000" +
  "0019000000000698046b6d733104636f7270076578616d706c6500065f766c6d6373045f74637004636f7270076578616d706c65000021000100000000001900" +
  "0a00050698046b6d733204636f7270076578616d706c6500065f766c6d6373045f74637004636f7270076578616d706c6500002100fe000000000019000a0005" +
  "0698046b6d733204636f7270076578616d706c6500065f766c6d6373045f74637004636f7270076578616d706c65000021000100000258001900140005069804" +
  "6b6d733204636f7270076578616d706c6500";

const set = { zone: "corp.example.", owner: "_vlmcs._tcp.corp.example." };
const kms1 = { target: "kms1.corp.example.", port: 1688, priority: 0, weight: 0 };
const kms2 = { target: "kms2.corp.example.", port: 1688, priority: 10, weight: 5 };

describe("an update message", () => {
  test("that adds a record to an empty set demands that the set is absent", () => {
    const value = { ...kms1, weight: 100, ttl: 3600 };
    expect(encodeUpdate(0x1234, { ...set, seen: [], remove: [], add: [value] }).toString("hex")).toBe(add);
  });

  test("that changes a record demands the whole set as it was seen", () => {
    const wanted = { ...kms2, priority: 20, ttl: 600 };
    const update = { ...set, seen: [kms1, kms2], remove: [kms2], add: [wanted] };
    expect(encodeUpdate(0x1234, update).toString("hex")).toBe(change);
  });

  test("writes names in lower case", () => {
    const value = { ...kms1, weight: 100, ttl: 3600 };
    const shouted = { zone: "CORP.Example.", owner: "_VLMCS._TCP.Corp.Example." };
    expect(encodeUpdate(0x1234, { ...shouted, seen: [], remove: [], add: [value] }).toString("hex")).toBe(add);
  });
});
