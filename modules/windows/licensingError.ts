import type { HostExit } from "./hostExit.ts";

interface KnownError extends HostExit {
  readonly code: string;
}

const passing = (code: string, meaning: string, remedy: string): KnownError => ({ code, meaning, retry: true, remedy });
const final = (code: string, meaning: string, remedy: string): KnownError => ({ code, meaning, retry: false, remedy });

/**
 * Codes that installing a key, activating and reaching a directory end with; `retry` as failures.ps1 decides it.
 * https://learn.microsoft.com/troubleshoot/windows-server/licensing-and-activation/common-windows-activation-errors and
 * https://learn.microsoft.com/windows/win32/debug/system-error-codes
 */
export const licensingErrors: readonly KnownError[] = [
  final("0x80070005", "access denied", "run it elevated, as an administrator of the machine"),
  final(
    "0xC004F050",
    "Windows does not know the key",
    "check for a typing error, and install the updates that the key needs",
  ),
  final(
    "0xC004F015",
    "the key is for a newer Windows or needs an update",
    "install the update named for this pair of host and key",
  ),
  final(
    "0xC004E016",
    "the key is not for this version or edition",
    "take a key for it, and for Office install its Volume License Pack",
  ),
  final(
    "0xC004F069",
    "this edition does not take the key",
    "take a host key for it; evaluation images have to be converted first",
  ),
  final("0xC004F051", "the key is blocked", "ask Microsoft's Activation Center"),
  final("0xC004C001", "Microsoft's server calls the key invalid", "correct the key"),
  final("0xC004C003", "the key is blocked", "ask Microsoft's Activation Center"),
  final(
    "0xC004C008",
    "the key's activations are spent",
    "ask Microsoft's Activation Center for more, or activate by phone",
  ),
  final(
    "0xC004F02C",
    "the confirmation id is malformed",
    "correct confirmationId: digits alone, for this installation id",
  ),
  passing("0xC004F00F", "the hardware changed beyond tolerance", "activate again"),
  final("0xC004F014", "there is no product key", "install one first"),
  final("0xC004F06C", "the clock is wrong", "correct the machine's time source"),
  passing(
    "0x80072EE7",
    "the name of Microsoft's activation service cannot be resolved",
    "let the machine resolve it, or activate by phone",
  ),
  passing(
    "0x80072EE2",
    "Microsoft's activation service does not answer in time",
    "let the machine out to it, or activate by phone",
  ),
  passing(
    "0x80072EFD",
    "no connection to Microsoft's activation service",
    "let the machine out to it, or activate by phone",
  ),
  final(
    "0x80072098",
    "no right in the directory",
    "delegate rights on CN=Activation Objects to the account that runs this",
  ),
  final(
    "0x80072030",
    "the forest has no container for activation objects",
    "extend the schema to that of Windows Server 2012 or later",
  ),
  final("0x80072071", "an activation object has this name already", "adopt it, or take another name"),
  passing("0x8007203A", "no domain controller answers", "see that one runs and is reached"),
  passing("0x8007054B", "no domain controller was found", "see that the machine resolves its domain"),
  final("0x80072338", "the SRV record belongs to another account", "give the hosts' group full control of the record"),
  final(
    "0x8007232D",
    "the DNS server refuses the update",
    "allow dynamic updates to the host, or publish by the toolkit",
  ),
  final("0x80072331", "the DNS server is not authoritative for the zone", "correct the publish list or the delegation"),
  final("0x80072332", "the name is not in the zone", "correct the publish list"),
  passing("0x8007232A", "the DNS server failed inside", "see its log"),
  passing("LDAP 51", "the domain controller is busy", "run it again"),
  passing("LDAP 52", "the domain controller is unavailable", "run it again"),
  passing("LDAP 81", "the domain controller was not reached", "see that one runs and is reached"),
  passing("LDAP 85", "the domain controller did not answer in time", "run it again"),
  final(
    "LDAP 32",
    "the forest has no container for activation objects",
    "extend the schema to that of Windows Server 2012 or later",
  ),
  final(
    "LDAP 49",
    "the log-on of this session is worth nothing at a domain controller",
    "do not use a session without second hop: run it on the machine itself",
  ),
  final(
    "LDAP 50",
    "no right in the directory",
    "delegate rights on CN=Activation Objects to the account that runs this",
  ),
];

const byCode: ReadonlyMap<string, KnownError> = new Map(
  licensingErrors.map((error) => [error.code.toUpperCase(), error]),
);

/**
 * Meaning of a code as the read-back has it (`0xC004F050`, `LDAP 32`, `HTTP 403`), or of an HRESULT as a number, signed
 * or not.
 */
export function licensingError(code: string | number): HostExit {
  const name = typeof code === "number" ? `0x${(code >>> 0).toString(16).padStart(8, "0")}` : code;
  const known = byCode.get(name.toUpperCase());
  if (known !== undefined) return { meaning: known.meaning, retry: known.retry, remedy: known.remedy };
  return { meaning: `code ${name}`, retry: false, remedy: "look the code up in Microsoft's list of activation errors" };
}
