/** A JSON Schema, or a part of one, as far as what is generated looks into it. */
export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** A schema with each object within it changed by a function, from the outside in. */
export function mapped(node: unknown, change: (part: Readonly<Record<string, unknown>>) => object): unknown {
  if (Array.isArray(node)) return node.map((inner) => mapped(inner, change));
  if (node === null || typeof node !== "object") return node;
  const changed = change(node as Readonly<Record<string, unknown>>);
  return Object.fromEntries(Object.entries(changed).map(([key, value]) => [key, mapped(value, change)]));
}
