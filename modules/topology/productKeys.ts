import { publicKeys } from "./publicKeys.ts";

/**
 * Five groups of five of the characters that product keys are made of, in either case, whatever stands around them.
 * The hyphens may be the longer ones that word processors make; words in five groups of five contain a vowel.
 */
const keyShape = /[BCDFGHJKMNPQRTVWXY2346789]{5}(?:[-\u2010-\u2015][BCDFGHJKMNPQRTVWXY2346789]{5}){4}/gi;

/** Where a product key that is not public stands in a text, and the only form in which it may be shown. */
export interface ProductKeySpan {
  /** Offset of its first character. */
  readonly start: number;
  /** Offset behind its last character. */
  readonly end: number;
  readonly masked: string;
}

/** The product keys in a text that are not public, in order. */
export function productKeySpans(text: string): ProductKeySpan[] {
  return [...text.matchAll(keyShape)]
    .filter(([key]) => !key.startsWith(hidden))
    .filter(([key]) => !publicKeys.has(key.toUpperCase().replaceAll(/[\u2010-\u2015]/g, "-")))
    .map((match) => ({ start: match.index, end: match.index + match[0].length, masked: mask(match[0]) }));
}

/** The product keys in a text that are not public, each masked to its last five characters. */
export function findProductKeys(text: string): string[] {
  return productKeySpans(text).map((span) => span.masked);
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
