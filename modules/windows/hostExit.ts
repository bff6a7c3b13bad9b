/** What an exit code of the script, or an error code of Windows, means. */
export interface HostExit {
  readonly meaning: string;
  /** Whether the same run may succeed later without anybody's doing. */
  readonly retry: boolean;
  /** What to do: an imperative without a full stop. */
  readonly remedy: string;
}

const passing = (meaning: string, remedy: string): HostExit => ({ meaning, retry: true, remedy });
const final = (meaning: string, remedy: string): HostExit => ({ meaning, retry: false, remedy });

/**
 * Exit codes of the script: 0 done, 1 PowerShell itself, 1x before anything was changed, 2x role, 3x key, 4x activation,
 * 5x settings, 6x forest, 7x read-back, 9x a fault of the script. The first failure ends the configuration; the read-back
 * follows all the same, and names the step and the code.
 */
export const hostExits: Readonly<Record<number, HostExit>> = {
  0: final("done", "nothing"),
  1: final("powershell.exe ended by itself", "see its error stream; the script did not start or was stopped"),
  10: final("the script could not read its input", "use script and toolkit of one version, and nothing between them"),
  11: final("the account is no administrator of the machine", "use an account of its Administrators group"),
  12: final("Datacenter: Azure Edition cannot be a KMS host", "take another edition of Windows Server"),
  13: final("the clock is wrong", "correct the machine's time source, see time in the read-back"),
  14: passing("the clock could be compared with nothing", "see that a domain controller or the vault is reached"),
  15: final("Windows PowerShell is older than 5.1", "install Windows Management Framework 5.1 or a newer Windows"),
  20: final("the role Volume Activation was not installed", "install VolumeActivation by hand, or its source files"),
  21: final("the role asks for a restart of the machine", "restart it at a time that suits, then run this again"),
  30: passing("identity service or vault do not answer", "see that the machine reaches 169.254.169.254 and the vault"),
  31: passing(
    "the vault refuses the key",
    "grant the machine's identity Key Vault Secrets User on it, wait some minutes, and see that the secret exists",
  ),
  32: final("what was handed over is no product key", "correct the secret: five groups of five characters"),
  33: final("the key is another than declared", "correct the secret, or lastFive in the file"),
  34: final("Windows refuses the key", "see the error code in the read-back"),
  35: passing("the key was not installed for a passing reason", "run it again"),
  40: passing("activation failed for a passing reason", "run it again; where it lasts, activate by phone"),
  41: final("activation was refused", "see the error code in the read-back"),
  42: final(
    "activation waits for a confirmation id",
    "give Microsoft the installation id of the read-back and set confirmationId",
  ),
  43: passing(
    "activation reported success and the licence is not in force",
    "run it again, then read LicenseStatusReason",
  ),
  44: final("the machine is no KMS host, so Windows takes no settings", "install and activate a host key (CSVLK)"),
  50: final("a setting was refused", "see the step and the error code in the read-back"),
  51: final("the publish list was not written", "see who may write below SoftwareProtectionPlatform in the registry"),
  52: final("the firewall rule was not written", "see whether policy or another product owns the machine's firewall"),
  53: passing("the service did not listen after its restart", "see state and events of Software Protection (sppsvc)"),
  60: final("the machine is in no domain, so it activates no forest", "join it, or name another host in runsOn"),
  61: final(
    "the account may not make activation objects, or the container cannot be read",
    "delegate rights on CN=Activation Objects to the account, see ActivationContainerRights",
  ),
  62: passing("the forest was not activated for a passing reason", "run it again"),
  63: final("activation of the forest was refused", "see the error code in the read-back"),
  64: final(
    "the forest waits for a confirmation id",
    "give Microsoft the installation id of the read-back and set confirmationId",
  ),
  65: passing("Windows reported success and the object is not to be seen", "wait for replication and run it again"),
  70: final("the read-back could not be written", "run verify and see its error stream"),
  90: final("a fault of the script itself", "report step and code of the read-back"),
};

/** Meaning of an exit code of the script or of powershell.exe. */
export function hostExit(exitCode: number): HostExit {
  return (
    hostExits[exitCode] ??
    final(`unknown exit code ${exitCode}`, "see the error stream; something other than the script ended it")
  );
}
