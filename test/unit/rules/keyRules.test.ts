import { describe, expect, it } from "vitest";
import { noProductKeyInResources } from "../../../modules/rules/keyRules.ts";
import { found } from "../../helpers/world.ts";

// Of the right shape and no key of anybody: it is put together here, so that no file holds it.
const invented = ["BCDFG", "HJKMP", "QRTVW", "XY234", "6789B"].join("-");
const masked = [...Array.from({ length: 4 }, () => "XXXXX"), "6789B"].join("-");
const publicKey = "NPPR9-FWDCX-D2C8J-H872K-2YT43";

const check = (properties: unknown, name = "vm") =>
  noProductKeyInResources.check({ type: "azure-native:compute:VirtualMachine", name, properties });

describe("KEY-02", () => {
  it("is content with public keys and with anything else", () => {
    expect(check({ script: `install ${publicKey}`, size: 3, zones: ["1"], off: false, none: null })).toEqual([]);
  });

  it("shows the last five characters only, and where the key is", () => {
    expect(check({ osProfile: { parameters: [{ name: "key", value: `/ipk ${invented}` }] } })).toEqual([
      {
        subject: "resources.vm",
        message: `resource vm holds the product key ${masked} in osProfile.parameters.0.value; take it out, keep it in a vault that the machine reads itself, and have the key replaced if it was ever stored`,
      },
    ]);
  });

  it.each([
    ["a name", { tags: { [invented]: "x" } }],
    ["lower case", { tags: { key: invented.toLowerCase() } }],
  ])("finds a key in %s", (_, properties) => {
    const list = check(properties);
    expect(found(list)).toEqual(["fail resources.vm"]);
    expect(JSON.stringify(list.map(({ message }) => message))).not.toContain(invented.slice(0, 17));
  });

  it("finds a key in the name of a resource", () => {
    expect(check({}, invented)[0]?.message).toContain("in its name");
  });

  it("does not know values that cannot be read yet", () => {
    const properties = {
      get id() {
        throw new Error("not known");
      },
      get nic() {
        throw new Error("not known");
      },
    };
    expect(check(properties)).toEqual([
      {
        subject: "resources.vm",
        status: "unknown",
        message:
          "resource vm: id and 1 other values cannot be searched for product keys before the update; they are searched again when they are known",
      },
    ]);
  });
});
