/**
 * Marketplace images of Windows Server that may be a KMS host: second generation (trusted launch needs it) and never
 * Azure Edition, which cannot host KMS. As of 2026-11.
 *
 * Publisher MicrosoftWindowsServer, offer WindowsServer. The marketplace has Datacenter editions only.
 *
 * @see https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching (2019 and 2022)
 * @see https://learn.microsoft.com/windows-server/get-started/kms-activation-planning (Azure Edition)
 */
const skuByOs: ReadonlyMap<string, string> = new Map([
  ["windows-server-2019-datacenter", "2019-datacenter-gensecond"],
  ["windows-server-2022-datacenter", "2022-datacenter-g2"],
  ["windows-server-2025-datacenter", "2025-datacenter-g2"],
]);

/** The operating systems for which there is an image. */
export const imagedSystems: readonly string[] = [...skuByOs.keys()];

/** Sku of the marketplace image of an operating system (an id in products.ts); undefined where there is none. */
export function imageSku(os: string): string | undefined {
  return skuByOs.get(os);
}
