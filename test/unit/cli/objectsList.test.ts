import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Format } from "../../../modules/cli/define.ts";
import { openEnvironment } from "../../../modules/cli/environment.ts";
import { objectsListCommand } from "../../../modules/cli/objectsListCommand.ts";
import { runActivation } from "../../../modules/cli/program.ts";
import { DirectoryError } from "../../../modules/directory/directoryError.ts";
import { withDirectory } from "../../../modules/directory/openDirectory.ts";
import { csvlk } from "../../helpers/facts.ts";
import { descriptor, fakeDirectory } from "../../helpers/fakeDirectory.ts";
import { fakeIo } from "../../helpers/fakeIo.ts";
import { aForest, forestWith, objectsEnvironment, opening, wholeObject } from "../../helpers/objectsEnvironment.ts";

vi.mock("../../../modules/directory/openDirectory.ts", () => ({ withDirectory: vi.fn() }));
vi.mock("../../../modules/cli/environment.ts", () => ({ openEnvironment: vi.fn() }));

/** Octets of the published licence of Office 2019, 70512334-47b4-44db-a233-be5ea33b914c. */
const office2019 = Buffer.from("34235170b447db44a233be5ea33b914c", "hex");

async function list(input: { forest?: string; server?: string; format?: Format } = {}) {
  const io = fakeIo();
  const exitCode = await objectsListCommand({ environment: "test", format: "json", ...input }, io);
  return { exitCode, out: io.out(), forests: input.format === undefined ? JSON.parse(io.out()).forests : [] };
}

async function environment(...args: Parameters<typeof objectsEnvironment>) {
  const made = await objectsEnvironment(...args);
  vi.mocked(openEnvironment).mockResolvedValue(made.environment);
}

describe("activation objects list", () => {
  beforeEach(() => void vi.mocked(withDirectory).mockReset());

  it("shows each object beside the key and the object of the file, and what it activates", async () => {
    const keys = [csvlk({ lastFive: "LABXX" }), csvlk({ name: "office", group: "office-2021", lastFive: "OTHER" })];
    await environment([aForest()], { facts: { keys } });
    const entries = forestWith({
      a: wholeObject("WINDOWS-2025"),
      b: wholeObject("office", { "msSPP-CSVLKSkuId": office2019, "msSPP-CSVLKPartialProductKey": "LABOF" }),
      c: wholeObject("hidden", { nTSecurityDescriptor: descriptor() }),
      notes: { objectClass: ["top", "container"] },
    });
    vi.mocked(withDirectory).mockImplementation(opening(() => fakeDirectory(entries)));
    const { exitCode, forests } = await list();
    expect(exitCode).toBe(0);
    expect(forests).toMatchObject([
      {
        forest: "corp.example",
        server: "dc1.corp.example:636",
        others: ["notes"],
        objects: [
          {
            name: "WINDOWS-2025",
            cn: "a",
            declared: "windows-2025",
            key: "windows-2025",
            licence: null,
            readable: true,
          },
          { name: "hidden", declared: null, key: "windows-2025", readable: false },
          {
            name: "office",
            lastFive: "LABOF",
            declared: null,
            key: null,
            licence: "Office 2019",
            products: ["office-2019"],
          },
        ],
      },
    ]);
    expect(forests[0].objects[0].products).toContain("windows-server-2025");
  });

  it("takes the file at its word where it does not state the end of a key, and for nothing where it states another", async () => {
    vi.mocked(withDirectory).mockImplementation(
      opening(() => fakeDirectory(forestWith({ a: wholeObject("windows-2025") }))),
    );
    await environment();
    expect((await list()).forests[0].objects[0]).toMatchObject({ key: "windows-2025" });
    await environment([aForest()], { facts: { keys: [csvlk({ lastFive: "OTHER" })] } });
    expect((await list()).forests[0].objects[0]).toMatchObject({ key: null, products: null });
  });

  it("shows a forest that cannot be read beside those that can, and ends with 1", async () => {
    await environment([aForest(), aForest({ forest: "other.example", bindAs: "svc@other.example" })]);
    vi.mocked(withDirectory).mockImplementation(
      opening(({ forest }) => {
        if (forest === "other.example") throw new DirectoryError("timeout", "dc2 does not answer; see to it");
        return fakeDirectory(forestWith({ a: wholeObject("windows-2025") }));
      }),
    );
    const { exitCode, forests } = await list();
    expect(exitCode).toBe(1);
    expect(forests).toMatchObject([
      { forest: "corp.example", objects: [{ name: "windows-2025" }] },
      { forest: "other.example", unreadable: "dc2 does not answer; see to it" },
    ]);
    expect((await list({ format: "markdown" })).out).toContain("### other.example: unreadable");
  });

  it("asks one forest and one controller where it is told to", async () => {
    await environment([aForest(), aForest({ forest: "other.example" })]);
    vi.mocked(withDirectory).mockImplementation(opening(() => fakeDirectory(forestWith({}))));
    const { exitCode, out } = await list({ forest: "CORP.example.", server: "dc9.corp.example", format: "text" });
    expect(exitCode).toBe(0);
    expect(out).toContain("no activation object");
    expect(vi.mocked(withDirectory).mock.calls.map(([connection]) => connection)).toEqual([
      expect.objectContaining({ forest: "corp.example", servers: ["dc9.corp.example"], password: "pw" }),
    ]);
  });

  it("names the forests that there are where it is asked for another, or where there is none", async () => {
    await environment();
    await expect(list({ forest: "corp.exmaple" })).rejects.toThrow(/no forest "corp.exmaple"; .*corp\.example/);
    await environment([]);
    await expect(list()).rejects.toThrow(/connects to no forest; give a forest a connection/);
  });

  it.each(["list", "verify", "backup", "restore"])("has help with an example for %s", async (command) => {
    const io = fakeIo();
    expect(await runActivation(["objects", command, "--help"], io)).toBe(0);
    expect(io.out()).toContain(`Example:\n  $ activation objects ${command} production`);
  });
});
