/** Where a table of facts was read. */
export interface Source {
  readonly url: string;
  /** Date that the page itself bore, YYYY-MM-DD; null: it bore none. */
  readonly edition: string | null;
  /** Day on which it was read, YYYY-MM-DD. */
  readonly retrieved: string;
}
