import path from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { directoryReadings } from "../../../modules/cli/driftDirectory.ts";
import type { Environment } from "../../../modules/cli/environment.ts";
import { desiredItems } from "../../../modules/desired/desired.ts";
import { DirectoryError } from "../../../modules/directory/directoryError.ts";
import { type DirectoryConnection, withDirectory } from "../../../modules/directory/openDirectory.ts";
import { findDrift } from "../../../modules/drift/findDrift.ts";
import { anEnvironment, aProject } from "../../helpers/environment.ts";
import { site } from "../../helpers/facts.ts";
import { anObject, container, emptyForest, fakeDirectory, type Values } from "../../helpers/fakeDirectory.ts";
import { fakeEngine } from "../../helpers/fakeEngine.ts";
import { folderOf } from "../../helpers/folder.ts";
import { provisioning, topology } from "../../helpers/topology.ts";

vi.mock("../../../modules/directory/openDirectory.ts", () => ({ withDirectory: vi.fn() }));

const secrets = JSON.stringify({ "activation-topology:corpBindPassword": { value: "pw" } });

/** An environment whose topology lies beside the CA certificate of its forest. */
async function environmentOf(overrides: Partial<Environment> = {}, files = { "ca/corp-root.pem": "PEM" }) {
  await fakeEngine({ config: { stdout: secrets } });
  const dir = await folderOf(files);
  return anEnvironment({ project: aProject({ topology: path.join(dir, "test.topology.yaml") }), ...overrides });
}

/** Lets the forest hold these entries below its container, by cn, and says how it was opened. */
function forestHolds(objects: Readonly<Record<string, Values>>): DirectoryConnection[] {
  const opened: DirectoryConnection[] = [];
  const entries = emptyForest();
  for (const [cn, values] of Object.entries(objects)) entries.set(`CN=${cn},${container}`, values);
  vi.mocked(withDirectory).mockImplementation(async (connection, use) => {
    opened.push(connection);
    return use(fakeDirectory(entries));
  });
  return opened;
}

async function driftOf(environment: Environment) {
  const declared = desiredItems(environment.topology.facts, environment.scope);
  const objects = declared.filter((item) => item.kind === "activationObject");
  const drifts = findDrift(objects, await directoryReadings(environment, declared));
  return drifts.map(({ verb, key }) => `${verb} ${key.replace(/^activationObject /, "")}`);
}

describe("what drift reads of a forest", () => {
  beforeEach(() => void vi.mocked(withDirectory).mockReset());

  it("is in order where the declared object is there, however its name is spelled", async () => {
    forestHolds({ a: anObject("WINDOWS-2025") });
    expect(await driftOf(await environmentOf())).toEqual([]);
  });

  it("is read as the file says, with the decrypted password and the pinned CA", async () => {
    const opened = forestHolds({ a: anObject("windows-2025") });
    await driftOf(await environmentOf());
    expect(opened).toEqual([
      {
        forest: "corp.example",
        servers: ["dc1.corp.example"],
        bindAs: "svc-activation@corp.example",
        password: "pw",
        ca: "PEM",
      },
    ]);
  });

  it("shows an object that is not there, and one that nobody declared", async () => {
    forestHolds({ b: anObject("office-2024") });
    const drifts = await driftOf(await environmentOf());
    expect(drifts.map((text) => text.split(" ")[0])).toEqual(expect.arrayContaining(["missing", "unexpected"]));
    expect(drifts).toHaveLength(2);
  });

  it("does not take another entry in the container for an activation object", async () => {
    const folder = { objectClass: ["top", "container"], cn: "notes" };
    forestHolds({ a: anObject("windows-2025"), notes: folder });
    expect(await driftOf(await environmentOf())).toEqual([]);
  });

  it("is not read by a stack to which the objects do not belong, or that leaves them out", async () => {
    forestHolds({});
    expect(await directoryReadings(await environmentOf({ scope: ["plant"] }), [])).toEqual([]);
    expect(await directoryReadings(await environmentOf({ leftOut: ["activeDirectory"] }), [])).toEqual([]);
    const noCore = topology({ sites: [site({ kind: "isolated" }), site({ name: "plant", kind: "isolated" })] });
    expect(await directoryReadings(await environmentOf({ topology: noCore, scope: ["plant"] }), [])).toEqual([]);
    expect(withDirectory).not.toHaveBeenCalled();
  });

  it("is unreadable, and so never missing, where no controller answers", async () => {
    const silent = new DirectoryError("unreachable", "dc1.corp.example:636: not reached");
    vi.mocked(withDirectory).mockRejectedValue(silent);
    const environment = await environmentOf();
    expect(await directoryReadings(environment, [])).toEqual([
      { area: "ad", key: "activation objects of corp.example", unreadable: silent.message },
    ]);
    expect((await driftOf(environment)).map((text) => text.split(" ")[0])).toEqual(["unreadable"]);
  });

  it("is unreadable where the certificate cannot be read", async () => {
    const [reading] = await directoryReadings(await environmentOf({}, {} as never), []);
    expect(reading).toMatchObject({
      unreadable: expect.stringMatching(/^the CA certificate ca\/corp-root\.pem cannot be read: ENOENT/),
    });
  });

  it.each([
    [{ config: "unset" }, /^secrets that the topology names are not set: unset;/],
    [{ vault: "corp-bind" }, /^the password lies in a vault, which this command cannot read;/],
  ])("is unreadable where the password cannot be had: %j", async (password, why) => {
    const [forest] = provisioning().forests;
    if (forest === undefined) throw new Error("the builder has a forest");
    const environment = await environmentOf({ topology: topology({}, { forests: [{ ...forest, password }] }) });
    expect(await directoryReadings(environment, [])).toMatchObject([{ unreadable: expect.stringMatching(why) }]);
    expect(withDirectory).not.toHaveBeenCalled();
  });

  it("does not hide a bug of ours behind an unreadable forest", async () => {
    vi.mocked(withDirectory).mockRejectedValue(new TypeError("boom"));
    await expect(directoryReadings(await environmentOf(), [])).rejects.toThrow(TypeError);
  });
});
