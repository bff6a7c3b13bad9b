import { type Document, isScalar, parseDocument, visit, type YAMLError } from "yaml";
import { inOrder } from "./draft.ts";
import { DocumentPlaces, formatPath } from "./places.ts";
import type { Problem } from "./problem.ts";
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

/** What some of the YAML library's codes mean here; the others keep the library's own sentence. */
const messages: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "is there twice; keep one",
  MULTIPLE_DOCS: "starts a second document; write one environment a file",
  TAB_AS_INDENT: "is indented with a tab; use spaces",
  NON_STRING_KEY: "has a list or map for a name; write a text",
};

/** Reads YAML 1.2 with merge keys; every name is a text. */
export function parseText(text: string, file: string): ParsedText {
  const document = parseDocument(text, { prettyErrors: false, merge: true, stringKeys: true });
  const places = new DocumentPlaces(document, text, file);
  const problem = (offset: number, message: string): Problem => ({
    ...places.atOffset(offset),
    path: maskProductKeys(formatPath(places.pathAt(offset))),
    message: maskProductKeys(message),
  });

  const wrong = [...causes(document.errors), ...document.warnings].map((e) => problem(e.pos[0], wordingOf(e)));
  const aliases = badAliases(document).map(([offset, message]) => problem(offset, message));
  const { value, failure } = wrong.length + aliases.length === 0 ? plainValue(document) : { value: undefined };
  return {
    places,
    value,
    syntaxProblems: inOrder([...wrong, ...aliases, ...(failure === undefined ? [] : [problem(0, failure)])]),
    keyProblems: keysIn(text, document).map(([offset, masked]) =>
      problem(offset, `holds the product key ${masked}; keep it in a key vault and write { vault: its name }`),
    ),
  };
}

/** Once the reader has lost the structure it objects to every further token: only the first of these is a cause. */
function causes(errors: readonly YAMLError[]): readonly YAMLError[] {
  const lost = errors.findIndex(
    (error) => error.code === "UNEXPECTED_TOKEN" && error.message.includes("in YAML stream"),
  );
  return lost < 0 ? errors : errors.slice(0, lost + 1);
}

const wordingOf = (error: YAMLError): string =>
  messages[error.code] ?? `is not YAML: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}; correct it`;

function badAliases(document: Document): [offset: number, message: string][] {
  const found: [number, string][] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined)
        found.push([
          alias.range?.[0] ?? 0,
          `refers to the anchor ${JSON.stringify(alias.source)}, which is not set before; set it with &${alias.source}`,
        ]);
    },
  });
  return found;
}

/** The library throws for a document whose aliases would grow beyond measure. */
function plainValue(document: Document): { readonly value?: unknown; readonly failure?: string } {
  try {
    return { value: document.toJS() };
  } catch (error) {
    if (error instanceof ReferenceError) return { failure: "repeats itself through too many aliases; write it out" };
    throw error;
  }
}

/** Keys in the text itself, and those that only appear when a scalar's escapes are read. */
function keysIn(text: string, document: Document): [offset: number, masked: string][] {
  const spans = productKeySpans(text);
  const found = spans.map((span): [number, string] => [span.start, span.masked]);
  visit(document, {
    Scalar: (_, node) => {
      const [start, end] = node.range ?? [0, 0];
      if (!isScalar(node) || typeof node.value !== "string") return;
      if (spans.some((span) => start <= span.start && span.end <= end)) return;
      for (const masked of findProductKeys(node.value)) found.push([start, masked]);
    },
  });
  return found;
}
