import type { LiveActivationObject } from "./activationObjects.ts";
import { publishedLicence } from "./publishedLicences.ts";

/** What the file says of the key that made an object. */
export interface DeclaredKey {
  /** Its last five characters; null: not stated. */
  readonly lastFive: string | null;
  /** Product group, an id in the topology's catalogue; null: not stated. */
  readonly group: string | null;
}

/** One thing in which an object is not as declared, or of which nobody can know. */
export interface KeyDifference {
  readonly problem: "wrong" | "unknown";
  /** What is said of the object, to follow its name; after a semicolon the remedy. */
  readonly words: string;
}

/**
 * Where the key or the licence of an object is another than the declared one, or nothing tells which it is: the meaning of
 * most licences is not published, and then the last five characters of the key are all there is.
 */
export function againstKey(object: LiveActivationObject, { lastFive, group }: DeclaredKey): readonly KeyDifference[] {
  const { partialProductKey, csvlkSkuId } = object;
  const licence = publishedLicence(csvlkSkuId);
  const differences: KeyDifference[] = [];
  if (lastFive !== null && partialProductKey !== null && lastFive !== partialProductKey.toUpperCase()) {
    const words = `was made with a key that ends in ${partialProductKey}, and the file declares one that ends in ${lastFive}`;
    const remedy = "correct the file, or have the forest activated with that key";
    differences.push({ problem: "wrong", words: `${words}; ${remedy}` });
  }
  if (group === null) return differences;
  if (licence !== undefined && licence.group !== group) {
    const words = `covers ${licence.name} (${licence.group}), and the file declares ${group}`;
    differences.push({ problem: "wrong", words: `${words}; correct the file, or declare the object of that group` });
  }
  if (licence === undefined && lastFive === null) {
    const words = `carries licence ${csvlkSkuId}, whose meaning is not published, so that nothing tells whether it covers ${group}`;
    const remedy = "state the last five characters of its key in the file (lastFive)";
    differences.push({ problem: "unknown", words: `${words}; ${remedy}` });
  }
  return differences;
}
