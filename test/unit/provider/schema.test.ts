import { readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import schema from "../../../modules/provider/schema.json" with { type: "json" };

const path = new URL("../../../modules/provider/resources.ts", import.meta.url);
const source = ts.createSourceFile("resources.ts", readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);

interface Members {
  readonly all: readonly string[];
  readonly required: readonly string[];
}

/** The properties of an interface in resources.ts. */
function interfaceOf(name: string): Members {
  const found = source.statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === name);
  if (found === undefined || !ts.isInterfaceDeclaration(found))
    throw new Error(`resources.ts has no interface ${name}`);
  return membersOf(found.members);
}

/** The outputs that a class in resources.ts declares. */
function classOf(name: string): Members {
  const found = source.statements.find((node) => ts.isClassDeclaration(node) && node.name?.text === name);
  if (found === undefined || !ts.isClassDeclaration(found)) throw new Error(`resources.ts has no class ${name}`);
  return membersOf(found.members.filter(ts.isPropertyDeclaration));
}

function membersOf(nodes: readonly (ts.TypeElement | ts.PropertyDeclaration)[]): Members {
  const nameOf = (node: (typeof nodes)[number]) => node.name?.getText(source) ?? "";
  const optional = (node: (typeof nodes)[number]) => "questionToken" in node && node.questionToken !== undefined;
  return {
    all: nodes.map(nameOf).sort(),
    required: nodes
      .filter((node) => !optional(node))
      .map(nameOf)
      .sort(),
  };
}

function inSchema(properties: object, required: readonly string[]): Members {
  return { all: Object.keys(properties).sort(), required: [...required].sort() };
}

describe("the schema", () => {
  test.each([
    ["SrvRecordArgs", schema.resources["activation:index:SrvRecord"]],
    ["ActivationObjectArgs", schema.resources["activation:index:ActivationObject"]],
  ])("has the inputs of %s", (name, resource) => {
    expect(inSchema(resource.inputProperties, resource.requiredInputs)).toEqual(interfaceOf(name));
  });

  test.each([
    ["SrvRecord", schema.resources["activation:index:SrvRecord"]],
    ["ActivationObject", schema.resources["activation:index:ActivationObject"]],
  ])("has the inputs of %s and the outputs that its class declares, and no others", (name, resource) => {
    const computed = classOf(name).all;
    const outputs = [...Object.keys(resource.inputProperties), ...computed].sort();
    expect(Object.keys(resource.properties).sort()).toEqual(outputs);
    expect([...resource.required].sort()).toEqual([...resource.requiredInputs, ...computed].sort());
  });

  test("has the arguments of the provider", () => {
    const { inputProperties, requiredInputs } = schema.provider;
    expect(inSchema(inputProperties, requiredInputs)).toEqual(interfaceOf("ActivationProviderArgs"));
  });

  test.each([
    ["ZoneArgs", schema.types["activation:index:Zone"]],
    ["ForestArgs", schema.types["activation:index:Forest"]],
    ["Acknowledgement", schema.types["activation:index:Acknowledgement"]],
  ])("has the fields of %s", (name, type) => {
    expect(inSchema(type.properties, type.required)).toEqual(interfaceOf(name));
  });

  test("marks every secret, and replaces a record where its identity changes", () => {
    expect(schema.types["activation:index:Zone"].properties.secret.secret).toBe(true);
    expect(schema.types["activation:index:Forest"].properties.password.secret).toBe(true);
    const { inputProperties } = schema.resources["activation:index:SrvRecord"];
    const replacing = Object.entries(inputProperties).filter(([, property]) => "replaceOnChanges" in property);
    expect(replacing.map(([name]) => name)).toEqual(["zone", "name", "target", "port"]);
  });
});
