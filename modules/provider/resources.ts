import * as pulumi from "@pulumi/pulumi";
import type { ExistingRecord, ObjectOrigin } from "../topology/model.ts";

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
  /** What happens to a record of the same target and port that is there already; by default upsert. */
  readonly existing?: ExistingRecord | undefined;
  readonly acknowledgeLast?: Acknowledgement | undefined;
}

/** One SRV record in an RFC 2136 zone. */
export class SrvRecord extends pulumi.CustomResource {
  /** It was there before us. */
  declare readonly adopted: pulumi.Output<boolean>;

  constructor(name: string, args: SrvRecordArgs, opts: pulumi.CustomResourceOptions) {
    super("activation:index:SrvRecord", name, { ...args, adopted: undefined }, opts);
  }
}

/** Arguments of an activation object. */
export interface ActivationObjectArgs {
  /** Name of the forest in the provider's arguments. */
  readonly forest: string;
  /** displayName. */
  readonly name: string;
  readonly origin: ObjectOrigin;
  /** Domain controllers from which the object must be readable, `host` or `host:port`. */
  readonly readableFrom: readonly string[];
  /** Last five characters of the key that it should carry. */
  readonly lastFive?: string | undefined;
  /** Product group that it should cover. */
  readonly group?: string | undefined;
  /** Account that activates the forest, for the origins online and phone. */
  readonly runsAs?: string | undefined;
  /** What the activation centre gave, for the origin phone. */
  readonly confirmationId?: string | undefined;
  readonly acknowledgeLast?: Acknowledgement | undefined;
}

/** One activation object of a forest. */
export class ActivationObject extends pulumi.CustomResource {
  declare readonly distinguishedName: pulumi.Output<string>;
  /** Last five characters of the key that made the object. */
  declare readonly partialProductKey: pulumi.Output<string>;
  /** Id of the licence that the object carries. */
  declare readonly skuId: pulumi.Output<string>;
  /** Products that the object activates, as far as they are known. */
  declare readonly covers: pulumi.Output<readonly string[]>;
  /** What the activation centre is told on the telephone; only of an object that was made by phone. */
  declare readonly installationId: pulumi.Output<string | undefined>;

  constructor(name: string, args: ActivationObjectArgs, opts: pulumi.CustomResourceOptions) {
    const computed = {
      distinguishedName: undefined,
      partialProductKey: undefined,
      skuId: undefined,
      covers: undefined,
      installationId: undefined,
    };
    super("activation:index:ActivationObject", name, { ...args, ...computed }, opts);
  }
}

/** Arguments of the rights on the container of activation objects. */
export interface ActivationContainerRightsArgs {
  /** Name of the forest in the provider's arguments. */
  readonly forest: string;
  /** DOMAIN\name, user principal names or security identifiers. */
  readonly delegates: readonly string[];
}

/** The least rights that let principals manage the activation objects of a forest, and nothing else. */
export class ActivationContainerRights extends pulumi.CustomResource {
  /** Distinguished name of the container. */
  declare readonly container: pulumi.Output<string>;
  /** Security identifier of each delegate. */
  declare readonly principals: pulumi.Output<Readonly<Record<string, string>>>;
  /** Other rights on the container that somebody should look at. */
  declare readonly findings: pulumi.Output<readonly string[]>;

  constructor(name: string, args: ActivationContainerRightsArgs, opts: pulumi.CustomResourceOptions) {
    const computed = { container: undefined, principals: undefined, findings: undefined };
    super("activation:index:ActivationContainerRights", name, { ...args, ...computed }, opts);
  }
}

/** Arguments of a KMS host that exists and is set up, or only verified, over SSH. */
export interface KmsHostConfigurationArgs {
  /** Name of the host in the provider's arguments. */
  readonly host: string;
  readonly manage: "configure" | "verify";
  /** What the machine must call itself; by default its name is not compared. */
  readonly fqdn?: string | undefined;
  readonly port: number;
  /** The host publishes its own SRV records. */
  readonly publishing: boolean;
  /** Where it publishes; empty: in its home zone alone. */
  readonly publishList: readonly { readonly domain: string; readonly priority: number; readonly weight: number }[];
  /** Primary DNS suffix of the host. */
  readonly homeZone?: string | undefined;
  readonly activationMinutes: number;
  readonly renewalMinutes: number;
  readonly lowPriority: boolean;
  /** IPv4 prefixes that may ask the host. */
  readonly allowedNetworks: readonly string[];
  readonly keys: readonly { readonly name: string; readonly lastFive?: string | undefined }[];
  readonly activation: "online" | "phone" | "none";
  /** By the name of the key. */
  readonly confirmationIds?: Readonly<Record<string, string>> | undefined;
}

/** How a KMS host that exists is set up. */
export class KmsHostConfiguration extends pulumi.CustomResource {
  /** Hash of the script that ran. */
  declare readonly script: pulumi.Output<string>;
  /** Edition and build of Windows, as the host says. */
  declare readonly os: pulumi.Output<string>;
  /** Products with a key: last five characters, channel and licence status. */
  declare readonly products: pulumi.Output<readonly unknown[]>;
  /** Something listens on the port. */
  declare readonly listening: pulumi.Output<boolean | undefined>;
  /** What is not as declared; empty where all is. */
  declare readonly differences: pulumi.Output<readonly string[]>;
  /** Last five characters of the keys for which the program does not state them, by the name of the key. */
  declare readonly lastFive: pulumi.Output<Readonly<Record<string, string>>>;
  /** What the activation centre is told on the telephone, by the name of the key. */
  declare readonly installationIds: pulumi.Output<Readonly<Record<string, string>>>;

  constructor(name: string, args: KmsHostConfigurationArgs, opts: pulumi.CustomResourceOptions) {
    const computed = {
      script: undefined,
      os: undefined,
      products: undefined,
      listening: undefined,
      differences: undefined,
      lastFive: undefined,
      installationIds: undefined,
    };
    super("activation:index:KmsHostConfiguration", name, { ...args, ...computed }, opts);
  }
}
