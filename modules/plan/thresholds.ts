import type { Product } from "../topology/model.ts";

/**
 * Machines that must ask one KMS host before it activates a product; the test is count >= threshold.
 *
 * @see https://learn.microsoft.com/windows-server/get-started/kms-activation-planning for client and server
 * @see https://learn.microsoft.com/office/volume-license-activation/configure-a-kms-host-computer-for-office for Office
 */
export const kmsThreshold: Readonly<Record<Product, number>> = { client: 25, server: 5, office: 5 };

/**
 * Longest time in days between two contacts with a domain or a KMS host: activation lasts 180 days from the last one.
 *
 * @see https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client
 */
export const longestContactGap = 180;

/**
 * objectVersion of a schema from which activation objects can be stored: Windows Server 2012.
 *
 * @see https://learn.microsoft.com/windows-server/identity/ad-ds/deploy/schema-updates
 */
export const oldestAdbaSchema = 56;
