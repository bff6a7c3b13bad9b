/** Characters that product keys are made of; vowels and look-alikes are left out. */
const keyForm = /^[BCDFGHJKMNPQRTVWXY2346789N]{5}(?:-[BCDFGHJKMNPQRTVWXY2346789N]{5}){4}$/;

/** A product key. Only its last five characters can be read, printed or serialised; the rest leaves by `line` alone. */
export class ProductKey {
  readonly lastFive: string;
  readonly #octets: Buffer;

  private constructor(text: string) {
    this.lastFive = text.slice(-5);
    this.#octets = Buffer.from(`${text}\n`, "ascii");
  }

  /** From text with blanks around it and in either case; undefined where it has not the form of a product key. */
  static from(text: string): ProductKey | undefined {
    const usual = text.trim().toUpperCase();
    return keyForm.test(usual) ? new ProductKey(usual) : undefined;
  }

  /** The key and a line feed, for the standard input of a script and for nothing else. */
  line(): Uint8Array {
    return this.#octets;
  }

  /** Overwrites the key; `line` is a blank line of the same length from then on. */
  forget(): void {
    this.#octets.fill(" ", 0, this.#octets.length - 1);
  }
}
