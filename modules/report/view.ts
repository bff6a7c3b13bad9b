/** Styles that the text reports use; the names are those of `styleText` in node:util. */
export type Style = "bold" | "dim" | "red" | "yellow" | "green" | "cyan" | "magenta";

/** How a text is shown: the command line decides, the reports stay pure. */
export interface View {
  /** Gives a text a style, or returns it as it is where there is no colour. */
  readonly paint: (style: Style, text: string) => string;
  /** Columns of the terminal; null: no lines are broken. */
  readonly columns: number | null;
}

/** No colour, no broken lines: files and pipes. */
export const plainView: View = { paint: (_style, text) => text, columns: null };
