import { execa } from "execa";
import { addPlaceholder } from "../../lab/forestContent.ts";
import { corp } from "../../lab/forests.ts";
import { passwordFile } from "../../lab/passwords.ts";
import { labOf } from "../../lab/sites.ts";
import { labDir } from "./estate.ts";

/** Adds an object to the lab's forest that holds no licence and activates nothing. */
export async function makePlaceholder(name: string): Promise<void> {
  await addPlaceholder(labOf(labDir ?? ""), corp, { name });
}

/** Deletes an activation object of the lab's forest by hand, with OpenLDAP's own programs. */
export async function ldapDelete(name: string): Promise<void> {
  const lab = labOf(labDir ?? "");
  const bind = ["-x", "-H", `ldaps://${corp.controller}`, "-D", `svc-adba@${corp.name}`];
  const access = [...bind, "-y", passwordFile(lab, corp.name, "svc-adba")];
  const env = { LDAPTLS_CACERT: `${lab.dir}/ca.pem` };
  const base = `CN=Services,CN=Configuration,DC=corp,DC=example`;
  const found = await execa(
    "ldapsearch",
    [...access, "-LLL", "-o", "ldif-wrap=no", "-b", base, `(displayName=${name})`, "dn"],
    { env },
  );
  const dn = /^dn: (.+)$/m.exec(found.stdout)?.[1];
  if (dn === undefined) throw new Error(`the forest has no object ${name}`);
  await execa("ldapdelete", [...access, dn], { env });
}
