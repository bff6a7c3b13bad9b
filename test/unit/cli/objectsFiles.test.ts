import { readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backupFile, readIfThere, writePrivately } from "../../../modules/cli/objectsFiles.ts";
import { folderOf } from "../../helpers/folder.ts";

describe("the file of a backup", () => {
  it("lies in the folder of its forest and has the name of its object", () => {
    expect(backupFile("backups", "corp.example", "windows-2025")).toBe("backups/corp.example/windows-2025.sealed");
  });

  it.each([
    ["Windows Server 2025 (hq)", "Windows Server 2025 (hq)"],
    ["Büro", "Büro"],
    ["../../etc/passwd", "%2e.%2f..%2fetc%2fpasswd"],
    ["a\\b:c*?", "a%5cb%3ac%2a%3f"],
    ["..", "%2e%2e"],
    ["a ", "a%20"],
    ["", ""],
  ])("keeps %j in its folder and is a name everywhere", (name, expected) => {
    expect(path.basename(backupFile("backups", "corp.example", name))).toBe(`${expected}.sealed`);
  });

  it("never leaves its folder, and never is that of another name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        const [one, other] = [backupFile("/backups", "corp.example", a), backupFile("/backups", "corp.example", b)];
        expect(path.dirname(path.normalize(one))).toBe("/backups/corp.example");
        if (a.isWellFormed() && b.isWellFormed() && a !== b) expect(one).not.toBe(other);
      }),
    );
  });
});

describe("writing a backup", () => {
  it("is for the owner alone, in folders that are as well, and leaves no draft", async () => {
    const dir = await folderOf({});
    const file = path.join(dir, "out", "corp.example", "a.sealed");
    await writePrivately(file, "sealed");
    expect(await readFile(file, "utf8")).toBe("sealed");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
    expect(await readdir(path.dirname(file))).toEqual(["a.sealed"]);
  });

  it("replaces what is there, whose readers others were", async () => {
    const dir = await folderOf({ "a.sealed": "old" });
    await writePrivately(path.join(dir, "a.sealed"), "new");
    expect(await readFile(path.join(dir, "a.sealed"), "utf8")).toBe("new");
    expect((await stat(path.join(dir, "a.sealed"))).mode & 0o777).toBe(0o600);
  });

  it("follows a link instead of replacing it, and minds no draft of a process that was killed", async () => {
    const dir = await folderOf({ "real.sealed": "old" });
    await writeFile(path.join(dir, `real.sealed.${process.pid}.tmp`), "half");
    await symlink("real.sealed", path.join(dir, "link.sealed"));
    await writePrivately(path.join(dir, "link.sealed"), "new");
    expect(await readFile(path.join(dir, "real.sealed"), "utf8")).toBe("new");
    expect((await readdir(dir)).sort()).toEqual(["link.sealed", "real.sealed"]);
  });

  it("says what is in the way, and leaves that as it is", async () => {
    const dir = await folderOf({ "a.sealed/inside": "x" });
    await expect(writePrivately(path.join(dir, "a.sealed"), "new")).rejects.toThrow(
      /^cannot write .*a\.sealed: EISDIR/,
    );
    expect(await readdir(dir)).toEqual(["a.sealed"]);
  });

  it("tells a file that is not there from one that cannot be read", async () => {
    const dir = await folderOf({ "a/b": "x" });
    expect(await readIfThere(path.join(dir, "nothing"))).toBeUndefined();
    await expect(readIfThere(path.join(dir, "a"))).rejects.toThrow(/^cannot read .*EISDIR/);
  });
});
