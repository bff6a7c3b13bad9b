/** One element of BER with definite lengths: a value, or other elements that fill it without rest. */
interface Element {
  readonly tag: number;
  readonly content: Buffer;
  /** undefined where the element holds a value. */
  readonly inner: readonly Element[] | undefined;
}

/** Identifiers of BER and of LDAP's operations, RFC 4511 appendix B. */
const tags = { integer: 0x02, octets: 0x04, enumerated: 0x0a, sequence: 0x30, set: 0x31, boolean: 0x01 } as const;
const controlsTag = 0xa0;
const entryTag = 0x64;
const referenceTag = 0x73;
/** Of a bind, search, modify, add, delete and extended request. */
const resultTags: readonly number[] = [0x61, 0x65, 0x67, 0x69, 0x6b, 0x78];
/** No message of LDAP nests deeper than this; anything deeper is an attempt on the stack. */
const deepest = 10;

/** What a message is about. */
export interface MessageHead {
  /** Of the request that it answers; 0: the server speaks by itself. */
  readonly id: number;
  /** True where nothing else follows for this request. */
  readonly last: boolean;
  /** Result code, RFC 4511 appendix A; null for an entry or reference. */
  readonly result: number | null;
}

/** Octets that are no answer of LDAP. */
export class MalformedAnswer extends Error {
  override readonly name = "MalformedAnswer";
}

/** Length of the first message in octets; undefined where its head is not complete yet. */
export function messageLength(octets: Buffer): number | undefined {
  if (octets.length === 0) return undefined;
  if (octets[0] !== tags.sequence) throw new MalformedAnswer("the answer is not LDAP");
  const header = headerOf(octets, 0);
  return header === undefined ? undefined : header.start + header.length;
}

/**
 * Checks a whole answer against the grammar of RFC 4511, so that the client library only ever sees well-formed ones: it
 * reads some malformed ones in a loop that has no end, and leaves others out.
 *
 * @throws {MalformedAnswer}
 */
export function readAnswer(message: Buffer): MessageHead {
  const [whole, rest] = elementsOf(message, 0);
  const [id, operation, controls, more] = whole?.inner ?? [];
  if (rest !== undefined || more !== undefined || operation === undefined) throw malformed();
  if (controls !== undefined) checkControls(controls);
  const head = { id: numberOf(id, tags.integer), last: true, result: null };
  if (operation.tag === entryTag) {
    checkEntry(operation);
    return { ...head, last: false };
  }
  if (operation.tag === referenceTag) {
    checkAll(operation.inner, tags.octets);
    return { ...head, last: false };
  }
  if (!resultTags.includes(operation.tag)) throw malformed();
  const [code, matched, text] = operation.inner ?? [];
  checkAll([matched, text], tags.octets);
  return { ...head, result: numberOf(code, tags.enumerated) };
}

/** Id of a request of ours, and whether it has an answer. */
export function readRequest(message: Buffer): { readonly id: number; readonly answered: boolean } {
  const header = headerOf(message, 0);
  const id = headerOf(message, header?.start ?? 0);
  if (header === undefined || id === undefined) throw malformed();
  const operation = message[id.start + id.length];
  // Unbind and abandon have none.
  return { id: message.readUIntBE(id.start, id.length), answered: operation !== 0x42 && operation !== 0x50 };
}

function checkEntry({ inner }: Element): void {
  const [name, attributes, more] = inner ?? [];
  checkAll([name], tags.octets);
  if (more !== undefined || attributes?.tag !== tags.sequence) throw malformed();
  for (const attribute of attributes.inner ?? []) {
    const [type, values, surplus] = attribute.inner ?? [];
    if (attribute.tag !== tags.sequence || surplus !== undefined || values?.tag !== tags.set) throw malformed();
    checkAll([type, ...(values.inner ?? [])], tags.octets);
  }
}

function checkControls({ tag, inner }: Element): void {
  if (tag !== controlsTag) throw malformed();
  for (const control of inner ?? []) {
    const [type, ...rest] = control.inner ?? [];
    const [value, more] = rest[0]?.tag === tags.boolean ? rest.slice(1) : rest;
    checkAll(value === undefined ? [type] : [type, value], tags.octets);
    if (control.tag !== tags.sequence || more !== undefined) throw malformed();
  }
}

function checkAll(elements: readonly (Element | undefined)[] | undefined, tag: number): void {
  if (elements === undefined || elements.some((element) => element?.tag !== tag)) throw malformed();
}

function numberOf(element: Element | undefined, tag: number): number {
  if (element?.tag !== tag || element.content.length === 0 || element.content.length > 4) throw malformed();
  return element.content.readIntBE(0, element.content.length);
}

function elementsOf(octets: Buffer, depth: number): readonly Element[] {
  if (depth > deepest) throw malformed();
  const elements: Element[] = [];
  for (let at = 0; at < octets.length; ) {
    const tag = octets[at] ?? 0;
    const header = headerOf(octets, at);
    if (header === undefined || header.start + header.length > octets.length) throw malformed();
    const content = octets.subarray(header.start, header.start + header.length);
    const constructed = (tag & 0x20) !== 0;
    elements.push({ tag, content, inner: constructed ? elementsOf(content, depth + 1) : undefined });
    at = header.start + header.length;
  }
  return elements;
}

/** Where the content of an element starts and how long it is; undefined where the octets end before that. */
function headerOf(octets: Buffer, at: number): { readonly start: number; readonly length: number } | undefined {
  const first = octets[at + 1];
  if (first === undefined) return undefined;
  if (first < 0x80) return { start: at + 2, length: first };
  const size = first - 0x80;
  // 0 is the indefinite form, which LDAP forbids (RFC 4511 section 5.1).
  if (size === 0 || size > 4) throw malformed();
  if (at + 2 + size > octets.length) return undefined;
  return { start: at + 2 + size, length: octets.readUIntBE(at + 2, size) };
}

function malformed(): MalformedAnswer {
  return new MalformedAnswer("the answer is not well-formed LDAP");
}
