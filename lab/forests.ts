import { addresses } from "./sites.ts";

/** One Active Directory forest of the lab, of one domain and one Samba domain controller. */
export interface LabForest {
  /** Its folder in the state directory. */
  readonly folder: "dc1" | "dc2";
  /** DNS name of the root domain, without final dot. */
  readonly name: string;
  /** DNS name of the domain controller, without final dot. Lower case: GSS-TSIG fails otherwise. */
  readonly controller: string;
  /** The first is the controller's own. */
  readonly listenOn: readonly string[];
  /** True where the schema update of Windows Server 2012 has made the containers of activation objects. */
  readonly activationObjects: boolean;
  readonly dns: "BIND9_DLZ" | "SAMBA_INTERNAL";
  /** Lines of smb.conf that only this forest has. */
  readonly settings: readonly string[];
}

export const corp: LabForest = {
  folder: "dc1",
  name: "corp.example",
  controller: "dc1.corp.example",
  listenOn: [addresses.corp],
  activationObjects: true,
  dns: "BIND9_DLZ",
  settings: ["server services = ldap, cldap, kdc, rpc"],
};

/** Its RPC server answers on TCP 1688: Samba's own, to test reachability with. It is not a KMS host and activates nothing. */
export const other: LabForest = {
  folder: "dc2",
  name: "other.example",
  controller: "dc2.other.example",
  listenOn: [addresses.other, ...addresses.standIns],
  activationObjects: false,
  dns: "SAMBA_INTERNAL",
  settings: ["server services = ldap, cldap, kdc, rpc, dns", "rpc server port = 1688"],
};

/** The domain's distinguished name: `DC=corp,DC=example`. */
export function baseOf(forest: LabForest): string {
  return forest.name
    .split(".")
    .map((label) => `DC=${label}`)
    .join(",");
}
