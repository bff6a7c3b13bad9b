/** The part of js-yaml that quickValue.ts uses; the package brings no declarations. */
declare module "js-yaml" {
  /** How one kind of node is read. */
  export class Type {
    constructor(
      tag: string,
      options: {
        readonly kind: "scalar" | "sequence" | "mapping";
        resolve(text: string): boolean;
        construct(text: string): unknown;
      },
    );
  }

  export interface Schema {
    extend(types: { readonly implicit: readonly Type[] }): Schema;
  }

  /** Maps, lists and texts only. */
  export const FAILSAFE_SCHEMA: Schema;

  /** Reads one document; throws where it is none. */
  export function load(text: string, options: { readonly schema: Schema }): unknown;
}
