import type { Source } from "../topology/data/source.ts";
import type { AzureKmsFacts } from "../topology/model.ts";

/** A name under which Azure's own KMS answers on TCP 1688. */
export interface AzureKmsEndpoint {
  /** Absolute. */
  readonly name: string;
  /** IPv4 addresses when the page was read; they have changed before, so resolve the name. */
  readonly addresses: readonly string[];
}

/** Where the table below was read. */
export const azureKmsSource: Source = {
  url: "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/custom-routes-enable-kms-activation",
  edition: null,
  retrieved: "2026-11-24",
};

/**
 * Names of Azure's KMS in each cloud, the one to set first. Of the older global name two pages give different addresses;
 * the later one stands here.
 */
export const azureKmsEndpoints: Readonly<
  Record<AzureKmsFacts["cloud"], readonly [AzureKmsEndpoint, AzureKmsEndpoint]>
> = {
  global: [
    { name: "azkms.core.windows.net.", addresses: ["20.118.99.224", "40.83.235.53"] },
    { name: "kms.core.windows.net.", addresses: ["20.118.99.224"] },
  ],
  usgov: [
    { name: "azkms.core.usgovcloudapi.net.", addresses: ["52.126.105.2"] },
    { name: "kms.core.usgovcloudapi.net.", addresses: ["23.97.0.13"] },
  ],
  china: [
    { name: "azkms.core.chinacloudapi.cn.", addresses: ["159.27.28.100", "163.228.64.161"] },
    { name: "kms.core.chinacloudapi.cn.", addresses: ["42.159.7.249"] },
  ],
};
