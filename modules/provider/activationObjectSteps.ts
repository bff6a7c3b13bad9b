import type { ObjectOrigin } from "../topology/model.ts";
import type { ActivationObjectInputs } from "./activationObjectInputs.ts";

/** The wizard takes the key in a window; on slmgr's command line everybody on the machine could read it. */
const wizard =
  "on a domain-joined Windows Server with the role Volume Activation Services, as Enterprise Admin or as a member of a group " +
  "that was given the container, start the Volume Activation Tools wizard (vmw.exe), choose Active Directory-Based Activation, " +
  "type the KMS host key into the wizard";

/** Read without an echo: a key on a command line or in a script ends up in logs. */
const prompt = [
  "$key = [Net.NetworkCredential]::new('', (Read-Host -AsSecureString 'KMS host key')).Password",
  "$service = Get-CimInstance SoftwareLicensingService",
];

/** One call of Microsoft's own class; arguments in a hashtable, whose values no log of PowerShell shows. */
function call(method: string, args: string): string {
  return `Invoke-CimMethod -InputObject $service -MethodName ${method} -Arguments @{ ProductKey = $key${args} }`;
}

function script(lines: readonly string[]): string {
  return [...prompt, ...lines, "Remove-Variable key"].map((line) => `\n    ${line}`).join("");
}

/**
 * What an administrator does so that an activation object comes into being; the key is never part of a command line.
 *
 * @see https://learn.microsoft.com/windows-server/get-started/activate-forest-by-adba
 */
export function stepsFor(origin: ObjectOrigin, name: string, inputs: Partial<ActivationObjectInputs> = {}): string {
  const named = `give the object the name ${JSON.stringify(name)}`;
  switch (origin) {
    case "online":
      return `${powershell(inputs)}:${script([call("DoActiveDirectoryOnlineActivation", `; ActivationObjectName = ${quoted(name)}`)])}\n  or ${wizard}, ${named}, and let it activate online`;
    case "phone":
      return phoneSteps(name, inputs);
    case "restore":
      return `give its sealed backup, or bring the deleted object back from the Active Directory Recycle Bin (Restore-ADObject) where it is switched on; otherwise activate anew: ${wizard}, and ${named}`;
    case "existing":
      return `correct the name or the forest in the file; or, where the object is still to be made: ${wizard}, and ${named}`;
    default:
      return origin satisfies never;
  }
}

function phoneSteps(name: string, inputs: Partial<ActivationObjectInputs>): string {
  if (inputs.confirmationId === undefined) {
    const ask = script([call("GenerateActiveDirectoryOfflineActivationId", "")]);
    return `${powershell(inputs)}:${ask}\n  call the activation centre with the InstallationID that it shows, and put what you are told into the file as confirmationId`;
  }
  const values = `; ConfirmationID = ${quoted(inputs.confirmationId)}; ActivationObjectName = ${quoted(name)}`;
  const deposit = script([call("DepositActiveDirectoryOfflineActivationConfirmation", values)]);
  return `with the same key as for the installation id, ${powershell(inputs)}:${deposit}`;
}

/** Over SSH with a key there is no second hop to the directory, so that somebody has to sit at the machine. */
function powershell({ runsAs }: Partial<ActivationObjectInputs>): string {
  const who = runsAs === undefined ? "as an account that may create objects in the container" : `as ${runsAs}`;
  return `in Windows PowerShell on a domain-joined Windows Server 2012 or later, at its console or over Remote Desktop, ${who}`;
}

/** A text of PowerShell in single quotes, which nothing inside ends but another one. */
function quoted(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, "$&$&")}'`;
}
