import { type Alias, type Document, parseDocument, type Scalar, type YAMLError } from "yaml";
import { inOrder } from "./draft.ts";
import { type Inspection, inspect } from "./inspect.ts";
import { isJsonObject, jsonValue } from "./json.ts";
import { LineStarts } from "./lineStarts.ts";
import { DocumentPlaces, formatPath } from "./places.ts";
import type { Place, Places, Problem } from "./problem.ts";
import { findProductKeys, maskProductKeys, productKeySpans } from "./productKeys.ts";

/** A YAML document, with what is wrong with its text. */
export interface ParsedText {
  readonly places: DocumentPlaces;
  /** Plain data; undefined where the syntax is wrong. */
  readonly value: unknown;
  readonly syntaxProblems: readonly Problem[];
  /** Product keys that stand anywhere in the text, comments included. */
  readonly keyProblems: readonly Problem[];
}

/** Something wrong at an offset of the text. */
type Fault = readonly [offset: number, message: string];

/** What some of the YAML library's codes mean here; the others keep the library's own sentence. */
const messages: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: "starts a second document; write one environment a file",
  TAB_AS_INDENT: "is indented with a tab; use spaces",
  NON_STRING_KEY: "has a list or map for a name; write a text",
};

/** Reads YAML 1.2 with merge keys, and JSON; every name is a text. */
export function parseText(text: string, file: string): ParsedText {
  const json = isJsonObject(text) ? jsonValue(text) : undefined;
  const document = documentOf(text);
  const found = inspect(document);
  const places = new DocumentPlaces(document, found.targets, new LineStarts(text, file));
  const problem = ([offset, message]: Fault): Problem => ({
    ...places.atOffset(offset),
    path: maskProductKeys(formatPath(places.pathAt(offset))),
    message: maskProductKeys(message),
  });

  const wrong = json === undefined ? yamlFaults(document, found) : found.repeated.map(repeatedFault);
  const { value, failure } = wrong.length > 0 ? {} : json === undefined ? plainValue(document) : { value: json };
  return {
    places,
    value,
    syntaxProblems: inOrder([...wrong, ...(failure === undefined ? [] : [failure])].map(problem)),
    keyProblems: keysIn(text, found.texts).map(problem),
  };
}

/** The YAML document of a text. JSON may be indented with tabs, which stand nowhere else in it; YAML may not. */
function documentOf(text: string): Document {
  const isTabbedJson = text.includes("\t") && isJsonObject(text) && jsonValue(text) !== undefined;
  return parseDocument(isTabbedJson ? text.replaceAll("\t", " ") : text, {
    prettyErrors: false,
    merge: true,
    stringKeys: true,
    // The library would compare each name with each other one; inspect.ts finds the repeated ones.
    uniqueKeys: false,
  });
}

function placesIn(text: string, file: string): DocumentPlaces {
  const document = documentOf(text);
  return new DocumentPlaces(document, inspect(document).targets, new LineStarts(text, file));
}

/** Places in a text that is in order; it is read for them when the first one is asked for. */
export class TextPlaces implements Places {
  readonly #text: string;
  readonly #file: string;
  #places: DocumentPlaces | undefined;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  of(subject: string): Place {
    this.#places ??= placesIn(this.#text, this.#file);
    return this.#places.of(subject);
  }
}

const repeatedFault = (name: Scalar): Fault => [name.range?.[0] ?? 0, "is there twice; keep one"];

function yamlFaults(document: Document, { repeated, lost, wrongMerges }: Inspection): Fault[] {
  const errors = causes(document.errors);
  const end = errors.length < document.errors.length ? (errors.at(-1)?.pos[0] ?? 0) : Number.POSITIVE_INFINITY;
  return [
    ...[...errors, ...document.warnings].map((error): Fault => [error.pos[0], wordingOf(error)]),
    ...repeated.map(repeatedFault).filter(([offset]) => offset < end),
    ...lost.map(lostFault),
    // Of an alias that stands for nothing nobody knows whether it would be a map.
    ...(lost.length > 0 ? [] : wrongMerges.map(mergeFault)),
  ];
}

const lostFault = ({ range, source }: Alias): Fault => [
  range?.[0] ?? 0,
  `refers to the anchor ${JSON.stringify(source)}, which is not set before; set it with &${source}`,
];

const mergeFault = ({ range }: Scalar): Fault => [range?.[0] ?? 0, "merges what is no map; write the alias of one"];

/** Once the reader has lost the structure it objects to every further token: only the first of these is a cause. */
function causes(errors: readonly YAMLError[]): readonly YAMLError[] {
  const lost = errors.findIndex(
    (error) => error.code === "UNEXPECTED_TOKEN" && error.message.includes("in YAML stream"),
  );
  return lost < 0 ? errors : errors.slice(0, lost + 1);
}

const wordingOf = (error: YAMLError): string =>
  messages[error.code] ?? `is not YAML: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}; correct it`;

/** The library throws for a document whose aliases would grow beyond measure. */
function plainValue(document: Document): { readonly value?: unknown; readonly failure?: Fault } {
  try {
    return { value: document.toJS() };
  } catch (error) {
    if (error instanceof ReferenceError)
      return { failure: [0, "repeats itself through too many aliases; write it out"] };
    throw error;
  }
}

/** Keys in the text itself, and those that only appear when a scalar's escapes are read. */
function keysIn(text: string, scalars: readonly Scalar<string>[]): Fault[] {
  const fault = (offset: number, masked: string): Fault => [
    offset,
    `holds the product key ${masked}; keep it in a key vault and write { vault: its name }`,
  ];
  const spans = productKeySpans(text);
  const escaped = scalars.flatMap(({ value, range }) => {
    const [start, end] = range ?? [0, 0];
    if (spans.some((span) => start <= span.start && span.end <= end)) return [];
    return findProductKeys(value).map((masked) => fault(start, masked));
  });
  return [...spans.map((span) => fault(span.start, span.masked)), ...escaped];
}
