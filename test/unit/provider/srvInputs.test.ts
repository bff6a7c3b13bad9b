import { describe, expect, test } from "vitest";
import { unknownValue } from "../../../modules/provider/resourceKind.ts";
import { checkSrvInputs } from "../../../modules/provider/srvInputs.ts";

const inputs = {
  zone: "Corp.Example",
  name: "_vlmcs._tcp.corp.example.",
  target: "kms1.corp.example.",
  port: 1688,
  priority: 0,
  weight: 0,
  ttl: 3600,
};
const failuresOf = (changes: Record<string, unknown>) => checkSrvInputs({ ...inputs, ...changes }).failures;

describe("the inputs of an SRV record", () => {
  test("keep the zone as the file writes it, and get absolute names in lower case", () => {
    const given = { ...inputs, name: "_VLMCS._tcp.Corp.example", target: "KMS1.corp.example" };
    expect(checkSrvInputs(given)).toEqual({ inputs, failures: [] });
  });

  test("are wrong in every way at once, each with its property", () => {
    const properties = checkSrvInputs({ name: 5, target: "a b", port: "1688", ttl: 1.5, extra: true }).failures;
    expect(properties.map(({ property }) => property)).toEqual([
      "extra",
      "zone",
      "name",
      "target",
      "port",
      "priority",
      "weight",
      "ttl",
    ]);
  });

  test.each([
    ["port", 1, 65_535],
    ["priority", 0, 65_535],
    ["weight", 0, 65_535],
    ["ttl", 0, 2_147_483_647],
  ])("have a %s from %i to %i", (property, least, most) => {
    expect(failuresOf({ [property]: least })).toEqual([]);
    expect(failuresOf({ [property]: most })).toEqual([]);
    for (const value of [least - 1, most + 1]) {
      const reason = `must be a whole number from ${least} to ${most}, got ${value}`;
      expect(failuresOf({ [property]: value })).toEqual([{ property, reason }]);
    }
  });

  test("name a record inside the zone", () => {
    expect(failuresOf({ name: "_vlmcs._tcp.other.example." })).toEqual([
      {
        property: "name",
        reason: 'lies outside the zone Corp.Example, got "_vlmcs._tcp.other.example."; name the zone that holds it',
      },
    ]);
  });

  test("say what becomes of a record that is there in one of three words, or leave it", () => {
    for (const existing of ["upsert", "adopt", "refuse", undefined]) expect(failuresOf({ existing })).toEqual([]);
    expect(failuresOf({ existing: "overwrite" })).toEqual([
      { property: "existing", reason: 'must be one of upsert, adopt, refuse, got "overwrite"' },
    ]);
  });

  test("refuse escaped characters, and name the label", () => {
    for (const target of ["kms\\.1.corp.example.", "kms\\0321.corp.example."]) {
      expect(failuresOf({ target })).toEqual([
        {
          property: "target",
          reason: expect.stringMatching(/^has the label "kms.*letters, digits, hyphens and underscores/),
        },
      ]);
    }
  });

  test("give a reason where they acknowledge that the last record may go", () => {
    expect(failuresOf({ acknowledgeLast: { reason: "site closes" } })).toEqual([]);
    for (const acknowledgeLast of [{}, { reason: " " }, "yes"]) {
      expect(failuresOf({ acknowledgeLast })).toHaveLength(1);
    }
  });

  test("pass as long as they are not known", () => {
    const unknown = Object.fromEntries([...Object.keys(inputs), "acknowledgeLast"].map((name) => [name, unknownValue]));
    expect(checkSrvInputs(unknown)).toEqual({ inputs: unknown, failures: [] });
  });
});
