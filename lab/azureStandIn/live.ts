import { memberLists, type Properties } from "./armTypes.ts";
import type { Schemas } from "./schemas.ts";
import type { Schema } from "./typings.ts";
import { isObject, same, without } from "./values.ts";

/**
 * What the inputs would be if the program had asked for what is there now.
 * `before` is what ARM returned when the inputs were last applied, `after` what it returns now. Where they agree the
 * input stays as the program wrote it, so that defaults and spellings of Azure are no drift; where they differ the live
 * value takes its place, also one that the program never set.
 */
export class LiveInputs {
  private readonly schemas: Schemas;

  constructor(schemas: Schemas) {
    this.schemas = schemas;
  }

  refreshed(token: string, inputs: Properties, before: Properties, after: Properties): Properties {
    // A list that the program leaves unset belongs to resources of their own (pulumi/pulumi-azure-native#3359).
    const theirs = memberLists.filter((list) => inputs[list] === undefined);
    const own = theirs.reduce(without, after);
    return this.object(this.schemas.definition(token), inputs, theirs.reduce(without, before), own);
  }

  /** The inputs that would make what is there now, without path parameters. */
  imported(token: string, live: Properties): Properties {
    return this.clean(this.schemas.definition(token), live) as Properties;
  }

  private object(schema: Schema, input: Properties, before: Properties, after: Properties): Properties {
    const result: Properties = {};
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      const value = this.value(property, input[key], before[key], after[key]);
      if (value !== undefined) result[key] = value;
    }
    return result;
  }

  private value(reference: Schema, input: unknown, before: unknown, after: unknown): unknown {
    if (same(before, after)) return input;
    const schema = this.schemas.resolve(reference);
    if (schema.properties && isObject(after)) {
      return this.object(schema, isObject(input) ? input : {}, isObject(before) ? before : {}, after);
    }
    if (schema.items && Array.isArray(after) && Array.isArray(input))
      return this.list(schema.items, input, before, after);
    return this.clean(schema, after);
  }

  /** Members belong together by name, or by place where they have none; the program's order comes first. */
  private list(items: Schema, input: readonly unknown[], before: unknown, after: readonly unknown[]): unknown[] {
    const old = Array.isArray(before) ? before : [];
    const places = new Map(input.map((item, i) => [memberKey(item, i), i]));
    const found = after.map((item, i) => {
      const place = places.get(memberKey(item, i));
      const was = old.find((other, j) => memberKey(other, j) === memberKey(item, i));
      const value = place === undefined ? this.clean(items, item) : this.value(items, input[place], was, item);
      return { place: place ?? input.length + i, value };
    });
    return found.sort((a, b) => a.place - b.place).map(({ value }) => value);
  }

  private clean(reference: Schema, value: unknown): unknown {
    const schema = this.schemas.resolve(reference);
    if (schema.type === "array" && isObject(value)) return Object.keys(value);
    if (schema.items && Array.isArray(value)) {
      const { items } = schema;
      return value.map((item) => this.clean(items, item));
    }
    if (!schema.properties || !isObject(value)) return value;
    const known = Object.entries(schema.properties).filter(([key]) => value[key] !== undefined);
    return Object.fromEntries(known.map(([key, property]) => [key, this.clean(property, value[key])]));
  }
}

function memberKey(item: unknown, place: number): string {
  const name = isObject(item) ? item.name : undefined;
  return typeof name === "string" ? `name ${name.toLowerCase()}` : `place ${place}`;
}
