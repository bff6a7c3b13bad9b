/**
 * A resource as a policy pack or an exported stack shows it: plain JSON, no classes.
 *
 * A policy pack gives the inputs of a custom resource, which its resource policies see, and the outputs of a component.
 * Outputs alone will not do in the preview of a create: azure-native leaves the names of a path out of them and hides
 * everything that the program did not set behind unknown values.
 */
export interface StackResource {
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly urn: string;
  /** A value that is not known yet may throw when it is read. */
  readonly properties: Readonly<Record<string, unknown>>;
}

type Properties = Readonly<Record<string, unknown>>;

/** Marks a secret in an exported stack. */
const secretSignature = "4dabf18193072939515e22adb298388d";

/** A type without its API version: `azure-native:network/v20240501:Subnet` is `azure-native:network:Subnet`. */
export function unversioned(type: string): string {
  return type.replace(/\/v\d+[a-z0-9]*:/, ":");
}

/** A property; undefined where it is absent. @throws where it is there and cannot be read. */
export function property(properties: Properties, name: string): unknown {
  const value = properties[name] ?? undefined;
  if (isRecord(value) && secretSignature in value) throw new Error(`${name} is a secret in this state`);
  return value;
}

/**
 * A property that only the program knows. azure-native keeps those (names in the path, such as the zone of a record
 * set) out of its outputs, and stores them in `__inputs`.
 */
export function inputProperty(properties: Properties, name: string): unknown {
  const value = property(properties, name);
  if (value !== undefined) return value;
  const inputs = properties.__inputs;
  return isRecord(inputs) && !(secretSignature in inputs) ? property(inputs, name) : undefined;
}

/** Reads a text; undefined where it is absent or empty (Azure answers "" for unset). */
export function optionalText(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") throw new Error(`${name} is not a text: ${JSON.stringify(value)}`);
  return value;
}

/** Reads a text. @throws where it is absent. */
export function text(value: unknown, name: string): string {
  const found = optionalText(value, name);
  if (found === undefined) throw new Error(`${name} is absent`);
  return found;
}

/** Reads a number. @throws where it is absent. */
export function number(value: unknown, name: string): number {
  if (typeof value !== "number") throw new Error(`${name} is not a number: ${JSON.stringify(value)}`);
  return value;
}

/** Reads a list of objects; empty where it is absent. */
export function records(value: unknown, name: string): readonly Properties[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every(isRecord)) throw new Error(`${name} is not a list of objects`);
  return value;
}

/** Reads a list of texts; empty where it is absent. */
export function texts(value: unknown, name: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Error(`${name} is not a list`);
  return value.map((entry) => text(entry, name));
}

/** Reads an object; undefined where it is absent. */
export function record(value: unknown, name: string): Properties | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isRecord(value)) throw new Error(`${name} is not an object: ${JSON.stringify(value)}`);
  return value;
}

function isRecord(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value of a tag; undefined where the resource does not have it. */
export function tag(properties: Properties, name: string): string | undefined {
  return optionalText(record(property(properties, "tags"), "tags")?.[name], name);
}

/** Something that is there and cannot be read: not absent, and never a pass. */
export interface Unreadable {
  readonly urn: string;
  readonly reason: string;
}

/** Reads each resource by itself, so that one that cannot be read hides no other. */
export function readEach<T>(
  resources: readonly StackResource[],
  unreadable: Unreadable[],
  read: (resource: StackResource) => readonly T[],
): readonly T[] {
  return resources.flatMap((resource) => {
    try {
      return read(resource);
    } catch (error) {
      unreadable.push({ urn: resource.urn, reason: error instanceof Error ? error.message : String(error) });
      return [];
    }
  });
}
