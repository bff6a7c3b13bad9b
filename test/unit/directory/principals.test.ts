import { beforeEach, describe, expect, it } from "vitest";
import type { DirectoryReader } from "../../../modules/directory/directory.ts";
import { isPrincipalName, principalFinder, sidsOf } from "../../../modules/directory/principals.ts";
import { sidOctets } from "../../../modules/directory/securityIdentifier.ts";
import { fakeDirectory, type Values } from "../../helpers/fakeDirectory.ts";
import { anAccount, searchIn, twoDomains } from "../../helpers/fakePrincipals.ts";

const [corp, branch] = ["DC=corp,DC=example", "DC=branch,DC=corp,DC=example"];
const sids = { svc: "S-1-5-21-1-1-1-1105", team: "S-1-5-21-1-1-1-1106", far: "S-1-5-21-2-2-2-1105" };
let entries: Map<string, Values>;
let directory: DirectoryReader;
const catalogue = () => fakeDirectory(new Map(), { search: searchIn(entries, [corp, branch]) });
const finder = () => principalFinder(directory, (use) => use(catalogue()));

beforeEach(() => {
  entries = twoDomains();
  entries.set(`CN=svc,CN=Users,${corp}`, anAccount(sids.svc, "svc", { userPrincipalName: "activation@corp.example" }));
  entries.set(`CN=team,CN=Users,${corp}`, anAccount(sids.team, "team (A*B)\\1"));
  entries.set(`CN=svc,CN=Users,${branch}`, anAccount(sids.far, "svc"));
  directory = fakeDirectory(new Map(), { search: searchIn(entries, ["CN=Configuration,DC=corp,DC=example", corp]) });
});

describe("finding a principal", () => {
  it.each([
    ["CORP\\svc", sids.svc, "CORP\\svc"],
    ["corp.example\\SVC", sids.svc, "CORP\\svc"],
    ["activation@corp.example", sids.svc, "CORP\\svc"],
    ["svc@corp.example", sids.svc, "CORP\\svc"],
    ["S-1-5-21-1-1-1-1106", sids.team, "CORP\\team (A*B)\\1"],
    ["BRANCH\\svc", sids.far, "BRANCH\\svc"],
    ["svc@branch.corp.example", sids.far, "BRANCH\\svc"],
    ["S-1-5-21-2-2-2-1105", sids.far, "BRANCH\\svc"],
  ])("%s", async (name, sid, called) => {
    expect(await finder().find(name)).toMatchObject({ sid, name: called });
  });

  it("escapes what has a meaning in a filter", async () => {
    entries.set(`CN=odd,CN=Users,${corp}`, anAccount("S-1-5-21-1-1-1-1107", "(A*B)"));
    expect(await finder().find("CORP\\(A*B)")).toMatchObject({ sid: "S-1-5-21-1-1-1-1107" });
    expect(await finder().find("CORP\\*")).toBeUndefined();
    expect(await finder().find("CORP\\svc)(objectSid=*")).toBeUndefined();
  });

  it.each(["CORP\\nobody", "nobody@corp.example", "svc@elsewhere.example", "S-1-5-21-1-1-1-9999"])(
    "has nobody for %s",
    async (name) => {
      expect(await finder().find(name)).toBeUndefined();
    },
  );

  it("says which domains there are where one is not known", async () => {
    await expect(finder().find("NT AUTHORITY\\SYSTEM")).rejects.toThrow(
      /has no domain NT AUTHORITY \(it has CORP, BRANCH\); .*by its SID/,
    );
  });

  it("refuses to choose between two", async () => {
    entries.set(
      `CN=twin,CN=Users,${branch}`,
      anAccount("S-1-5-21-2-2-2-9", "twin", { userPrincipalName: "x@corp.example" }),
    );
    entries.set(
      `CN=other,CN=Users,${corp}`,
      anAccount("S-1-5-21-1-1-1-9", "other", { userPrincipalName: "x@corp.example" }),
    );
    await expect(finder().find("x@corp.example")).rejects.toThrow(
      /may be CN=other.* and CN=twin.*; name .* by its SID/,
    );
  });

  it("needs a global catalogue for what the server does not hold, and says so", async () => {
    await expect(principalFinder(directory).find("BRANCH\\svc")).rejects.toThrow(
      /dc1\.corp\.example:636 neither holds DC=branch,.*; name a global catalogue/,
    );
    expect(await principalFinder(directory).find("CORP\\svc")).toMatchObject({ sid: sids.svc });
  });

  it("is not possible without any domain, and that is no absence", async () => {
    for (const dn of entries.keys()) if (dn.includes("Partitions")) entries.delete(dn);
    await expect(finder().find("CORP\\svc")).rejects.toMatchObject({ kind: "denied" });
  });
});

describe("the identifiers of an account", () => {
  it("are its own, its groups' and everybody's", async () => {
    const tokenGroups = [sidOctets(sids.team), sidOctets("S-1-5-21-1-1-1-513")];
    entries.set(`CN=svc,CN=Users,${corp}`, anAccount(sids.svc, "svc", { tokenGroups }));
    expect(await sidsOf(directory, "CORP\\svc")).toEqual([
      sids.svc,
      sids.team,
      "S-1-5-21-1-1-1-513",
      "S-1-1-0",
      "S-1-5-11",
    ]);
  });

  it("are not known where its groups are not shown, or where nobody has the name", async () => {
    expect(await sidsOf(directory, "CORP\\svc")).toBeUndefined();
    expect(await sidsOf(directory, "CORP\\nobody")).toBeUndefined();
  });
});

it.each([
  ["CORP\\svc", true],
  ["corp.example\\HOST$", true],
  ["svc@corp.example", true],
  ["S-1-5-21-1-2-3-1105", true],
  ["svc", false],
  ["CORP\\", false],
  ["\\svc", false],
  ["CORP\\a\\b", false],
  ["svc@", false],
  ["CN=svc,DC=corp,DC=example", false],
  ["", false],
])("%j may name a principal: %s", (text, expected) => {
  expect(isPrincipalName(text)).toBe(expected);
});
