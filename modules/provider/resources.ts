import * as pulumi from "@pulumi/pulumi";
import type { ObjectOrigin } from "../topology/model.ts";
import type { TsigAlgorithm } from "../topology/provisioning.ts";

/** How the provider reaches one RFC 2136 zone; without a key, updates are sent unsigned. */
export interface ZoneArgs {
  /** `host` or `host:port`. */
  readonly server: string;
  readonly keyName?: string | undefined;
  readonly algorithm?: TsigAlgorithm | undefined;
  /** Base64. */
  readonly secret?: pulumi.Input<string> | undefined;
}

/** How the provider reaches the domain controllers of one forest. */
export interface ForestArgs {
  /** The first that answers is used. */
  readonly servers: readonly string[];
  readonly bindAs: string;
  readonly password: pulumi.Input<string>;
  /** Pinned CA certificate, PEM text. */
  readonly ca: string;
}

/** Arguments of the provider; both maps by the names of the file. */
export interface ActivationProviderArgs {
  readonly zones: Readonly<Record<string, ZoneArgs>>;
  readonly forests: Readonly<Record<string, ForestArgs>>;
}

/** Our own provider: DNS records by RFC 2136, activation objects by LDAP. One explicit instance serves a stack. */
export class ActivationProvider extends pulumi.ProviderResource {
  constructor(name: string, args: ActivationProviderArgs, opts?: pulumi.ResourceOptions) {
    // Provider arguments travel as strings, so a map goes as JSON; the whole of it is secret, because a secret is in it.
    const secretJson = (value: object) => pulumi.secret(pulumi.jsonStringify(value));
    super("activation", name, { zones: secretJson(args.zones), forests: secretJson(args.forests) }, opts);
  }
}

/** An `up` that has recorded this reason lets a later one remove the last record of a name or the last object of a forest. */
export interface Acknowledgement {
  readonly reason: string;
}

/** Arguments of an SRV record: a record of its set, owned alone. */
export interface SrvRecordArgs {
  /** Name of the zone in the provider's arguments. */
  readonly zone: string;
  /** Owner name, absolute. */
  readonly name: string;
  /** Absolute. */
  readonly target: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
  /** Seconds. */
  readonly ttl: number;
  readonly acknowledgeLast?: Acknowledgement | undefined;
}

/** One SRV record in an RFC 2136 zone. */
export class SrvRecord extends pulumi.CustomResource {
  constructor(name: string, args: SrvRecordArgs, opts: pulumi.CustomResourceOptions) {
    super("activation:index:SrvRecord", name, { ...args }, opts);
  }
}

/** Arguments of an activation object. */
export interface ActivationObjectArgs {
  /** Name of the forest in the provider's arguments. */
  readonly forest: string;
  /** displayName. */
  readonly name: string;
  readonly origin: ObjectOrigin;
  readonly acknowledgeLast?: Acknowledgement | undefined;
}

/** One activation object of a forest. */
export class ActivationObject extends pulumi.CustomResource {
  declare readonly distinguishedName: pulumi.Output<string>;
  /** Last five characters of the key that made the object. */
  declare readonly partialProductKey: pulumi.Output<string>;
  /** Id of the licence that the object carries. */
  declare readonly skuId: pulumi.Output<string>;

  constructor(name: string, args: ActivationObjectArgs, opts: pulumi.CustomResourceOptions) {
    const computed = { distinguishedName: undefined, partialProductKey: undefined, skuId: undefined };
    super("activation:index:ActivationObject", name, { ...args, ...computed }, opts);
  }
}
