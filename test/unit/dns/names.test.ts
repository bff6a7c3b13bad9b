import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { absoluteName, liesIn, nameProblem } from "../../../modules/dns/names.ts";

describe("a name", () => {
  test("is compared in lower case and with its final dot", () => {
    expect(absoluteName("KMS1.Corp.Example")).toBe("kms1.corp.example.");
    fc.assert(fc.property(fc.domain(), (name) => absoluteName(absoluteName(name)) === absoluteName(name)));
  });

  test("of letters, digits, hyphens and underscores is right", () => {
    for (const name of ["_vlmcs._tcp.corp.example.", "a", "xn--bcher-kva.example", "k-1_b.example."]) {
      expect(nameProblem(name)).toBeUndefined();
    }
    fc.assert(fc.property(fc.domain(), (name) => nameProblem(name) === undefined));
  });

  test("with an empty or odd label is wrong, and says which", () => {
    for (const name of [
      "",
      ".",
      "a..b",
      "a b.example",
      "-a.example",
      "a-.example",
      "bücher.example",
      "*.example",
      "a/b",
    ]) {
      expect(nameProblem(name)).toMatch(/^has the label ".*international names in their xn-- form\)$/);
    }
  });

  test("is no address", () => {
    expect(nameProblem("10.0.0.1")).toBe('is an address, got "10.0.0.1"; give a DNS name');
    expect(nameProblem("fd00::1")).toMatch(/^is an address/);
  });

  test("has labels of 63 octets at most", () => {
    expect(nameProblem(`${"a".repeat(63)}.example`)).toBeUndefined();
    expect(nameProblem(`${"a".repeat(64)}.example`)).toMatch(/^has a label of 64 octets.*the limit is 63$/);
  });

  test("has 255 octets at most, counted as they are sent", () => {
    const label = "a".repeat(63);
    const three = `${label}.${label}.${label}.`;
    // 3 * 64 octets, a label of 61 with its length, and the root make 255.
    expect(nameProblem(`${three}${"a".repeat(61)}.`)).toBeUndefined();
    expect(nameProblem(`${three}${"a".repeat(62)}`)).toMatch(/^takes 256 octets.*the limit is 255$/);
  });

  test("lies in the zone of its own name and in those above it, and in no other", () => {
    expect(liesIn("corp.example", "CORP.example.")).toBe(true);
    expect(liesIn("_vlmcs._tcp.corp.example.", "corp.example")).toBe(true);
    expect(liesIn("xcorp.example", "corp.example")).toBe(false);
    expect(liesIn("example", "corp.example")).toBe(false);
  });
});
