import { describe, expect, it } from "vitest";
import { encryptedKeys, misfits, ownValues, readConfiguration } from "../../../modules/engine/configuration.ts";
import { topology } from "../../helpers/topology.ts";

const place = { stack: "lab", folder: "/checkout/stacks" };

function read(values: Record<string, string>) {
  const problems: string[] = [];
  return { configuration: readConfiguration(values, place, problems), problems };
}

describe("the configuration of a stack", () => {
  it("has a default for everything", () => {
    expect(read({})).toEqual({
      configuration: {
        topology: "/checkout/stacks/lab.topology.yaml",
        scope: null,
        acknowledge: null,
        leaveOut: [],
        keepAliases: false,
        vantage: null,
      },
      problems: [],
    });
  });

  it("is taken as it is set", () => {
    const values = {
      topology: "../examples/a.yaml",
      scope: '["hq"]',
      acknowledge: "the lab goes away",
      leaveOut: '["rfc2136","activeDirectory"]',
      keepAliases: "true",
      vantage: "hq",
    };
    expect(read(values)).toEqual({
      configuration: {
        topology: "/checkout/examples/a.yaml",
        scope: ["hq"],
        acknowledge: "the lab goes away",
        leaveOut: ["rfc2136", "activeDirectory"],
        keepAliases: true,
        vantage: "hq",
      },
      problems: [],
    });
  });

  it("takes an absolute path as it is", () => {
    expect(read({ topology: "/etc/a.yaml" }).configuration.topology).toBe("/etc/a.yaml");
  });

  it("is refused with every value that is wrong", () => {
    const values = { scope: "hq", acknowledge: " ", leaveOut: '["rfc2136","ad"]', keepAliases: "yes" };
    expect(read(values).problems).toEqual([
      'activation-topology:scope must be a JSON list of names such as ["hq"], got "hq"',
      'activation-topology:acknowledge must be a reason; remove it to keep protection on, got " "',
      'activation-topology:leaveOut must be a JSON list of rfc2136, activeDirectory, ssh, got "ad"',
      'activation-topology:keepAliases must be true or false, got "yes"',
    ]);
  });

  it.each(["[]", "[1]", "{}", "null"])("takes no scope of %s", (scope) => {
    expect(read({ scope }).problems).toHaveLength(1);
  });
});

describe("keys of the namespace", () => {
  it("are told from those of others", () => {
    expect(ownValues({ "activation-topology:scope": "[]", "azure-native:location": "x" })).toEqual({ scope: "[]" });
  });

  it("are settings or secrets of the topology, and others are refused with the nearest name", () => {
    expect(misfits(["topology", "plantTsig", "leaveout"], { scope: null, vantage: null }, topology())).toEqual([
      'activation-topology:leaveout is no setting, and no secret of the topology; did you mean "leaveOut"?',
    ]);
  });

  it("name sites of the topology, in scope and vantage", () => {
    expect(misfits([], { scope: ["hq", "plants"], vantage: "hk" }, topology())).toEqual([
      'activation-topology:scope: the topology has no site "plants"; did you mean "plant"?',
      'activation-topology:vantage: the topology has no site "hk"; did you mean "hq"?',
    ]);
    expect(misfits([], { scope: ["plant"], vantage: "hq" }, topology())).toEqual([]);
  });

  it("are encrypted where the host says so", () => {
    expect(encryptedKeys({ PULUMI_CONFIG_SECRET_KEYS: '["activation-topology:a"]' })).toEqual(new Set(["a"]));
    expect(encryptedKeys({})).toEqual(new Set());
  });
});
