import path from "node:path";
import { describe, expect, it } from "vitest";
import { openProject, packageDir, readSecrets } from "../../../modules/engine/project.ts";
import { aProject } from "../../helpers/environment.ts";
import { fakeEngine } from "../../helpers/fakeEngine.ts";
import { folderOf } from "../../helpers/folder.ts";

const project = aProject();

describe("an environment of a project", () => {
  it("has the topology file of its name, the pack of this checkout, and defaults", async () => {
    const dir = await folderOf({ "stacks/Pulumi.test.yaml": "" });
    expect(await openProject(dir, "test")).toEqual({
      dir,
      stack: "test",
      policyPack: path.join(packageDir, "policies", "run"),
      configuration: aProject({ topology: path.join(dir, "stacks", "test.topology.yaml") }).configuration,
      keys: [],
    });
  });

  it("is configured in the project's namespace, in text or in YAML", async () => {
    const text = `
config:
  activation-topology:topology: ../examples/a.yaml
  activation-topology:scope: ["hq"]
  activation-topology:leaveOut: '["rfc2136"]'
  activation-topology:keepAliases: true
  activation-topology:corpTsig: { secure: v1:aaaa }
  azure-native:location: westeurope
`;
    const dir = await folderOf({ "stacks/Pulumi.test.yaml": text });
    const { configuration, keys } = await openProject(dir, "test");
    expect(keys).toEqual(["topology", "scope", "leaveOut", "keepAliases", "corpTsig"]);
    expect(configuration).toEqual({
      topology: path.join(dir, "examples", "a.yaml"),
      scope: ["hq"],
      acknowledge: null,
      leaveOut: ["rfc2136"],
      keepAliases: true,
      vantage: null,
    });
  });

  it("is refused with everything that is wrong with its configuration, and where", async () => {
    const text = "config: { activation-topology:scope: hq, activation-topology:keepAliases: 1 }";
    const dir = await folderOf({ "stacks/Pulumi.test.yaml": text });
    const file = path.join(dir, "stacks", "Pulumi.test.yaml");
    await expect(openProject(dir, "test")).rejects.toThrow(
      [
        `${file}: activation-topology:scope must be a JSON list of names such as ["hq"], got "hq"`,
        `${file}: activation-topology:keepAliases must be true or false, got "1"`,
      ].join("\n"),
    );
  });

  it.each([
    [
      "is no YAML",
      "config: { a: [ }",
      /Pulumi\.test\.yaml cannot be read: .+; correct it, or take back an older version$/,
    ],
    ["holds no settings", "config: nothing", /Pulumi\.test\.yaml: config must hold settings, each with its value; /],
    ["holds a list", "config: [a]", /Pulumi\.test\.yaml: config must hold settings, each with its value; /],
  ])("is refused where its file %s", async (_, text, why) => {
    const dir = await folderOf({ "stacks/Pulumi.test.yaml": text });
    await expect(openProject(dir, "test")).rejects.toThrow(why);
  });

  it("is refused where its file is a folder", async () => {
    const dir = await folderOf({ "stacks/Pulumi.test.yaml/x": "" });
    await expect(openProject(dir, "test")).rejects.toThrow(/Pulumi\.test\.yaml cannot be read: EISDIR/);
  });

  it("that is not there, is told with those that are", async () => {
    const dir = await folderOf({
      "stacks/Pulumi.b.yaml": "",
      "stacks/Pulumi.a.yaml": "",
      "stacks/a.topology.yaml": "",
    });
    await expect(openProject(dir, "c")).rejects.toThrow(
      'no environment "c": stacks/Pulumi.c.yaml does not exist; known: a, b',
    );
    await expect(openProject(await folderOf({}), "c")).rejects.toThrow("there is none yet");
  });
});

describe("secrets of the configuration", () => {
  const config = JSON.stringify({
    "activation-topology:corpBindPassword": { value: "pw", secret: true },
    "activation-topology:unset": {},
    "azure-native:location": { value: "westeurope" },
  });

  it("are decrypted by the engine, and only those that were asked for are kept", async () => {
    const calls = await fakeEngine({ config: { stdout: config } });
    expect(await readSecrets(project, ["corpBindPassword"])).toEqual(new Map([["corpBindPassword", "pw"]]));
    expect((await calls()).map(({ args }) => args.join(" "))).toEqual([
      "config --json --show-secrets --stack test --non-interactive",
    ]);
  });

  it("are not read where none is wanted", async () => {
    const calls = await fakeEngine({ config: { stdout: config } });
    expect(await readSecrets(project, [])).toEqual(new Map());
    expect(await calls()).toEqual([]);
  });

  it("that are not set, are all named, with the command that sets them", async () => {
    await fakeEngine({ config: { stdout: config } });
    await expect(readSecrets(project, ["location", "corpBindPassword", "unset"])).rejects.toThrow(
      "secrets that the topology names are not set: location, unset; set them with `pulumi config set --secret location --stack test` and `pulumi config set --secret unset --stack test`",
    );
  });

  it("that the engine cannot read, are an error with its words and without any value", async () => {
    await fakeEngine({ config: { exitCode: 255, stdout: config, stderr: "error: incorrect passphrase\n" } });
    await expect(readSecrets(project, ["corpBindPassword"])).rejects.toThrow(
      /^the configuration of test cannot be read: error: incorrect passphrase; set PULUMI_CONFIG_PASSPHRASE or [^;]+$/,
    );
  });
});
