import type { KerberosCredentials } from "../dns/kerberos.ts";
import type { TsigKey } from "../dns/tsig.ts";
import type { SshTarget } from "../ssh/sshTarget.ts";

/** How the provider reaches the primary server of an RFC 2136 zone. */
export interface ZoneAccess {
  /** As the program writes it. */
  readonly zone: string;
  /** `host` or `host:port`. */
  readonly server: string;
  /** Signs updates; with neither this nor `kerberos` they are sent unsigned. */
  readonly key?: TsigKey;
  /** Signs updates of a zone of Active Directory (GSS-TSIG). */
  readonly kerberos?: KerberosCredentials;
}

/** Somebody who logs on to a directory. */
export interface AccountAccess {
  /** UPN, DN or DOMAIN\name. */
  readonly bindAs: string;
  readonly password: string;
}

/** How the provider reaches the domain controllers of a forest. */
export interface ForestAccess extends AccountAccess {
  /** DNS name as the program writes it. */
  readonly forest: string;
  /** Domain controllers; the first that answers is used. */
  readonly servers: readonly string[];
  /** Pinned CA certificate, PEM text. */
  readonly ca: string;
  /** An ordinary account that proves what everybody may read; null: rights are evaluated only. */
  readonly reader: AccountAccess | null;
  /** Who may write the access list of the container; null: rights are read only. */
  readonly rightsAs: AccountAccess | null;
  /** Key of sealed backups, base64 of 32 octets; null: none is configured. */
  readonly backupKey: string | null;
  /** Sealed backups by the name of the activation object. */
  readonly backups: Readonly<Record<string, string>>;
}

/** How the provider reaches one existing KMS host, and where its keys are. */
export interface HostAccess {
  /** Name of the host in the file. */
  readonly host: string;
  readonly ssh: SshTarget;
  /** Address of the Key Vault secret of each product key, by the key's name. */
  readonly keys: Readonly<Record<string, string>>;
}

/** The provider's arguments, secrets unwrapped: never to be logged or put into an error. */
export interface ProviderConfig {
  readonly zones: readonly ZoneAccess[];
  readonly forests: readonly ForestAccess[];
  readonly hosts: readonly HostAccess[];
}
