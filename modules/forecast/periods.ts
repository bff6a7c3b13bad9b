import { longestContactGap } from "../plan/thresholds.ts";

/**
 * Days that an activation by KMS or ADBA lasts; each renewal starts it again.
 *
 * @see https://learn.microsoft.com/windows-server/get-started/kms-activation-planning
 */
const validity = longestContactGap;

/**
 * Days for which a KMS host remembers a client machine id.
 *
 * @see https://learn.microsoft.com/windows-server/get-started/kms-activation-planning
 */
export const memory = 30;

/**
 * Days after which machines renew with their forest.
 *
 * @see https://learn.microsoft.com/windows/deployment/volume-activation/activate-using-active-directory-based-activation-client
 */
export const forestRenewal = 7;

/**
 * The highest count that a host shows: twice the largest threshold that it was asked for.
 *
 * @see https://learn.microsoft.com/windows-server/get-started/activation-troubleshoot-kms-general for Windows
 * @see https://learn.microsoft.com/office/volume-license-activation/configure-a-kms-host-computer-for-office for Office
 */
export const cap = { withClients: 50, withoutClients: 10 } as const;

const minutesOfADay = 1440;

/** Days between two renewals of machines that a host has activated, from its minutes. */
export function renewalDays(minutes: number): number {
  return minutes / minutesOfADay;
}

/**
 * Whole days from a loss until the first machine falls out of activation: it renewed as long before the loss as it ever
 * waits, one renewal interval or one gap between two contacts.
 */
export function daysLeft(renewal: number, gap: number): number {
  return Math.max(0, Math.floor(validity - Math.max(renewal, gap)));
}

/** Client machine ids that a machine leaves in the memory of a host when it is rebuilt every so many days. */
export function idsInMemory(rebuiltEvery: number | null): number {
  return rebuiltEvery === null ? 1 : Math.ceil(memory / rebuiltEvery);
}
