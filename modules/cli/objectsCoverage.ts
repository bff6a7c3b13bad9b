import type { LiveActivationObject } from "../directory/activationObjects.ts";
import { publishedLicence } from "../directory/publishedLicences.ts";
import { csvlkGroups } from "../topology/csvlk.ts";
import type { Csvlk, Facts } from "../topology/model.ts";

/** What an object was made with and what it activates, as far as that can be told. */
export interface Coverage {
  /** Name of the declared key; null where none fits. */
  readonly key: string | null;
  /** What Microsoft calls the licence; null where its pages do not say. */
  readonly licence: string | null;
  /** Releases of products.ts; null where nothing tells. */
  readonly products: readonly string[] | null;
}

/**
 * Tells what an object activates: by its licence where Microsoft has published that, else by the declared key that made
 * it.
 *
 * @param declaredKey - Name of the key of the declared object of its name; null where the file has none.
 */
export function coverageOf(
  { csvlkSkuId, partialProductKey }: Pick<LiveActivationObject, "csvlkSkuId" | "partialProductKey">,
  declaredKey: string | null,
  { keys }: Pick<Facts, "keys">,
): Coverage {
  const known = keys.filter((key): key is Csvlk => key.type === "csvlk");
  const declared = known.find((key) => key.name === declaredKey);
  // The last five of a key decide; without them the file is taken at its word.
  const byLastFive = known.find(({ lastFive }) => lastFive !== null && lastFive === partialProductKey);
  const key = byLastFive ?? (declared?.lastFive === null ? declared : undefined);
  const licence = publishedLicence(csvlkSkuId);
  const group = licence?.group ?? key?.group;
  const products = csvlkGroups.find(({ id }) => id === group)?.activates ?? null;
  return { key: key?.name ?? null, licence: licence?.name ?? null, products };
}
