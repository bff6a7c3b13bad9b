import { isIP } from "node:net";

/** Octets of one label, RFC 1035 section 2.3.4. */
const labelLimit = 63;
/** Octets of a whole name on the wire, length octets and root included, RFC 1035 section 2.3.4. */
const nameLimit = 255;

/** The absolute form that names are compared in: lower case (RFC 4343), with the final dot. */
export function absoluteName(text: string): string {
  const lower = text.toLowerCase();
  return lower.endsWith(".") ? lower : `${lower}.`;
}

/**
 * What keeps a text from being the name of a host or service, or undefined.
 *
 * Stricter than the wire format: letters, digits, hyphens and underscores only, which is what Windows registers.
 */
export function nameProblem(text: string): string | undefined {
  if (isIP(text) !== 0) return `is an address, got ${JSON.stringify(text)}; give a DNS name`;
  const labels = absoluteName(text).slice(0, -1).split(".");
  const bad = labels.find((label) => !/^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/.test(label));
  if (bad !== undefined) {
    return `has the label ${JSON.stringify(bad)}, got ${JSON.stringify(text)}; labels are letters, digits, hyphens and underscores (international names in their xn-- form)`;
  }
  const long = labels.find((label) => label.length > labelLimit);
  if (long !== undefined)
    return `has a label of ${long.length} octets, got ${JSON.stringify(text)}; the limit is ${labelLimit}`;
  const octets = absoluteName(text).length + 1;
  return octets > nameLimit
    ? `takes ${octets} octets, got ${JSON.stringify(text)}; the limit is ${nameLimit}`
    : undefined;
}

/** True where a name is the zone's apex or lies below it. */
export function liesIn(name: string, zone: string): boolean {
  const apex = absoluteName(zone);
  return absoluteName(name) === apex || absoluteName(name).endsWith(`.${apex}`);
}
