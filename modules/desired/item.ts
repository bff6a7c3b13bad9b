/**
 * The nouns of the product: what the plan derives, components declare, live readers read, rules check and drift
 * compares. DNS names are absolute and lower case; adapters cut what their system wants cut.
 */

/** One SRV record; a record of a set is owned alone (RFC 2136) or with its set (Azure private zones). */
export interface SrvRecord {
  readonly kind: "srv";
  /** Name of the zone in the file. */
  readonly zone: string;
  /** Owner name, absolute: `_vlmcs._tcp.corp.example.` */
  readonly name: string;
  /** Absolute. */
  readonly target: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
  /** Seconds. */
  readonly ttl: number;
  /** Name of the KMS host that it points to; null where no declared host has that name. */
  readonly host: string | null;
  /** True where the zone answers the internet. */
  readonly public: boolean;
}

/** The address record of a host in a zone of ours. */
export interface AddressRecord {
  readonly kind: "address";
  readonly zone: string;
  /** Owner name, absolute. */
  readonly name: string;
  readonly address: string;
  /** Seconds. */
  readonly ttl: number;
}

/** One rule of a security group, with singular and plural fields of the API merged. */
export interface FirewallRule {
  readonly name: string;
  /** 100-4096; lower wins. */
  readonly priority: number;
  readonly direction: "Inbound" | "Outbound";
  readonly access: "Allow" | "Deny";
  /** `Tcp`, `Udp`, `Icmp`, `Esp`, `Ah` or `*`. */
  readonly protocol: string;
  /** IPv4 prefixes, service tags or `*`. */
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  /** `*`, `n` or `a-b`. */
  readonly sourcePorts: readonly string[];
  readonly destinationPorts: readonly string[];
  /** Names of application security groups that the rule uses; they are not resolved here. */
  readonly groups: readonly string[];
}

/** The security group in front of one KMS host. */
export interface SecurityGroup {
  readonly kind: "securityGroup";
  readonly name: string;
  /** Name of the KMS host behind it; null where it is not one of ours. */
  readonly host: string | null;
  /** By direction, then priority. */
  readonly rules: readonly FirewallRule[];
}

/** A machine that holds a CSVLK and answers on TCP 1688. */
export interface KmsHost {
  readonly kind: "kmsHost";
  readonly name: string;
  /** Absolute. */
  readonly fqdn: string;
  readonly address: string;
  readonly port: number;
  readonly placement: "azure" | "existing";
  /** Marketplace image (`2025-datacenter-g2`); null where the machine is not made by us. */
  readonly imageSku: string | null;
  /** True where the machine has an address that the internet reaches. */
  readonly publicAddress: boolean;
}

/** An activation object of a forest. */
export interface ActivationObject {
  readonly kind: "activationObject";
  /** Name of the forest in the file. */
  readonly forest: string;
  /** displayName. */
  readonly name: string;
  /** Name of the key in the file; null where no declared object has that name. */
  readonly key: string | null;
  readonly origin: "online" | "phone" | "restore" | "existing" | null;
}

export type Item = SrvRecord | AddressRecord | SecurityGroup | KmsHost | ActivationObject;

/** Identity of an item, equal for the declared and the live one. */
export function keyOf(item: Item): string {
  switch (item.kind) {
    case "srv":
      return `srv ${item.name} ${item.target}:${item.port}`;
    case "address":
      return `address ${item.name}`;
    case "securityGroup":
      return `securityGroup ${item.name}`;
    case "kmsHost":
      return `kmsHost ${item.name}`;
    case "activationObject":
      return `activationObject ${item.forest}/${item.name.toLowerCase()}`;
    default:
      return assertNever(item);
  }
}

/** Makes a missing `case` a compile error, and a loud one at run time. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case ${JSON.stringify(value)}; add it to the switch`);
}
