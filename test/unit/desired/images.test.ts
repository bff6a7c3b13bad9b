import { expect, it } from "vitest";
import { imagedSystems, imageSku } from "../../../modules/desired/images.ts";
import { productVersion } from "../../../modules/topology/products.ts";

it.each([
  ["windows-server-2019-datacenter", "2019-datacenter-gensecond"],
  ["windows-server-2022-datacenter", "2022-datacenter-g2"],
  ["windows-server-2025-datacenter", "2025-datacenter-g2"],
])("makes %s from the image %s", (os, sku) => {
  expect(imageSku(os)).toBe(sku);
});

it.each(["windows-server-2025-datacenter-azure-edition", "windows-server-2022-standard", "windows-11-enterprise", "?"])(
  "has no image for %s",
  (os) => {
    expect(imageSku(os)).toBeUndefined();
  },
);

it("has images only for systems that a file may name and that can host KMS", () => {
  for (const os of imagedSystems) expect(productVersion(os)).toMatchObject({ product: "server", azureEdition: false });
});
