import { describe, expect, test } from "vitest";
import { rcodeError, tsigError } from "../../../modules/dns/dnsError.ts";

const attempt = { what: "update of SRV _vlmcs._tcp.corp.example.", server: "10.0.0.1:53", keyName: "update." };

describe("an error", () => {
  test.each([
    ["REFUSED", "refused"],
    ["NOTAUTH", "notAuthoritative"],
    ["NOTZONE", "notAuthoritative"],
    ["NXRRSET", "prerequisite"],
    ["YXRRSET", "prerequisite"],
    ["NXDOMAIN", "prerequisite"],
    ["YXDOMAIN", "prerequisite"],
    ["SERVFAIL", "serverFailure"],
    ["NOTIMP", "rejected"],
  ])("for %s is of kind %s, and says what was tried, where, what came back and what to do", (rcode, kind) => {
    const error = rcodeError(attempt, rcode);
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(
      new RegExp(`^update of SRV _vlmcs\\._tcp\\.corp\\.example\\. at 10\\.0\\.0\\.1:53: ${rcode}.*[;:] .+`),
    );
  });

  test.each([
    [16, "badSignature", "BADSIG"],
    [17, "badKey", "BADKEY"],
    [18, "badTime", "BADTIME"],
    [22, "rejected", "TSIG error 22"],
  ])("of TSIG code %i is of kind %s", (code, kind, word) => {
    const error = tsigError(attempt, code);
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(`NOTAUTH (${word})`);
  });

  test("about clocks says which one is behind", () => {
    expect(tsigError(attempt, 18, -400).message).toContain("the clocks differ by 400 s (the server is behind)");
    expect(tsigError(attempt, 18, 400).message).toContain("the clocks differ by 400 s (the server is ahead)");
  });
});
