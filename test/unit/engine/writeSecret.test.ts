import { chmod, readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { writeSecret } from "../../../modules/engine/project.ts";
import { aProject } from "../../helpers/environment.ts";
import { folderOf } from "../../helpers/folder.ts";

/** An engine that notes its arguments and its standard input, and then ends as told. */
async function engine(end: string): Promise<(file: "argv" | "input") => Promise<string>> {
  const script = `#!/bin/sh\nhere=$(dirname "$0")\nprintf '%s\\n' "$@" > "$here/argv"\ncat > "$here/input"\n${end}\n`;
  const dir = await folderOf({ pulumi: script });
  await chmod(path.join(dir, "pulumi"), 0o700);
  vi.stubEnv("PATH", `${dir}${path.delimiter}${process.env.PATH}`);
  return (file) => readFile(path.join(dir, file), "utf8");
}

describe("a secret that is stored", () => {
  afterEach(() => void vi.unstubAllEnvs());

  it("reaches the engine by standard input, and no argument holds it", async () => {
    const seen = await engine("exit 0");
    await writeSecret(aProject(), "corpBackupKey", "the value");
    expect(await seen("input")).toBe("the value");
    expect((await seen("argv")).trim().split("\n")).toEqual([
      "config",
      "set",
      "--secret",
      "activation-topology:corpBackupKey",
      "--stack",
      "test",
      "--non-interactive",
    ]);
  });

  it("is told in the engine's words where it could not be stored, without its value", async () => {
    await engine("echo 'error: incorrect passphrase' >&2; exit 255");
    await expect(writeSecret(aProject(), "corpBackupKey", "the value")).rejects.toThrow(
      /^the secret corpBackupKey of test cannot be stored: error: incorrect passphrase; set PULUMI_CONFIG_PASSPHRASE/,
    );
  });

  it("needs an engine", async () => {
    vi.stubEnv("PATH", await folderOf({}));
    await expect(writeSecret(aProject(), "a", "b")).rejects.toThrow(/^no `pulumi` on PATH/);
  });
});
