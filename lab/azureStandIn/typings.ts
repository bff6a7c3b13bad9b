import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { ArmType } from "./armTypes.ts";

/** The part of JSON Schema that the typings need. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: "string" | "number" | "integer" | "boolean" | "object" | "array";
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
}

/** What the SDK's typings say about the types of the stand-in. */
export interface Shapes {
  /** A schema for each type's arguments (by token) and for each nested argument type ("network.SubnetArgs"). */
  readonly definitions: Record<string, Schema>;
  /** The outputs of each type, by token. */
  readonly outputs: Record<string, readonly string[]>;
  /** The version of the Azure API that the SDK uses for each type, by token. */
  readonly apiVersions: Record<string, string>;
}

/** Where a property only refers to another resource, the schema allows nothing but its id. */
export const referenceSchema: Schema = {
  type: "object",
  properties: { id: { type: "string" } },
  required: ["id"],
  additionalProperties: false,
};

/**
 * Reads argument shapes out of the .d.ts files of @pulumi/azure-native.
 * `references` are the properties that are references to other resources, whatever the typings offer there.
 * Throws when a file is not written as expected, so that a new SDK cannot silently weaken a shape.
 */
export function shapesOf(sdkFolder: string, types: readonly ArmType[], references: ReadonlySet<string>): Shapes {
  const reader = new TypingsReader(sdkFolder, references);
  const outputs: Record<string, readonly string[]> = {};
  const apiVersions: Record<string, string> = {};
  for (const type of types) {
    const file = parse(sdkFolder, `${type.typings}.d.ts`);
    const name = type.token.split(":")[2] ?? "";
    const [, apiVersion] = /Uses Azure REST API version ([\w-]+)\./.exec(file.text) ?? [];
    if (apiVersion === undefined) throw new Error(`${type.typings}.d.ts names no API version`);
    apiVersions[type.token] = apiVersion;
    outputs[type.token] = outputsOf(file, name);
    reader.define(type.token, interfaceOf(file.statements, `${name}Args`, type.typings));
  }
  reader.finish();
  return { definitions: reader.definitions, outputs, apiVersions };
}

function parse(sdkFolder: string, path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(join(sdkFolder, path), "utf8"), ts.ScriptTarget.Latest, false);
}

function interfaceOf(statements: Iterable<ts.Statement>, name: string, where: string): ts.InterfaceDeclaration {
  for (const statement of statements) {
    if (ts.isInterfaceDeclaration(statement) && statement.name.text === name) return statement;
  }
  throw new Error(`no interface ${name} in the typings of ${where}`);
}

function outputsOf(file: ts.SourceFile, className: string): string[] {
  const declaration = file.statements.find((s) => ts.isClassDeclaration(s) && s.name?.text === className);
  if (declaration === undefined || !ts.isClassDeclaration(declaration)) throw new Error(`no class ${className}`);
  return declaration.members.filter(ts.isPropertyDeclaration).map((member) => nameOf(member.name));
}

function nameOf(name: ts.PropertyName): string {
  if (ts.isIdentifier(name) || ts.isStringLiteral(name)) return name.text;
  throw new Error("a property name of the typings is neither a word nor a string");
}

/** The words of a dotted name, such as pulumi.Input or inputs.network.SubnetArgs. */
function wordsOf(name: ts.EntityName): string[] {
  return ts.isIdentifier(name) ? [name.text] : [...wordsOf(name.left), name.right.text];
}

class TypingsReader {
  readonly definitions: Record<string, Schema> = {};
  private readonly wanted: string[] = [];
  private readonly enums = new Map<string, ts.SourceFile>();
  private readonly namespaces: ReadonlyMap<string, ts.ModuleBlock>;
  private readonly sdkFolder: string;
  private readonly references: ReadonlySet<string>;

  constructor(sdkFolder: string, references: ReadonlySet<string>) {
    this.sdkFolder = sdkFolder;
    this.references = references;
    const blocks = parse(sdkFolder, "types/input.d.ts").statements.filter(ts.isModuleDeclaration);
    this.namespaces = new Map(
      blocks.flatMap((block) => (block.body && ts.isModuleBlock(block.body) ? [[block.name.text, block.body]] : [])),
    );
  }

  define(key: string, declaration: ts.InterfaceDeclaration): void {
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const member of declaration.members) {
      if (!ts.isPropertySignature(member) || !member.type) throw new Error(`${key}: unexpected member`);
      const name = nameOf(member.name);
      properties[name] = this.references.has(name) ? this.reference(member.type) : this.schema(member.type);
      if (!member.questionToken) required.push(name);
    }
    this.definitions[key] = { type: "object", properties, required, additionalProperties: false };
  }

  /** Defines everything that was referred to and is not defined yet. */
  finish(): void {
    for (let key = this.wanted.pop(); key !== undefined; key = this.wanted.pop()) {
      if (key in this.definitions) continue;
      const [namespace = "", name = ""] = key.split(".");
      this.define(key, interfaceOf(this.namespaces.get(namespace)?.statements ?? [], name, namespace));
    }
  }

  private reference(node: ts.TypeNode): Schema {
    const inner = this.unwrap(node);
    return ts.isArrayTypeNode(inner) ? { type: "array", items: referenceSchema } : referenceSchema;
  }

  /** Takes off Input<...> and undefined. */
  private unwrap(node: ts.TypeNode): ts.TypeNode {
    if (ts.isTypeReferenceNode(node) && wordsOf(node.typeName).join(".") === "pulumi.Input") {
      const [inner] = node.typeArguments ?? [];
      if (inner) return this.unwrap(inner);
    }
    if (ts.isUnionTypeNode(node)) {
      const [first, ...others] = node.types.filter((type) => type.kind !== ts.SyntaxKind.UndefinedKeyword);
      if (first && others.length === 0) return this.unwrap(first);
    }
    return node;
  }

  private schema(wrapped: ts.TypeNode): Schema {
    const node = this.unwrap(wrapped);
    if (ts.isUnionTypeNode(node)) return this.union(node);
    if (ts.isArrayTypeNode(node)) return { type: "array", items: this.schema(node.elementType) };
    if (ts.isTypeLiteralNode(node)) return this.dictionary(node);
    if (ts.isTypeReferenceNode(node)) return this.named(wordsOf(node.typeName));
    switch (node.kind) {
      case ts.SyntaxKind.StringKeyword:
        return { type: "string" };
      case ts.SyntaxKind.NumberKeyword:
        return { type: "number" };
      case ts.SyntaxKind.BooleanKeyword:
        return { type: "boolean" };
      case ts.SyntaxKind.AnyKeyword:
        return {};
      default:
        throw new Error(`the typings hold a kind of type that is not expected: ${ts.SyntaxKind[node.kind]}`);
    }
  }

  /** `string | SomeEnum` is how the SDK writes an enumeration that may grow; ARM refuses what is not in it. */
  private union(node: ts.UnionTypeNode): Schema {
    const schemas = node.types.filter((t) => t.kind !== ts.SyntaxKind.UndefinedKeyword).map((t) => this.schema(t));
    return schemas.find((schema) => schema.enum !== undefined) ?? { anyOf: schemas };
  }

  private dictionary(node: ts.TypeLiteralNode): Schema {
    const [member] = node.members;
    if (!member || !ts.isIndexSignatureDeclaration(member))
      throw new Error("an object type without an index signature");
    return { type: "object", additionalProperties: this.schema(member.type) };
  }

  private named([root, namespace = "", name = ""]: string[]): Schema {
    if (root === "enums") return { enum: this.enumValues(namespace, name) };
    if (root !== "inputs") throw new Error(`the typings refer to ${root}, which is neither inputs nor enums`);
    const key = `${namespace}.${name}`;
    this.wanted.push(key);
    return { $ref: `#/definitions/${key}` };
  }

  private enumValues(namespace: string, name: string): unknown[] {
    const path = `types/enums/${namespace}/index.d.ts`;
    const file = this.enums.get(path) ?? parse(this.sdkFolder, path);
    this.enums.set(path, file);
    const declarations = file.statements
      .filter(ts.isVariableStatement)
      .flatMap((s) => [...s.declarationList.declarations]);
    const type = declarations.find((d) => ts.isIdentifier(d.name) && d.name.text === name)?.type;
    if (!type || !ts.isTypeLiteralNode(type)) throw new Error(`no enumeration ${name} in ${path}`);
    return type.members.flatMap((member): unknown[] => {
      if (!ts.isPropertySignature(member) || !member.type || !ts.isLiteralTypeNode(member.type)) return [];
      const { literal } = member.type;
      return ts.isStringLiteral(literal) ? [literal.text] : ts.isNumericLiteral(literal) ? [Number(literal.text)] : [];
    });
  }
}
