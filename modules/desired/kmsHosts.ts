import type { KmsHostFacts } from "../topology/model.ts";
import { imageSku } from "./images.ts";
import type { KmsHost } from "./item.ts";

/** A KMS host as the file declares it; an Azure host whose system has no image has no sku, and cannot be made. */
export function kmsHostItem(host: KmsHostFacts): KmsHost {
  const { name, fqdn, address, port, placement } = host;
  const sku = placement === "azure" ? (imageSku(host.os) ?? null) : null;
  return { kind: "kmsHost", name, fqdn, address, port, placement, imageSku: sku, publicAddress: false };
}
