import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeIo } from "../../../modules/cli/nodeIo.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "activation-io-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const io = nodeIo();

describe("writing a file", () => {
  it("replaces it and leaves no draft", async () => {
    writeFileSync(join(folder, "plan.json"), "old");
    await io.writeFile(join(folder, "plan.json"), "new");
    expect(readFileSync(join(folder, "plan.json"), "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["plan.json"]);
  });

  it("writes through a symbolic link and keeps it", async () => {
    writeFileSync(join(folder, "target"), "old");
    symlinkSync("target", join(folder, "link"));
    await io.writeFile(join(folder, "link"), "new");
    expect(readFileSync(join(folder, "target"), "utf8")).toBe("new");
    expect(readdirSync(folder).sort()).toEqual(["link", "target"]);
  });

  it("writes to what is no plain file without replacing it", async () => {
    await expect(io.writeFile("/dev/null", "gone")).resolves.toBeUndefined();
  });

  it("says what is wrong where the folder is not there", async () => {
    const path = join(folder, "nowhere", "plan.json");
    await expect(io.writeFile(path, "x")).rejects.toMatchObject({
      name: "CliError",
      message: `cannot write ${path}: there is no such file or folder; check the path`,
    });
  });

  it("says what is wrong where the path is a folder", async () => {
    await expect(io.writeFile(folder, "x")).rejects.toThrow("it is a folder; name a file in it");
  });
});

describe("reading a file", () => {
  it("gives its text", async () => {
    writeFileSync(join(folder, "x.yaml"), "version: 1");
    expect(await io.readFile(join(folder, "x.yaml"))).toBe("version: 1");
  });

  it.each([
    ["nowhere.yaml", "there is no such file or folder; check the path"],
    [".", "it is a folder; name a file in it"],
  ])("says for %s: %s", async (name, message) => {
    await expect(io.readFile(join(folder, name))).rejects.toThrow(message);
  });
});

it("knows the day as YYYY-MM-DD", () => {
  expect(io.today).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});
