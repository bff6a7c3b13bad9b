import type { ProviderConfig } from "./providerConfig.ts";

/** Plain property values of one resource; secrets are unwrapped, unknown values are `unknownValue`. */
export type Properties = Readonly<Record<string, unknown>>;

/** What the engine sends in place of a value that only an `up` will know. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** One wrong input: the path of the property, what is wrong with it, and after a semicolon the remedy. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** The inputs as they are kept in state, and everything that is wrong with them. */
export interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

/** One top-level input that differs; `replace` where the resource cannot keep its identity. */
export interface PropertyChange {
  readonly property: string;
  readonly change: "add" | "remove" | "update";
  readonly replace: boolean;
}

/** What a resource is once it is there. */
export interface Live {
  readonly id: string;
  /** As a program would write them: taken from the world, so that a refresh shows drift and an import can be kept. */
  readonly inputs: Properties;
  /** The inputs and whatever else only the world knows. */
  readonly outputs: Properties;
}

/** What every call may use besides its own arguments. */
export interface CallContext {
  readonly config: ProviderConfig;
  /** Name of the resource in the program. */
  readonly name?: string;
  /** Aborted by the engine's cancellation and by the resource's own time-out. */
  readonly signal: AbortSignal;
  /** Tells the person at the engine, beside the resource; never give it a secret. */
  log(severity: "info" | "warning", message: string): void;
}

/** What is known of a resource that is to be read: its id alone for an import, inputs and outputs too for a refresh. */
export interface ReadRequest {
  readonly id: string;
  readonly inputs?: Properties;
  readonly outputs?: Properties;
}

/**
 * One resource of this provider. The server deals with the protocol, previews included: create, update and delete are
 * only called to change the world. Any thrown error fails the resource with its message.
 */
export interface ResourceKind {
  /** For example `activation:index:SrvRecord`. */
  readonly type: string;
  /** Outputs that are not inputs: unknown in the preview of a create. */
  readonly computed: readonly string[];
  /** Finds every problem at once and brings the inputs to their normal form; reads nothing. */
  check(inputs: Properties): Checked;
  /** Compares two sets of inputs. */
  diff(olds: Properties, news: Properties): readonly PropertyChange[];
  create(inputs: Properties, context: CallContext): Promise<Live>;
  /** `undefined` only where the world was read and the resource is not in it; throws where it cannot be read. */
  read(request: ReadRequest, context: CallContext): Promise<Live | undefined>;
  update(id: string, olds: Properties, news: Properties, context: CallContext): Promise<Live>;
  /** `state`: the outputs of the last up or refresh. Succeeds where the resource is gone already. */
  delete(id: string, state: Properties, context: CallContext): Promise<void>;
}

/**
 * A create that was sent, and of which nobody knows whether it happened. The engine keeps the resource in its state as
 * not finished, and the next `up` updates it: what was ours then is not taken for somebody else's.
 */
export class PartlyCreated extends Error {
  override readonly name = "PartlyCreated";
  readonly live: Live;

  constructor(live: Live, cause: Error) {
    super(cause.message, { cause });
    this.live = live;
  }
}

/** The request itself is wrong (a malformed import id, a zone that is not configured); trying again cannot help. */
export class InvalidRequest extends Error {
  override readonly name = "InvalidRequest";
}
