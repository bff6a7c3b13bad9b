import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore } from "../../lab/azureStandIn/store.ts";
import { labOf } from "../../lab/sites.ts";
import { cloneInto, linkPackages } from "../helpers/clone.ts";
import { checkout, labDir } from "../helpers/estate.ts";
import { expectNoProcess, expectRefusal, type Running, start } from "../helpers/faults.ts";

/** A command outside the site that the tests run in: labs are made there. */
const outside = (...command: readonly string[]) => {
  const variables = ["-u", "ACTIVATION_LAB_SITE", "-u", "ACTIVATION_LAB_DIR"];
  return [
    "nsenter",
    "-t",
    `${process.env.ACTIVATION_LAB_OUTSIDE}`,
    "--mount",
    "--net",
    "env",
    ...variables,
    ...command,
  ];
};

/** Says of a clone what `npm ci` would: everything that the lock file wants is installed. */
async function stampInstalled(clone: string): Promise<void> {
  const lock = await readFile(path.join(clone, "package-lock.json"));
  const record = path.join("node_modules", ".package-lock.json");
  await copyFile(path.join(checkout, record), path.join(clone, record));
  const stamp = createHash("sha256").update(lock).update(process.platform).digest("hex");
  await writeFile(path.join(clone, "node_modules", ".installed"), stamp);
}

describe.skipIf(labDir === undefined)("npm start", () => {
  let clone: string;
  let namespaces: readonly string[];

  const npmStart = (...args: string[]): Running =>
    start(outside(process.execPath, path.join(clone, "tools", "bootstrap.mjs"), "start", ...args));
  const standing = async () => {
    const [file = "", ...args] = outside("ip", "netns", "list");
    const { stdout } = await execa(file, args);
    return namespaces.filter((name) => stdout.includes(name));
  };
  const madeInAzure = () => {
    const file = path.join(clone, ".lab", "run", "azure-stand-in.sqlite");
    if (!existsSync(file)) return 0;
    const store = openStore(file);
    try {
      return store.list().length;
    } finally {
      store.close();
    }
  };

  beforeAll(async () => {
    clone = await mkdtemp(path.join(tmpdir(), "activation-start-"));
    await cloneInto(clone);
    await linkPackages(clone);
    await stampInstalled(clone);
    namespaces = Object.values(labOf(path.join(clone, ".lab", "run")).namespaces);
  });

  afterAll(async () => {
    await npmStart("--down").done;
    await rm(clone, { recursive: true, force: true });
  });

  it("may be interrupted anywhere, reaches its end the next time, and goes without a trace", async () => {
    const wayOn = "`npm start` again goes on from here; `npm start -- --down` takes everything away";
    const inLab = npmStart();
    await inLab.says("three sites");
    inLab.interrupt();
    expectRefusal(await inLab.done, 2, "interrupted; what had been made is gone again", wayOn);
    expect(await standing()).toEqual([]);

    const inUp = npmStart();
    await inUp.says("activation up lab");
    while (madeInAzure() === 0) await pause(20);
    inUp.interrupt();
    expectRefusal(await inUp.done, 2, /interrupted; .* made, and the state knows .* `activation up lab` again/, wayOn);
    expect(await standing()).toHaveLength(3);

    const whole = await npmStart().done;
    expect(whole).toMatchObject({ exitCode: 0 });
    expect(whole.stdout).toContain("The environment `lab` is up, checked and in sync.");

    expect(await npmStart("--down").done).toMatchObject({ exitCode: 0 });
    expect(await standing()).toEqual([]);
    await expectNoProcess(clone);
    for (const left of [".lab", "stacks/Pulumi.lab.yaml"]) expect(existsSync(path.join(clone, left))).toBe(false);
  }, 300_000);
});
