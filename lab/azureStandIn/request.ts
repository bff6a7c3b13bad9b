import type { ArmType, Properties } from "./armTypes.ts";
import type { Store, StoredResource } from "./store.ts";

/** A request to make or change one resource. */
export interface PutRequest {
  readonly type: ArmType;
  readonly id: string;
  /** Checked inputs, path parameters included. */
  readonly inputs: Properties;
  /** Inputs of the last deployment; empty for a new resource. */
  readonly oldInputs: Properties;
}

/** The same request with all that a check may look at. */
export interface Put extends PutRequest {
  readonly store: Store;
  readonly before: StoredResource | undefined;
  /** The resource as ARM would keep it. */
  readonly body: Properties;
  /** `body`, or for a subnet or security rule its parent with the change in it. */
  readonly whole: Properties;
}
