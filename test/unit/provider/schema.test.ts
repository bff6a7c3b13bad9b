import { readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import schema from "../../../modules/provider/schema.json" with { type: "json" };

/** The statements of the files that declare what a program writes. */
const files = ["resources.ts", "providerArgs.ts"].map((file) => {
  const path = new URL(`../../../modules/provider/${file}`, import.meta.url);
  return ts.createSourceFile(file, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
});
const statements = files.flatMap((file) => [...file.statements]);

interface Members {
  readonly all: readonly string[];
  readonly required: readonly string[];
}

/** The properties of an interface, those of the interfaces that it extends among them. */
function interfaceOf(name: string): Members {
  const found = statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === name);
  if (found === undefined || !ts.isInterfaceDeclaration(found)) throw new Error(`there is no interface ${name}`);
  const bases = (found.heritageClauses ?? []).flatMap(({ types }) =>
    types.map(({ expression }) => expression.getText()),
  );
  const members = [membersOf(found.members), ...bases.map(interfaceOf)];
  return {
    all: members.flatMap(({ all }) => all).sort(),
    required: members.flatMap(({ required }) => required).sort(),
  };
}

/** The outputs that a class declares; those that may be undefined are not required. */
function classOf(name: string): Members {
  const found = statements.find((node) => ts.isClassDeclaration(node) && node.name?.text === name);
  if (found === undefined || !ts.isClassDeclaration(found)) throw new Error(`there is no class ${name}`);
  return membersOf(found.members.filter(ts.isPropertyDeclaration));
}

function membersOf(nodes: readonly (ts.TypeElement | ts.PropertyDeclaration)[]): Members {
  const nameOf = (node: (typeof nodes)[number]) => node.name?.getText() ?? "";
  const optional = (node: (typeof nodes)[number]) =>
    ("questionToken" in node && node.questionToken !== undefined) || /<.*undefined>$/.test(typeOf(node));
  const typeOf = (node: (typeof nodes)[number]) => ("type" in node ? (node.type?.getText() ?? "") : "");
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
    ["ActivationContainerRightsArgs", schema.resources["activation:index:ActivationContainerRights"]],
    ["KmsHostConfigurationArgs", schema.resources["activation:index:KmsHostConfiguration"]],
  ])("has the inputs of %s", (name, resource) => {
    expect(inSchema(resource.inputProperties, resource.requiredInputs)).toEqual(interfaceOf(name));
  });

  test.each([
    ["SrvRecord", schema.resources["activation:index:SrvRecord"]],
    ["ActivationObject", schema.resources["activation:index:ActivationObject"]],
    ["ActivationContainerRights", schema.resources["activation:index:ActivationContainerRights"]],
    ["KmsHostConfiguration", schema.resources["activation:index:KmsHostConfiguration"]],
  ])("has the inputs of %s and the outputs that its class declares, and no others", (name, resource) => {
    const { all, required } = classOf(name);
    expect(Object.keys(resource.properties).sort()).toEqual([...Object.keys(resource.inputProperties), ...all].sort());
    expect([...resource.required].sort()).toEqual([...resource.requiredInputs, ...required].sort());
  });

  test("has the arguments of the provider", () => {
    const { inputProperties, requiredInputs } = schema.provider;
    expect(inSchema(inputProperties, requiredInputs)).toEqual(interfaceOf("ActivationProviderArgs"));
  });

  test.each([
    ["ZoneArgs", schema.types["activation:index:Zone"]],
    ["AccountArgs", schema.types["activation:index:Account"]],
    ["ForestArgs", schema.types["activation:index:Forest"]],
    ["HostArgs", schema.types["activation:index:Host"]],
    ["Acknowledgement", schema.types["activation:index:Acknowledgement"]],
  ])("has the fields of %s", (name, type) => {
    expect(inSchema(type.properties, type.required)).toEqual(interfaceOf(name));
  });

  test("marks every secret, and replaces a record where its identity changes", () => {
    const marked = Object.values(schema.types).flatMap(({ properties }) =>
      Object.entries(properties).flatMap(([name, property]) => ("secret" in property ? [name] : [])),
    );
    expect(marked.sort()).toEqual(["backupKey", "keytab", "password", "password", "secret"]);
    const { inputProperties } = schema.resources["activation:index:SrvRecord"];
    const replacing = Object.entries(inputProperties).filter(([, property]) => "replaceOnChanges" in property);
    expect(replacing.map(([name]) => name)).toEqual(["zone", "name", "target", "port"]);
  });
});
