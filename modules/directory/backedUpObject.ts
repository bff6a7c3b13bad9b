import { type Entry, octets } from "./entry.ts";
import type { NewAttributes } from "./ldapClient.ts";

/** Class of an activation object, https://learn.microsoft.com/windows/win32/adschema/c-msspp-activationobject */
export const objectClass = "msSPP-ActivationObject";

/** Attributes that an object of the class must have, same page. */
export const mandatoryAttributes = [
  "msSPP-CSVLKSkuId",
  "msSPP-KMSIds",
  "msSPP-CSVLKPid",
  "msSPP-CSVLKPartialProductKey",
] as const;

/** What Microsoft issued for the object, of which it may have any, same page. */
export const licenceAttributes = [
  "msSPP-OnlineLicense",
  "msSPP-PhoneLicense",
  "msSPP-IssuanceLicense",
  "msSPP-ConfigLicense",
] as const;

/** Everything that makes an object what it is. What the directory itself adds (ids, dates, owner) is not part of it. */
export const contentAttributes: readonly string[] = [
  ...mandatoryAttributes,
  ...licenceAttributes,
  "msSPP-InstallationId",
  "msSPP-ConfirmationId",
  "displayName",
  "description",
];

/** An activation object as it can be put back. */
export interface BackedUpObject {
  readonly cn: string;
  /** Values by attribute name, each as base64; attributes without a value are left out. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** What an entry holds of an activation object's content. */
export function contentOf(entry: Entry): BackedUpObject["attributes"] {
  const held = contentAttributes.map(
    (name) => [name, octets(entry, name).map((value) => value.toString("base64"))] as const,
  );
  return Object.fromEntries(held.filter(([, values]) => values.length > 0));
}

/** The attributes with which an object is added. */
export function newAttributes({ attributes }: BackedUpObject): NewAttributes {
  const values = Object.entries(attributes).map(
    ([name, list]) => [name, list.map((value) => Buffer.from(value, "base64"))] as const,
  );
  return { objectClass: [objectClass], ...Object.fromEntries(values) };
}

/** Names of the attributes in which two objects differ; the order of values means nothing in a directory. */
export function differingAttributes(one: BackedUpObject, other: BackedUpObject): readonly string[] {
  const values = ({ attributes }: BackedUpObject, name: string) => [...(attributes[name] ?? [])].sort().join(" ");
  return contentAttributes.filter((name) => values(one, name) !== values(other, name));
}

/** displayName, or cn where there is none: what Microsoft's tools show. */
export function nameOf({ cn, attributes }: BackedUpObject): string {
  const [name] = attributes.displayName ?? [];
  return name === undefined ? cn : Buffer.from(name, "base64").toString("utf8");
}

/** False: nothing that Microsoft issued is in the object, so that no machine activates through it, restored or not. */
export function holdsLicence({ attributes }: BackedUpObject): boolean {
  return licenceAttributes.some((name) => attributes[name] !== undefined);
}

/** Whether a value read from somewhere is an object as `readWholeObject` gives it. */
export function isBackedUpObject(value: unknown): value is BackedUpObject {
  if (typeof value !== "object" || value === null) return false;
  const { cn, attributes } = value as Partial<Record<keyof BackedUpObject, unknown>>;
  if (typeof cn !== "string" || cn === "" || typeof attributes !== "object" || attributes === null) return false;
  const sound = Object.entries(attributes).every(
    ([name, values]) =>
      contentAttributes.includes(name) &&
      Array.isArray(values) &&
      values.every((one) => typeof one === "string") &&
      values.length > 0,
  );
  return sound && mandatoryAttributes.every((name) => name in attributes);
}
