import { beforeEach, describe, expect, it } from "vitest";
import { entriesFor, holdersOf } from "../../../modules/directory/containerRights.ts";
import type { Directory, DirectoryConnection } from "../../../modules/directory/directory.ts";
import { DirectoryError } from "../../../modules/directory/directoryError.ts";
import { accessEntry } from "../../../modules/directory/securityDescriptor.ts";
import { activationContainerRightsKind } from "../../../modules/provider/activationContainerRights.ts";
import type { ForestAccess } from "../../../modules/provider/providerConfig.ts";
import { type CallContext, type Properties, unknownValue } from "../../../modules/provider/resourceKind.ts";
import { type FakeContainer, fakeContainer, usualList } from "../../helpers/fakeContainer.ts";
import { container } from "../../helpers/fakeDirectory.ts";
import { anAccount, searchIn, twoDomains } from "../../helpers/fakePrincipals.ts";

const sids = { svc: "S-1-5-21-1-1-1-1105", team: "S-1-5-21-1-1-1-1106", again: "S-1-5-21-1-1-1-1199" };
const held = ["CN=Configuration,DC=corp,DC=example", "DC=corp,DC=example", "DC=branch,DC=corp,DC=example"];
const accounts = (name: string) => `CN=${name},CN=Users,DC=corp,DC=example`;
let fake: FakeContainer;
let people: ReturnType<typeof twoDomains>;
let said: string[];
/** Who logged on, in order. */
let loggedOn: string[];
let mayRead: (account: string) => boolean;
let context: CallContext;

const kind = activationContainerRightsKind(async (connection, use) => {
  loggedOn.push(connection.bindAs);
  return await use(opened(connection));
});

function opened({ bindAs }: DirectoryConnection): Directory {
  const plain = fake.open();
  const search: Directory["search"] = async (base, wanted) => {
    if (base.includes("Partitions") || wanted.scope === "sub") return await searchIn(people, held)(base, wanted);
    if (!mayRead(bindAs) && wanted.attributes.includes("nTSecurityDescriptor")) return [];
    return await plain.search(base, wanted);
  };
  return fake.open({ search });
}

beforeEach(() => {
  fake = fakeContainer();
  people = twoDomains();
  people.set(accounts("svc"), anAccount(sids.svc, "svc"));
  people.set(accounts("team"), anAccount(sids.team, "team"));
  [said, loggedOn] = [[], []];
  mayRead = () => true;
  context = contextWith({ bindAs: "admin@corp.example", password: "x" });
});

function contextWith(rightsAs: ForestAccess["rightsAs"]): CallContext {
  const access = { servers: ["dc1.corp.example"], bindAs: "svc@corp.example", password: "x", ca: "x" };
  const forest = { ...access, forest: "corp.example", reader: null, rightsAs, backupKey: null, backups: {} };
  return {
    config: { zones: [], forests: [forest], hosts: [] },
    signal: new AbortController().signal,
    log: (_severity, message) => void said.push(message),
  };
}

function inputs(...delegates: readonly string[]): Properties {
  return { forest: "corp.example", delegates };
}

const holders = () => holdersOf(fake.list());

describe("checking container rights", () => {
  it("accepts the three forms of a name, and what is not known yet", () => {
    const delegates = ["CORP\\svc", "svc@corp.example", "S-1-5-21-1-2-3-1105", unknownValue, unknownValue];
    expect(kind.check({ forest: "corp.example", delegates }).failures).toEqual([]);
    expect(kind.check({ forest: unknownValue, delegates: unknownValue }).failures).toEqual([]);
  });

  it.each<[string, Properties, readonly string[]]>([
    ["what is missing and what is unknown", { acknowledge: "x" }, ["acknowledge", "forest", "delegates"]],
    ["an empty list", inputs(), ["delegates"]],
    ["names of no form", inputs("svc", "CORP\\svc"), ["delegates[0]"]],
    ["the same twice", inputs("CORP\\svc", "corp\\SVC"), ["delegates[1]"]],
    ["everybody", inputs("S-1-5-11", "S-1-5-21-1-2-3-513"), ["delegates[0]", "delegates[1]"]],
  ])("finds %s", (_what, given, expected) => {
    expect(kind.check(given).failures.map(({ property }) => property)).toEqual(expected);
  });
});

describe("comparing container rights", () => {
  it("is not about spelling or order", () => {
    const news = { forest: "Corp.Example", delegates: ["corp\\TEAM", "CORP\\svc"] };
    expect(kind.diff(inputs("CORP\\svc", "CORP\\team"), news)).toEqual([]);
  });

  it("replaces for another forest alone", () => {
    const news = { forest: "other.example", delegates: ["OTHER\\svc"] };
    expect(kind.diff(inputs("CORP\\svc"), news)).toEqual([
      { property: "delegates", change: "update", replace: false },
      { property: "forest", change: "update", replace: true },
    ]);
  });
});

describe("declaring container rights", () => {
  it("gives them as the account for rights, and tells what it found", async () => {
    const made = await kind.create(inputs("CORP\\svc", "team@corp.example"), context);
    const principals = { "CORP\\svc": sids.svc, "team@corp.example": sids.team };
    expect(made).toEqual({
      id: "corp.example",
      inputs: inputs("CORP\\svc", "team@corp.example"),
      outputs: { ...inputs("CORP\\svc", "team@corp.example"), container, principals, findings: [] },
    });
    expect(holders()).toEqual([sids.svc, sids.team]);
    expect(new Set(loggedOn)).toEqual(new Set(["admin@corp.example"]));
  });

  it("says what to configure where there is no account for rights", async () => {
    await expect(kind.create(inputs("CORP\\svc"), contextWith(null))).rejects.toThrow(
      /^forest corp\.example: no account is configured .*; set rightsAs/,
    );
    expect(loggedOn).toEqual([]);
  });

  it.each([
    ["nobody", "CORP\\nobody", /has no account or group CORP\\nobody; correct the name/],
    ["a group of everybody", "CORP\\users", /CORP\\users is Domain Users: anybody could/],
  ])("refuses %s and changes nothing", async (_what, delegate, words) => {
    people.set(accounts("users"), anAccount("S-1-5-21-1-1-1-513", "users"));
    await expect(kind.create(inputs("CORP\\svc", delegate), context)).rejects.toThrow(words);
    expect(fake.list()).toEqual(usualList);
  });

  it("takes them from who left the list, and touches nobody else", async () => {
    const foreign = [...entriesFor("S-1-5-21-1-1-1-1300"), accessEntry({ mask: 0x1000_0000, sid: sids.svc })];
    fake.write([...foreign, ...usualList]);
    const made = await kind.create(inputs("CORP\\svc"), context);
    await kind.update(made.id, made.outputs, inputs("CORP\\team"), context);
    expect(holders()).toEqual(["S-1-5-21-1-1-1-1300", sids.team]);
    for (const entry of foreign) expect(fake.list()).toContainEqual(entry);
  });

  it("changes the others where a delegate was deleted meanwhile, and says so", async () => {
    const made = await kind.create(inputs("CORP\\svc"), context);
    people.delete(accounts("svc"));
    const { outputs } = await kind.update(made.id, made.outputs, inputs("CORP\\svc", "CORP\\team"), context);
    expect(holders()).toEqual([sids.svc, sids.team]);
    expect(outputs.findings).toEqual([expect.stringMatching(/does not know CORP\\svc \(S-1-5-21-1-1-1-1105\)/)]);
    await kind.update(made.id, outputs, inputs("CORP\\team"), context);
    expect(holders()).toEqual([sids.team]);
  });

  it("needs nobody for a SID, also where the domains cannot be asked", async () => {
    people.clear();
    fake.write([accessEntry({ mask: 0x20, sid: sids.team }), ...usualList]);
    const made = await kind.create(inputs(sids.svc), context);
    expect(holders()).toEqual([sids.svc]);
    expect(made.outputs.findings).toEqual([expect.stringMatching(/^S-1-5-21-1-1-1-1106 has more than/)]);
    expect(await kind.read({ id: made.id, inputs: made.inputs, outputs: made.outputs }, context)).toEqual(made);
    await expect(kind.create(inputs("CORP\\svc"), context)).rejects.toMatchObject({ kind: "denied" });
  });

  it("takes the SID of another forest, and says that it is not known here", async () => {
    const { outputs } = await kind.create(inputs("S-1-5-21-7-7-7-1"), context);
    expect(holders()).toEqual(["S-1-5-21-7-7-7-1"]);
    expect(outputs.findings).toEqual([expect.stringMatching(/^the forest does not know S-1-5-21-7-7-7-1, /)]);
  });

  it("reports what is too much, and leaves it", async () => {
    fake.write([accessEntry({ mask: 0x1000_0000, sid: sids.team, flags: 2 }), ...usualList]);
    const { outputs } = await kind.create(inputs("CORP\\svc"), context);
    const finding = expect.stringMatching(/^CORP\\team \(S-1-5-21-1-1-1-1106\) has full control \(GenericAll\)/);
    expect(outputs.findings).toEqual([finding]);
    expect(said).toEqual([finding]);
    expect(fake.list()).toContainEqual(accessEntry({ mask: 0x1000_0000, sid: sids.team, flags: 2 }));
  });
});

describe("reading container rights", () => {
  it("needs the ordinary account alone", async () => {
    const made = await kind.create(inputs("CORP\\svc"), context);
    loggedOn.length = 0;
    expect(await kind.read({ id: made.id, inputs: made.inputs, outputs: made.outputs }, contextWith(null))).toEqual(
      made,
    );
    expect(loggedOn).toEqual(["svc@corp.example"]);
  });

  it("falls back on the account for rights where the list is hidden from the ordinary one", async () => {
    const made = await kind.create(inputs("CORP\\svc"), context);
    mayRead = (account) => account === "admin@corp.example";
    expect(await kind.read({ id: made.id, inputs: made.inputs, outputs: made.outputs }, context)).toEqual(made);
    await expect(kind.read({ id: made.id, inputs: made.inputs }, contextWith(null))).rejects.toMatchObject({
      kind: "denied",
    });
  });

  it("shows who has lost one of the entries, until they are there again", async () => {
    const made = await kind.create(inputs("CORP\\svc", "CORP\\team"), context);
    const full = fake.list();
    fake.write(full.filter(({ octets }) => !octets.equals(entriesFor(sids.svc)[0].octets)));
    const seen = await kind.read({ id: made.id, inputs: made.inputs, outputs: made.outputs }, context);
    expect(seen?.inputs).toEqual(inputs("CORP\\team"));
    expect(kind.diff(seen?.inputs ?? {}, made.inputs)).toMatchObject([{ property: "delegates", change: "update" }]);
    fake.write(full);
    const again = await kind.read({ id: made.id, inputs: seen?.inputs ?? {}, outputs: seen?.outputs ?? {} }, context);
    expect(kind.diff(again?.inputs ?? {}, made.inputs)).toEqual([]);
  });

  it("shows an account that was made anew, whose old entries then go", async () => {
    const made = await kind.create(inputs("CORP\\svc"), context);
    people.set(accounts("svc"), anAccount(sids.again, "svc"));
    const seen = await kind.read({ id: made.id, inputs: made.inputs, outputs: made.outputs }, context);
    expect(seen?.inputs).toEqual(inputs());
    await kind.update(made.id, seen?.outputs ?? {}, inputs("CORP\\svc"), context);
    expect(holders()).toEqual([sids.again]);
  });

  it("imports everybody who has exactly these rights, by the name of the forest", async () => {
    fake.write([...entriesFor(sids.svc), ...entriesFor("S-1-5-21-7-7-7-1"), ...usualList]);
    const found = await kind.read({ id: "Corp.Example" }, context);
    expect(found?.id).toBe("corp.example");
    expect(found?.inputs).toEqual(inputs("CORP\\svc", "S-1-5-21-7-7-7-1"));
    expect(kind.check(found?.inputs ?? {}).failures).toEqual([]);
  });

  it("finds nothing to import where nobody has them, or there is no container", async () => {
    expect(await kind.read({ id: "corp.example" }, context)).toBeUndefined();
    fake.entries.delete(container);
    expect(await kind.read({ id: "corp.example", inputs: inputs("CORP\\svc") }, context)).toBeUndefined();
  });

  it("is an error where nobody could be asked", async () => {
    const down = activationContainerRightsKind(() => Promise.reject(new DirectoryError("unreachable", "not reached")));
    await expect(down.read({ id: "corp.example" }, context)).rejects.toMatchObject({ kind: "unreachable" });
    await expect(kind.read({ id: "elsewhere.example" }, context)).rejects.toThrow(/not among the provider's forests/);
  });
});

describe("deleting container rights", () => {
  it("takes its own entries and leaves the others, also of accounts that are gone", async () => {
    const made = await kind.create(inputs("CORP\\svc", "CORP\\team"), context);
    people.delete(accounts("svc"));
    await kind.delete(made.id, made.outputs, context);
    expect(fake.list()).toEqual(usualList);
    await kind.delete(made.id, made.outputs, context);
  });

  it("needs the account for rights, and succeeds where the container is gone", async () => {
    const made = await kind.create(inputs("CORP\\svc"), context);
    await expect(kind.delete(made.id, made.outputs, contextWith(null))).rejects.toThrow(/set rightsAs/);
    fake.entries.delete(container);
    await kind.delete(made.id, made.outputs, context);
  });
});
