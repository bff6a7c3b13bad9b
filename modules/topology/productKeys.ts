import { publicKeys } from "./publicKeys.ts";

/**
 * Five groups of five of the characters that product keys are made of, in either case, whatever stands around them; words
 * in five groups of five contain a vowel. Between them a space, an underscore or a hyphen, which may be one of the longer
 * ones that word processors make; nothing only where the 25 characters stand alone and in one case, as other long codes
 * look much the same.
 */
const keyShape =
  /[2-46-9BCDFGHJKMNPQRTVWXYbcdfghjkmnpqrtvwxy]{5}(?:[-\u2010-\u2015 _][2-46-9BCDFGHJKMNPQRTVWXYbcdfghjkmnpqrtvwxy]{5}){4}|(?<![A-Za-z0-9])(?:[2-46-9BCDFGHJKMNPQRTVWXY]{25}|[2-46-9bcdfghjkmnpqrtvwxy]{25})(?![A-Za-z0-9])/g;

/** Where a product key that is not public stands in a text, and the only form in which it may be shown. */
export interface ProductKeySpan {
  /** Offset of its first character. */
  readonly start: number;
  /** Offset behind its last character. */
  readonly end: number;
  readonly masked: string;
}

/** One character again and again, as people write it in place of a key. */
const isPlaceholder = /^(.)\1{4}(?:[^A-Za-z0-9]?\1{5}){4}$/;

/** As publicKeys.ts has it: capitals, with hyphens. */
const usualForm = (key: string): string => (key.toUpperCase().match(/[A-Z0-9]{5}/g) ?? []).join("-");

/** The product keys in a text that are not public, in order. */
export function productKeySpans(text: string): ProductKeySpan[] {
  return [...text.matchAll(keyShape)]
    .filter(([key]) => !key.startsWith(hidden))
    .filter(([key]) => !isPlaceholder.test(key) && !publicKeys.has(usualForm(key)))
    .map((match) => ({ start: match.index, end: match.index + match[0].length, masked: mask(match[0]) }));
}

/** The product keys in a text that are not public, each masked to its last five characters. */
export function findProductKeys(text: string): string[] {
  return productKeySpans(text).map((span) => span.masked);
}

/** Whether a text or name anywhere in plain data holds a product key that is not public. */
export function holdsProductKey(value: unknown): boolean {
  if (typeof value === "string") return findProductKeys(value).length > 0;
  if (value === null || typeof value !== "object") return false;
  return Object.entries(value).some(([name, inner]) => holdsProductKey(name) || holdsProductKey(inner));
}

/** The text with every product key that is not public masked to its last five characters. */
export function maskProductKeys(text: string): string {
  return productKeySpans(text).reduceRight(
    (masked, span) => masked.slice(0, span.start) + span.masked + masked.slice(span.end),
    text,
  );
}

/** What stands for the part of a key that nobody may see; a report that holds it holds no key. */
const hidden = "XXXXX-XXXXX-XXXXX-XXXXX-";

const mask = (key: string): string => `${hidden}${key.slice(-5)}`;
