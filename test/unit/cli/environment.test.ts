import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openEnvironment } from "../../../modules/cli/environment.ts";
import { fakeIo } from "../../helpers/fakeIo.ts";
import { folderOf } from "../../helpers/folder.ts";
import { smallTopology } from "../../helpers/inFolder.ts";

const io = fakeIo({}, { readFile: (file) => readFile(file, "utf8") });

async function open(config: string, topology = smallTopology) {
  const dir = await folderOf({ "stacks/Pulumi.test.yaml": config, "stacks/test.topology.yaml": topology });
  return openEnvironment("test", dir, io);
}

describe("an environment that is opened", () => {
  it("has the topology, its places, and all sites in scope", async () => {
    const environment = await open("");
    expect(environment.topology.facts.environment).toBe("test");
    expect(environment).toMatchObject({ scope: ["hq"], leftOut: [] });
    const place = environment.places.of("sites.hq");
    expect(path.basename(place.file)).toBe("test.topology.yaml");
    expect(smallTopology.split("\n")[place.line - 1]).toBe("  hq:");
  });

  it("has the scope that the configuration names, and what it leaves out", async () => {
    const config = `config: { activation-topology:scope: '["hq"]', activation-topology:leaveOut: '["rfc2136"]' }`;
    expect(await open(config)).toMatchObject({ scope: ["hq"], leftOut: ["rfc2136"] });
  });

  it("is refused with every setting that does not fit the topology", async () => {
    const config = `config: { activation-topology:scope: '["hk"]', activation-topology:vantage: moon, activation-topology:scop: x, activation-topology:corpTsig: { secure: x } }`;
    await expect(open(config)).rejects.toThrow(
      [
        "the configuration of stack test is wrong",
        'activation-topology:scop is no setting, and no secret of the topology; did you mean "scope"?',
        'activation-topology:scope: the topology has no site "hk"; did you mean "hq"?',
        'activation-topology:vantage: the topology has no site "moon"; known sites are hq',
      ].join("\n  "),
    );
  });

  it("is refused with all that is wrong with its topology", async () => {
    await expect(open("", "version: 1\nsites: []\n")).rejects.toThrow(/test\.topology\.yaml is not a valid topology/);
  });
});
