// Generated from topology.schema.json by `npm run gen`; not edited by hand.
import type { ErrorObject } from "ajv";

/** Checks a value against the schema; what is wrong is left in `errors`. */
export declare const validate: { (data: unknown): boolean; errors?: ErrorObject[] | null };
