/** A licence of a KMS host key whose id Microsoft has published. */
export interface PublishedLicence {
  /** What it covers, in Microsoft's words. */
  readonly name: string;
  /** Product group of the key, as topologies name it. */
  readonly group: string;
}

/**
 * Microsoft publishes the ids of the Office licences only; those of Windows are unknown here, and never guessed.
 *
 * @see https://learn.microsoft.com/office/volume-license-activation/tools-to-manage-volume-activation-of-office of
 *   2025-04-25, read on 2026-11-25
 */
const published: Readonly<Record<string, PublishedLicence>> = {
  "f3d89bbf-c0ec-47ce-a8fa-e5a5f97e447f": { name: "Office LTSC 2024", group: "office-2024" },
  "47f3b983-7c53-4d45-abc6-bcd91e2dd90a": { name: "Office LTSC 2021", group: "office-2021" },
  "70512334-47b4-44db-a233-be5ea33b914c": { name: "Office 2019", group: "office-2019" },
  "98ebfe73-2084-4c97-932c-c0cd1643bea7": { name: "Office 2016", group: "office-2016" },
};

/** What the licence of an id is; undefined: unknown, because its id is not published. */
export function publishedLicence(skuId: string | null): PublishedLicence | undefined {
  return skuId === null ? undefined : published[skuId.toLowerCase()];
}

/** What an activation object covers, as far as that is published; else the ids of its product groups, called unknown. */
export function coverage(object: {
  readonly csvlkSkuId: string | null;
  readonly kmsIds: readonly string[];
}): readonly string[] {
  const known = publishedLicence(object.csvlkSkuId);
  return known === undefined ? object.kmsIds.map((id) => `unknown product group ${id}`) : [known.name];
}
