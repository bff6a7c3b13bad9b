import { describe, expect, it } from "vitest";
import { estateOf, stackResources } from "../../../modules/azure/readState.ts";
import { itemsOf } from "../../../modules/azure/toItems.ts";
import { estateFacts } from "../../helpers/topology.ts";

const estate = {
  urn: "urn:pulumi:s::p::activation:estate:Estate::test",
  type: "activation:estate:Estate",
  outputs: { facts: estateFacts(), scope: ["plant"], unreadSubnets: ["kms-1"], leftOut: [] },
};

describe("an exported stack", () => {
  it("gives resources with inputs and outputs together, what the provider answered last", () => {
    const urn = "urn:pulumi:s::p::a$b::name::with colons";
    const resources = [{ urn, type: "b", inputs: { a: 1, b: 1 }, outputs: { b: 2, c: 2 } }];
    expect(stackResources({ version: 3, deployment: { resources } })).toEqual([
      { urn, type: "b", name: "name::with colons", properties: { a: 1, b: 2, c: 2 } },
    ]);
  });

  it("does not give what only waits for its deletion", () => {
    const resources = [{ urn: "urn:pulumi:s::p::b::n", type: "b", delete: true }];
    expect(stackResources({ deployment: { resources } })).toEqual([]);
  });

  it("may be empty", () => {
    expect(stackResources({ deployment: {} })).toEqual([]);
  });

  it.each([[null], [{}], [{ deployment: null }]])("is not %j, and is told from an empty one", (value) => {
    expect(() => stackResources(value)).toThrow("this is not an exported stack");
  });
});

describe("the estate of a stack", () => {
  it("is what its component carries", () => {
    expect(estateOf(stackResources({ deployment: { resources: [estate] } }))).toEqual(estate.outputs);
  });

  it("is undefined where there is no such component, or where its program ended too early", () => {
    expect(estateOf([])).toBeUndefined();
    expect(
      estateOf(stackResources({ deployment: { resources: [{ ...estate, outputs: {} }] } } as never)),
    ).toBeUndefined();
  });

  it("brings the existing hosts of the scope, which have no resource", () => {
    expect(itemsOf(stackResources({ deployment: { resources: [estate] } }))).toMatchObject([
      { kind: "kmsHost", name: "kms-2", placement: "existing" },
    ]);
  });
});
