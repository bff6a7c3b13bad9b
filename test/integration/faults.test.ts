import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { checkout, configureLabSecrets, type Done, labDir, type TestEstate, testEstate } from "../helpers/estate.ts";
import { expectRefusal, runWith, saidBy } from "../helpers/faults.ts";
import { madeUpKey } from "../unit/topology/parsing.ts";

const commands = ["preview", "up", "drift"] as const;
const args = { preview: [], up: ["--yes"], drift: [] } as const;

/** A Node on this machine that is too old for the program, such as Debian's own; undefined: there is none. */
const oldNode = (process.env.PATH ?? "")
  .split(path.delimiter)
  .filter((dir) => !dir.includes("node_modules") && existsSync(path.join(dir, "node")))
  .find((dir) => {
    const { stdout } = spawnSync(path.join(dir, "node"), ["--version"], { encoding: "utf8" });
    return Number(/^v(\d+)\./.exec(stdout)?.[1] ?? 99) < 24;
  });
if (oldNode === undefined)
  process.stderr.write("\nSKIPPED: tests of an old Node; there is none older than 24 here\n\n");

describe.skipIf(labDir === undefined)("bad input", () => {
  let estate: TestEstate;
  let good: string;

  const run = (command: (typeof commands)[number]) => estate.activation(command, estate.stack, ...args[command]);
  /** Each command on the environment, and plain Pulumi, must refuse with all of these texts. */
  const everyCommandRefuses = async (...texts: readonly (string | RegExp)[]): Promise<readonly Done[]> => {
    const done = await Promise.all(commands.map(run));
    for (const one of done) expectRefusal(one, 2, ...texts);
    const plain = await estate.pulumi("preview");
    expectRefusal(plain, 1, "this stack cannot be declared, and nothing was changed", ...texts);
    return [...done, plain];
  };

  beforeAll(async () => {
    estate = await testEstate({ name: "bad" });
    await configureLabSecrets(estate);
    good = await readFile(estate.topologyFile, "utf8");
  });

  afterEach(async () => {
    await writeFile(estate.topologyFile, good);
    await estate.config("topology", estate.topologyFile);
  });

  afterAll(async () => {
    expect(estate.store((store) => store.list())).toEqual([]);
    await estate?.remove();
  });

  describe("in the topology file", () => {
    it("is told at once, each problem with its place and remedy", async () => {
      await estate.topology((text) =>
        text.replace("product: client", "product: clientt").replace("count: 14", "count: many"),
      );
      const texts = [
        `${estate.topologyFile} is not a valid topology (2 problems)`,
        /topology\.yaml:\d+:\d+: keys\.mak-client\.product: got "clientt"; did you mean "client"\?/,
        /topology\.yaml:\d+:\d+: sites\.hq\.cohorts\.servers\.count: must be a whole number, got "many"; write it in/,
      ];
      await everyCommandRefuses(...texts);
      for (const command of ["plan", "check"])
        expectRefusal(await estate.activation(command, estate.topologyFile), 2, ...texts);
    });

    it("is never a product key, which is shown by its last five characters alone", async () => {
      const key = madeUpKey("QRTVW");
      await estate.topology((text) => text.replace("vault: mak-client", `vault: ${key}`));
      const done = [
        ...(await everyCommandRefuses(/topology\.yaml:\d+:\d+: keys\.mak-client\.secret\.vault: .*XXXXX-QRTVW/)),
        await estate.activation("plan", estate.topologyFile),
        await estate.activation("check", estate.topologyFile),
      ];
      // Booleans: a failure must not print it either.
      expect(done.map((one) => saidBy(one).includes(key.slice(0, 23)))).toEqual(done.map(() => false));
    });

    it("is no YAML", async () => {
      await estate.topology(() => "sites: [hq\n kind: }\n");
      await everyCommandRefuses(/topology\.yaml:\d+:\d+: .*is not YAML: .*; correct it/);
    });

    it("is a file that is not there, or a folder", async () => {
      await estate.config("topology", path.join(estate.dir, "nothing.yaml"));
      for (const command of commands)
        expectRefusal(await run(command), 2, /cannot read .*nothing\.yaml: there is no such file or folder; check the/);
      expectRefusal(await estate.pulumi("preview"), 1, /nothing\.yaml cannot be read \(ENOENT\); write it, or name/);

      await mkdir(path.join(estate.dir, "folder"));
      await estate.config("topology", path.join(estate.dir, "folder"));
      for (const command of commands)
        expectRefusal(await run(command), 2, /cannot read .*folder: it is a folder; name a file in it/);
      expectRefusal(
        await estate.pulumi("preview"),
        1,
        /folder cannot be read \(EISDIR\); name a file that can be read/,
      );
      expectRefusal(
        await estate.activation("plan", "nothing.yaml"),
        2,
        "there is no such file or folder; check the path",
      );
      expectRefusal(await estate.activation("check", estate.dir), 2, "it is a folder; name a file in it");
    });
  });

  describe("in the environment", () => {
    const unset = (key: string) => estate.pulumi("config", "rm", `activation-topology:${key}`);

    it("is a name that nobody gave, told with those that there are", async () => {
      for (const command of commands) {
        const done = await estate.activation(command, "nowhere", ...args[command]);
        expectRefusal(done, 2, 'no environment "nowhere"', /known: .*/, estate.stack);
      }
    });

    it("is a configuration with wrong values", async () => {
      await estate.config("scope", "hq");
      await estate.config("keepAliases", "maybe");
      await everyCommandRefuses(
        'activation-topology:scope must be a JSON list of names such as ["hq"], got "hq"',
        'activation-topology:keepAliases must be true or false, got "maybe"',
      );
      await unset("scope");
      await unset("keepAliases");
    });

    it("is a configuration that does not fit the topology", async () => {
      await estate.config("scope", '["hk"]');
      await estate.config("vantage", "plnt");
      await estate.config("leaveout", "[]");
      await everyCommandRefuses(
        'activation-topology:scope: the topology has no site "hk"; did you mean "hq"?',
        'activation-topology:vantage: the topology has no site "plnt"; did you mean "plant"?',
        'activation-topology:leaveout is no setting, and no secret of the topology; did you mean "leaveOut"?',
      );
      for (const key of ["scope", "vantage", "leaveout"]) await unset(key);
    });

    it("is a file of the stack that is no YAML", async () => {
      const file = path.join(checkout, "stacks", `Pulumi.${estate.stack}.yaml`);
      const text = await readFile(file, "utf8");
      await writeFile(file, `${text}\n  broken: [`);
      for (const command of commands)
        expectRefusal(await run(command), 2, /Pulumi\.test-bad-\d+\.yaml cannot be read: .*; correct it, or take back/);
      await writeFile(file, text);
    });
  });

  describe("in secrets", () => {
    it("is one that is not set: all are named, with the commands that set them", async () => {
      for (const key of ["siteExampleTsig", "corpBindPassword"])
        await estate.pulumi("config", "rm", `activation-topology:${key}`);
      const texts = ["siteExampleTsig", "corpBindPassword"].map(
        (name) => `the secret ${name} is not set; set it with \`pulumi config set --secret ${name}\``,
      );
      for (const command of ["preview", "up"] as const) expectRefusal(await run(command), 2, ...texts);
      expectRefusal(await estate.pulumi("preview"), 1, ...texts);
      // Drift needs one of them, and reads everything else all the same.
      const command = `\`pulumi config set --secret corpBindPassword --stack ${estate.stack}\``;
      expectRefusal(await run("drift"), 1, /unreadable +activation objects of corp\.example/, command);
      await configureLabSecrets(estate);
    });

    it.each([
      { what: "another passphrase", passphrase: "another one", said: "incorrect passphrase" },
      { what: "no passphrase", passphrase: undefined, said: "passphrase must be set" },
    ])("is $what", async ({ passphrase, said }) => {
      const env = { PULUMI_CONFIG_PASSPHRASE: passphrase };
      const remedy = "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the passphrase of this stack";
      const activation = ["node", "modules/cli/activation.mjs"];
      for (const command of ["preview", "up"] as const)
        expectRefusal(
          await runWith(estate, env, [...activation, command, estate.stack, ...args[command]]),
          2,
          said,
          remedy,
          "nothing was changed",
        );
      const drift = await runWith(estate, env, [...activation, "drift", estate.stack, "--format", "json"]);
      expectRefusal(drift, 1, said, remedy);
      const { drifts } = JSON.parse(drift.stdout) as { drifts: { verb: string; area: string }[] };
      const unreadable = drifts.filter(({ verb }) => verb === "unreadable").map(({ area }) => area);
      expect(unreadable).toEqual(["ad", "azure"]);
    });

    it("is a certificate that is not where the file says", async () => {
      await estate.topology((text) => text.replace(path.join(labDir ?? "", "ca.pem"), "nowhere/ca.pem"));
      const text = /the certificate nowhere\/ca\.pem cannot be read: ENOENT; the path is relative to the topology/;
      for (const command of ["preview", "up"] as const) expectRefusal(await run(command), 2, text);
      expectRefusal(await estate.pulumi("preview"), 1, text);
      expectRefusal(await run("drift"), 1, /unreadable .*the CA certificate nowhere\/ca\.pem cannot be read: ENOENT/);
    });
  });

  describe.skipIf(oldNode === undefined)("of a Node that is too old", () => {
    const env = { PATH: `${oldNode}${path.delimiter}${process.env.PATH}` };

    it("is put right by the launcher, which takes the Node of the checkout", async () => {
      const node = path.join(oldNode ?? "", "node");
      const done = await runWith(estate, env, [node, "modules/cli/activation.mjs", "check", estate.topologyFile]);
      expect(done).toMatchObject({ exitCode: 0, stderr: "" });
      expect(done.stdout).toContain("0 mandatory");
      const wrong = await runWith(estate, env, [node, "modules/cli/activation.mjs", "check", "nothing.yaml"]);
      expectRefusal(wrong, 2, "there is no such file or folder");
    });

    it("is told by plain Pulumi, with the command that takes another", async () => {
      const preview = ["pulumi", "preview", "--stack", estate.stack, "--non-interactive"];
      const done = await runWith(estate, env, preview);
      expectRefusal(done, 1, /this program needs Node 24, got \d+\.\d+\.\d+; run `npm exec -- pulumi up`/);
    });
  });

  it("comes from nobody: without a terminal `up` wants --yes", async () => {
    expectRefusal(await estate.activation("up", estate.stack), 2, "nobody is here to confirm; run it with --yes");
  });

  it("leaves no draft and no half result behind", async () => {
    await estate.topology((text) => text.replace("product: client", "product: clientt"));
    const file = path.join(estate.dir, "result.json");
    const done = await estate.activation("preview", estate.stack, "--format", "json", "--output", file);
    expect(done.exitCode).toBe(2);
    await expect(readFile(file)).rejects.toThrow("ENOENT");
    await rm(file, { force: true });
  });
});
