import * as pulumi from "@pulumi/pulumi";
import type { TsigAlgorithm } from "../topology/provisioning.ts";

/**
 * How the provider reaches one RFC 2136 zone. Updates are signed with a key (keyName, secret), with a keytab (principal,
 * keytab) or with the tickets of a cache (ticketCache); with none of them they are sent unsigned.
 */
export interface ZoneArgs {
  /** `host` or `host:port`. */
  readonly server: string;
  readonly keyName?: string | undefined;
  readonly algorithm?: TsigAlgorithm | undefined;
  /** Base64. */
  readonly secret?: pulumi.Input<string> | undefined;
  /** `name@REALM`. */
  readonly principal?: string | undefined;
  /** Base64. */
  readonly keytab?: pulumi.Input<string> | undefined;
  /** Absolute path. */
  readonly ticketCache?: string | undefined;
}

/** Somebody who logs on to a directory. */
export interface AccountArgs {
  readonly bindAs: string;
  readonly password: pulumi.Input<string>;
}

/** How the provider reaches the domain controllers of one forest. */
export interface ForestArgs extends AccountArgs {
  /** The first that answers is used. */
  readonly servers: readonly string[];
  /** Pinned CA certificate, PEM text. */
  readonly ca: string;
  /** Proves by reading what everybody may read. */
  readonly reader?: AccountArgs | undefined;
  /** May write the access list of the container. */
  readonly rightsAs?: AccountArgs | undefined;
  /** Base64 of 32 octets. */
  readonly backupKey?: pulumi.Input<string> | undefined;
  /** Sealed backups by the name of the activation object. */
  readonly backups?: Readonly<Record<string, string>> | undefined;
}

/** How the provider reaches one existing KMS host over SSH. */
export interface HostArgs {
  readonly address: string;
  readonly port?: number | undefined;
  readonly user: string;
  /** `ssh-ed25519 AAAA...`: no other is believed. */
  readonly hostKey: string;
  /** Absolute path of a private key; else those that ssh finds by itself. */
  readonly identityFile?: string | undefined;
  /** Address of the Key Vault secret of each product key, by the key's name. */
  readonly keys?: Readonly<Record<string, string>> | undefined;
}

/** Arguments of the provider; all maps by the names of the file. */
export interface ActivationProviderArgs {
  readonly zones: Readonly<Record<string, ZoneArgs>>;
  readonly forests: Readonly<Record<string, ForestArgs>>;
  readonly hosts: Readonly<Record<string, HostArgs>>;
}

/** Our own provider: DNS records by RFC 2136, activation objects by LDAP, KMS hosts by SSH. One explicit instance serves a stack. */
export class ActivationProvider extends pulumi.ProviderResource {
  constructor(name: string, { zones, forests, hosts }: ActivationProviderArgs, opts?: pulumi.ResourceOptions) {
    // Provider arguments travel as strings, so a map goes as JSON; the whole of it is secret, because a secret is in it.
    const json = (value: object) => pulumi.jsonStringify(value);
    const args = { zones: pulumi.secret(json(zones)), forests: pulumi.secret(json(forests)), hosts: json(hosts) };
    super("activation", name, args, opts);
  }
}
