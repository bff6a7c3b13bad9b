import { describe, expect, test } from "vitest";
import { gssFailure } from "../../../modules/dns/gssFailure.ts";
import { ticketError } from "../../../modules/dns/kerberosError.ts";

const attempt = { what: "update of SRV x. in zone y.", server: "dc1:53", principal: "svc@CORP.EXAMPLE" };
const tkey =
  "tkey query failed: GSSAPI error: Major = Unspecified GSS failure.  Minor code may provide more information, Minor =";

// Lines as nsupdate 9.18 and kinit 1.20 wrote them in the lab, but for those of NOTAUTH.
describe("a run of nsupdate", () => {
  test.each([
    ["update failed: NXRRSET", "prerequisite", "somebody changed the record set"],
    ["update failed: YXRRSET", "prerequisite", "somebody changed the record set"],
    ["update failed: REFUSED", "refused", "REFUSED to svc@CORP.EXAMPLE; Active Directory lets the owner"],
    ["update failed: NOTZONE", "notAuthoritative", "outside the zone"],
    ["update failed: SERVFAIL", "serverFailure", "its log says why"],
    ["; TSIG error with server: tsig indicates error\nupdate failed: NOTAUTH(BADKEY)", "badKey", "NOTAUTH (BADKEY)"],
    ["update failed: NOTAUTH(BADTIME)", "badTime", "clock"],
    ["update failed: NOTAUTH(BADSIG)", "badSignature", "NOTAUTH (BADSIG)"],
    ["; TSIG error with server: tsig verify failure", "unverified", "tsig verify failure"],
    [`${tkey} Ticket expired.`, "ticketExpired", "Kerberos refused svc@CORP.EXAMPLE: Ticket expired; renew"],
    [`${tkey} Clock skew too great.`, "badTime", "clock"],
    [`${tkey} Cannot contact any KDC for realm 'CORP.EXAMPLE'.`, "noTicket", "UDP 88"],
    [
      `${tkey} Server DNS/ns.corp.example@CORP.EXAMPLE not found in Kerberos database.`,
      "noTicket",
      "service name DNS/HOST",
    ],
    [`${tkey} Something new.`, "noTicket", "Something new; try the same by hand"],
    [
      "; Communication with 10.88.0.10#53 failed: timed out\ncould not reach any name server",
      "noAnswer",
      "no answer in time",
    ],
    [
      "; Communication with 10.88.0.10#5353 failed: connection refused\ncould not reach any name server",
      "unreachable",
      "connection refused",
    ],
    [
      "; Communication with 10.88.0.10#53 failed: REFUSED\ncould not reach any name server",
      "notAuthoritative",
      "REFUSED to the question",
    ],
    ["specified zone 'corp.example' does not exist (NXDOMAIN)", "notAuthoritative", "does not hold the zone"],
    ["could not find enclosing zone", "notAuthoritative", "does not hold the zone"],
    ["something else", "rejected", "exit code 2: something else"],
  ])("that says %j is of kind %s", (stderr, kind, words) => {
    const error = gssFailure(attempt, { kind: "exited", code: 2, stderr });
    expect(error?.kind).toBe(kind);
    expect(error?.message).toMatch(/^update of SRV x\. in zone y\. at dc1:53: .+; .+/);
    expect(error?.message).toContain(words);
  });

  test("that was killed leaves everything open; one that succeeded, was cancelled or is missing does not", () => {
    expect(gssFailure(attempt, { kind: "killed", how: "it ended by SIGSEGV" })?.kind).toBe("noAnswer");
    expect(gssFailure(attempt, { kind: "exited", code: 0, stderr: "" })).toBeUndefined();
    expect(gssFailure(attempt, { kind: "cancelled" })?.kind).toBe("cancelled");
    expect(gssFailure(attempt, { kind: "missing" })?.message).toContain("install bind9-dnsutils");
  });
});

describe("a run of kinit", () => {
  test.each([
    [
      "Preauthentication failed while getting initial credentials",
      "noTicket",
      ": Preauthentication failed; the keytab holds an older key",
    ],
    [
      "Keytab contains no suitable keys for a@B while getting initial credentials",
      "noTicket",
      "compare with `klist -k`",
    ],
    [
      "Pre-authentication failed: Unsupported key table format version number while getting initial credentials",
      "noTicket",
      "damaged",
    ],
    ["Client 'a@B' not found in Kerberos database while getting initial credentials", "noTicket", "no such account"],
    ["Client's credentials have been revoked while getting initial credentials", "noTicket", "disabled or locked"],
    ['Cannot find KDC for realm "B" while getting initial credentials', "noTicket", "UDP 88"],
    ["Clock skew too great while getting initial credentials", "badTime", "clock"],
    ["", "noTicket", "no reason given"],
  ])("that says %j is of kind %s", (said, kind, words) => {
    const error = ticketError(attempt, attempt.principal, `kinit: ${said}\n`);
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(words);
    expect(error.message).not.toContain("initial credentials");
  });
});
