import { randomBytes, randomUUID } from "node:crypto";
import { baseOf, type LabForest } from "./forests.ts";
import { type Account, newPassword, passwordFile } from "./passwords.ts";
import { run } from "./run.ts";
import { enterBare, enterSite, insideDir, type Lab } from "./sites.ts";

/** schemaIDGUID of msSPP-ActivationObject, https://learn.microsoft.com/windows/win32/adschema/c-msspp-activationobject */
const activationObjectClass = "51a0e68c-0dc5-43ca-935d-c1c911bf2ee5";

/** Name of the object that the lab makes. It activates nothing. */
const placeholderName = "lab-placeholder";

function containerOf(forest: LabForest): string {
  return `CN=Activation Objects,CN=Microsoft SPP,CN=Services,CN=Configuration,${baseOf(forest)}`;
}

/** LDIF for a forest that is not running: accounts with random passwords, service names, and Samba's flaw put right. */
export function offlineContent(lab: Lab, forest: LabForest): string {
  const base = baseOf(forest);
  const accounts: Account[] = ["svc-adba", "svc-audit"];
  const entries = [
    [`dn: CN=Administrator,CN=Users,${base}`, "changetype: modify", "replace: unicodePwd", secret("Administrator")],
    ...accounts.map((name) => [
      `dn: CN=${name},CN=Users,${base}`,
      "changetype: add",
      "objectClass: user",
      `sAMAccountName: ${name}`,
      `userPrincipalName: ${name}@${forest.name}`,
      "description: service account of the lab",
      "userAccountControl: 512",
      secret(name),
    ]),
    [
      // What samba_spnupdate would add: without it Kerberos knows no LDAP service.
      `dn: CN=${forest.controller.split(".")[0]?.toUpperCase()},OU=Domain Controllers,${base}`,
      "changetype: modify",
      "add: servicePrincipalName",
      `servicePrincipalName: ldap/${forest.controller}`,
      `servicePrincipalName: ldap/${forest.controller}/${forest.name}`,
    ],
    ...["Object", "Objects-Container"].map((kind) => [
      // Samba 4.17 ships this descriptor with a blank that its own parser refuses; without it new objects are readable
      // by administrators alone. This is Microsoft's, https://learn.microsoft.com/windows/win32/adschema/c-msspp-activationobject
      `dn: CN=ms-SPP-Activation-${kind},CN=Schema,CN=Configuration,${base}`,
      "changetype: modify",
      "replace: defaultSecurityDescriptor",
      "defaultSecurityDescriptor: O:BAG:BAD:(A;;RPWPCRCCDCLCLORCWOWDSDDTSW;;;DA)(A;;RPLCLORC;;;AU)",
    ]),
  ];
  return entries.map((lines) => `${lines.join("\n")}\n\n`).join("");

  function secret(account: Account): string {
    // Active Directory takes a password in quotes, in UTF-16.
    const quoted = Buffer.from(`"${newPassword(lab, forest.name, account)}"`, "utf16le");
    return `unicodePwd:: ${quoted.toString("base64")}`;
  }
}

/** Lets svc-adba make, change and remove activation objects, and nothing else. */
export async function delegateToServiceAccount(lab: Lab, forest: LabForest, signal?: AbortSignal): Promise<void> {
  const database = `${insideDir}/${forest.folder}/private/sam.ldb`;
  const config = `--configfile=${insideDir}/${forest.folder}/etc/smb.conf`;
  const account = await run(
    enterBare(lab, ["ldbsearch", "-H", database, config, "(sAMAccountName=svc-adba)", "objectSid"]),
    {
      signal,
    },
  );
  const sid = /^objectSid: (S-\S+)$/m.exec(account)?.[1] ?? "";
  const rights = `(OA;;CCDC;${activationObjectClass};;${sid})(OA;CIIO;RPWPSDRCLCLO;;${activationObjectClass};${sid})`;
  const command = ["samba-tool", "dsacl", "set", config, "-H", database, `--objectdn=${containerOf(forest)}`];
  await run(enterBare(lab, [...command, `--sddl=${rights}`]), { signal });
}

/**
 * Adds the lab's placeholder over LDAPS as svc-adba.
 *
 * Its mandatory attributes are random bytes and words that say what it is; it holds no licence and no part of a key.
 */
export async function addPlaceholder(
  lab: Lab,
  forest: LabForest,
  { name = placeholderName, signal }: { readonly name?: string; readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const random = () => randomBytes(16).toString("base64");
  const entry = [
    `dn: CN=${randomUUID()},${containerOf(forest)}`,
    "objectClass: msSPP-ActivationObject",
    `displayName: ${name}`,
    "description: placeholder of the local lab; it holds no licence and activates nothing",
    "msSPP-CSVLKPartialProductKey: LABXX",
    "msSPP-CSVLKPid: placeholder of the local lab, not a product id",
    `msSPP-CSVLKSkuId:: ${random()}`,
    `msSPP-KMSIds:: ${random()}`,
  ];
  const bind = ["-D", `svc-adba@${forest.name}`, "-y", passwordFile(lab, forest.name, "svc-adba")];
  const trust = `LDAPTLS_CACERT=${lab.dir}/${forest.folder}/certificates/ca.pem`;
  const add = ["env", trust, "ldapadd", "-x", "-H", `ldaps://${forest.controller}`, ...bind];
  await run(enterSite(lab, "core", add), { signal, input: `${entry.join("\n")}\n` });
}
