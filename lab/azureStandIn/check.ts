import type { ErrorObject } from "ajv";
import type { ArmType, Properties } from "./armTypes.ts";
import type { Definition, Schemas } from "./schemas.ts";
import { unknown } from "./values.ts";

/** Why an input is refused before anything is sent to ARM. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/**
 * Compares inputs with the shape of their type and returns every failure.
 * What a preview does not know yet fails nothing.
 */
export function checkInputs(schemas: Schemas, type: ArmType, inputs: Properties): CheckFailure[] {
  const validate = schemas.validator(type.token);
  if (validate(inputs)) return [];
  const failures = (validate.errors ?? []).filter((error) => error.data !== unknown).map(failureOf);
  return failures.filter((a, i) => failures.findIndex((b) => a.property === b.property && a.reason === b.reason) === i);
}

function failureOf(error: ErrorObject): CheckFailure {
  const { params } = error as { params: Record<string, unknown> };
  const place = propertyOf(error.instancePath);
  const shown = JSON.stringify(error.data);
  switch (error.keyword) {
    case "required":
      return { property: place, reason: `${under(place, params.missingProperty)} is required` };
    case "additionalProperties":
      return { property: place, reason: surplus(error, place, String(params.additionalProperty)) };
    case "enum":
      return {
        property: place,
        reason: `${place} is ${shown}; expected one of ${(params.allowedValues as unknown[]).join(", ")}`,
      };
    default:
      return {
        property: place,
        reason: `${place} ${mayShow(place) ? `is ${shown}, which` : ""} ${rule(error)}`.replaceAll("  ", " "),
      };
  }
}

function rule(error: ErrorObject): string {
  const { description } = (error.parentSchema ?? {}) as { description?: string };
  return description === undefined ? (error.message ?? "is not allowed") : `is not allowed: ${description}`;
}

function surplus(error: ErrorObject, place: string, name: string): string {
  const { readOnly = [] } = (error.parentSchema ?? {}) as Partial<Definition>;
  if (readOnly.includes(name)) return `${under(place, name)} is read-only: Azure returns it, a program cannot set it`;
  return `${under(place, name)} is not a property of this type in @pulumi/azure-native`;
}

/** A password in the wrong place must not be repeated in an error. */
function mayShow(place: string): boolean {
  return !/password|secret|customData|userData/i.test(place);
}

function under(place: string, name: unknown): string {
  return place === "" ? String(name) : `${place}.${String(name)}`;
}

/** Turns the JSON pointer of the validator into Pulumi's notation. */
function propertyOf(pointer: string): string {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce((path, key) => (/^\d+$/.test(key) ? `${path}[${key}]` : under(path, key)), "");
}
