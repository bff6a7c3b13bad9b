import type { ObjectOrigin } from "../topology/model.ts";

/** The wizard takes the key in a window; on slmgr's command line everybody on the machine could read it. */
const wizard =
  "on a domain-joined Windows Server with the role Volume Activation Services, as Enterprise Admin or as a member of a group " +
  "that was given the container, start the Volume Activation Tools wizard (vmw.exe), choose Active Directory-Based Activation, " +
  "type the KMS host key into the wizard";

/**
 * What an administrator does so that an activation object comes into being; the key is never part of a command line.
 *
 * @see https://learn.microsoft.com/windows-server/get-started/activate-forest-by-adba
 */
export function stepsFor(origin: ObjectOrigin, name: string): string {
  const named = `give the object the name ${JSON.stringify(name)}`;
  switch (origin) {
    case "online":
      return `${wizard}, ${named}, and let it activate online`;
    case "phone":
      return `${wizard}, ${named}, choose activation by phone, call the activation centre with the installation id that it shows, and type in the confirmation id`;
    case "restore":
      return `bring the deleted object back from the Active Directory Recycle Bin (Restore-ADObject) where it is switched on; otherwise activate anew: ${wizard}, and ${named}`;
    case "existing":
      return `correct the name or the forest in the file; or, where the object is still to be made: ${wizard}, and ${named}`;
    default:
      return origin satisfies never;
  }
}
