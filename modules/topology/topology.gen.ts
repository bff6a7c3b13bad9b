// Generated from topology.schema.json by `npm run gen`; not edited by hand.
/**
 * A name of letters, digits and hyphens with at least one letter, at most 63 characters, no hyphen at either end.
 */
export type Name = string;
/**
 * Active Directory-based activation: prefer takes it wherever it can be had, allow puts KMS first at core and isolated sites, never rules it out.
 */
export type Adba = "prefer" | "allow" | "never";
/**
 * A text of at least one character that is not a space.
 */
export type Text = string;
/**
 * What the findings of the rule weigh.
 */
export type RuleSeverity = "mandatory" | "advisory" | "info" | "off";
/**
 * An id of an Azure subscription: a GUID such as 00000000-0000-0000-0000-000000000000.
 */
export type Subscription = string;
/**
 * An Azure region such as westeurope: lower-case letters and digits.
 */
export type Location = string;
/**
 * An Azure resource group that exists: 1 to 90 letters, digits and ( ) . _ -, no final dot.
 */
export type ResourceGroup = string;
/**
 * A name that Azure takes: 1 to 80 letters, digits and . _ -, a letter or digit first, none of . and - last.
 */
export type AzureName = string;
/**
 * An IPv4 prefix such as 10.10.0.0/16.
 */
export type Prefix = string;
/**
 * A volume licence key: type csvlk for a KMS host key, mak for a multiple activation key.
 */
export type Key = CsvlkKey | MakKey;
/**
 * A name of a secret in the key vault under azure.keyVault (letters, digits, hyphens), or the secret's full https:// address.
 */
export type VaultSecret = string;
/**
 * What the machines run: client, server or office. Office is counted apart from the Windows below it.
 */
export type Product = "client" | "server" | "office";
/**
 * A DNS name such as corp.example: labels of letters, digits, hyphens and underscores, with or without the final dot.
 */
export type DnsName = string;
/**
 * A full host name such as kms-1.corp.example: at least two labels of letters, digits and hyphens.
 */
export type HostName = string;
/**
 * A DNS zone: provider rfc2136 for dynamic updates, azurePrivate for Azure private DNS.
 */
export type Zone = Rfc2136Zone | AzurePrivateZone;
/**
 * A host name or IPv4 address, with a port if it is not 53: ns1.corp.example or ns1.corp.example:5353.
 */
export type Server = string;
/**
 * A whole number from 0 to 65535.
 */
export type Uint16 = number;
/**
 * Live SRV records of others that stay. Default: none.
 */
export type Keep = KeptRecordEntry[];
/**
 * A version of Windows, or of Office for the product office, such as windows-11-enterprise. Other usual names are understood too: win11-enterprise, Windows Server 2022 Standard.
 */
export type Os =
  | (
      | "windows-7-enterprise"
      | "windows-7-pro"
      | "windows-8.1-enterprise"
      | "windows-8.1-pro"
      | "windows-10-enterprise"
      | "windows-10-pro"
      | "windows-10-pro-workstations"
      | "windows-10-education"
      | "windows-10-ltsb-2015"
      | "windows-10-ltsb-2016"
      | "windows-10-ltsc-2019"
      | "windows-10-ltsc-2021"
      | "windows-11-enterprise"
      | "windows-11-pro"
      | "windows-11-pro-workstations"
      | "windows-11-education"
      | "windows-11-ltsc-2024"
      | "windows-server-2008-r2-standard"
      | "windows-server-2008-r2-datacenter"
      | "windows-server-2012-standard"
      | "windows-server-2012-datacenter"
      | "windows-server-2012-r2-standard"
      | "windows-server-2012-r2-datacenter"
      | "windows-server-2016-standard"
      | "windows-server-2016-datacenter"
      | "windows-server-2019-standard"
      | "windows-server-2019-datacenter"
      | "windows-server-2022-standard"
      | "windows-server-2022-datacenter"
      | "windows-server-2022-datacenter-azure-edition"
      | "windows-server-2025-standard"
      | "windows-server-2025-datacenter"
      | "windows-server-2025-datacenter-azure-edition"
      | "office-2013"
      | "office-2016"
      | "office-2019"
      | "office-2021"
      | "office-2024"
    )
  | string;
/**
 * A TCP port, 1 to 65535.
 */
export type Port = number;
/**
 * An IPv4 address such as 10.10.1.4.
 */
export type Ipv4 = string;
/**
 * A number of minutes, hours or days with m, h or d, such as 120m, 2h or 7d.
 */
export type Duration = string;
/**
 * Names of forests.
 *
 * @minItems 1
 */
export type ForestNames = DnsName[];
/**
 * A date of the form YYYY-MM-DD, the last day included.
 */
export type Date = string;
/**
 * The machines reach Microsoft over the internet. Default: true at core sites, else false; a cohort takes it from its site.
 */
export type Internet = boolean;
/**
 * Activation by telephone is possible. Default: true; a cohort takes it from its site.
 */
export type Phone = boolean;
/**
 * A Volume Activation Management Tool reaches the machines. Default: false; a cohort takes it from its site.
 */
export type Vamt = boolean;
/**
 * A number of days with a d, such as 30d, or never.
 */
export type Contact = string;
/**
 * A number of days with a d, such as 7d; at least 1d.
 */
export type Days = string;

/**
 * One environment: who has to be activated, by which hosts, keys, forests and zones.
 */
export interface TopologyFile {
  /**
   * Version of this format: 1.
   */
  version: 1;
  environment: Name;
  licensed?: Licensed;
  preferences?: Preferences;
  rows?: Rows;
  policy?: Policy;
  azure?: AzurePlace;
  /**
   * Volume licence keys by name. The keys themselves lie in a secret store; a product key in this file is refused.
   */
  keys?: {
    [k: string]: Key;
  };
  /**
   * Active Directory forests by the DNS name of their root domain.
   */
  forests?: {
    [k: string]: Forest;
  };
  /**
   * DNS zones by name. A record is declared in the longest zone that holds it.
   */
  zones?: {
    [k: string]: Zone;
  };
  /**
   * KMS hosts by name.
   */
  kmsHosts?: {
    [k: string]: KmsHost;
  };
  /**
   * Sites by name: places whose machines share networks, DNS suffixes and reach.
   */
  sites: {
    [k: string]: Site;
  };
  /**
   * Exceptions from rules: reasoned, owned, and with an end.
   */
  suppressions?: Suppression[];
}
/**
 * Licensed computers for each product (for office: computers with that Office). The cohorts have to add up to them. Default: not compared.
 */
export interface Licensed {
  /**
   * Licensed computers with a Windows client. Default: not compared.
   */
  client?: number;
  /**
   * Licensed computers with Windows Server. Default: not compared.
   */
  server?: number;
  /**
   * Licensed computers with Office. Default: not compared.
   */
  office?: number;
}
/**
 * What to take where more than one method would do. A site can set it again for itself.
 */
export interface Preferences {
  adba?: Adba;
}
/**
 * Order in which sites of a kind try the rows that choose a method (decisions.md), each row of the kind once; D00 to D05 come first in any case. Labs go by the order for isolated sites.
 */
export interface Rows {
  /**
   * Order at core sites. Default: D10, D11, D12, D13.
   *
   * Items: An id of a row for core sites.
   */
  core?: (("D10" | "D11" | "D12" | "D13") | Text)[];
  /**
   * Order at isolated sites and labs. Default: D19, D20, D21, D22, D23, D24.
   *
   * Items: An id of a row for isolated sites.
   */
  isolated?: (("D19" | "D20" | "D21" | "D22" | "D23" | "D24") | Text)[];
  /**
   * Order at branch sites. Default: D30, D31, D32, D33.
   *
   * Items: An id of a row for branch sites.
   */
  branch?: (("D30" | "D31" | "D32" | "D33") | Text)[];
  /**
   * Order at disconnected sites. Default: D40, D41, D42.
   *
   * Items: An id of a row for disconnected sites.
   */
  disconnected?: (("D40" | "D41" | "D42") | Text)[];
}
/**
 * How findings are judged.
 */
export interface Policy {
  /**
   * What it means when a mandatory rule cannot know: report says so and goes on, fail stops.
   */
  unknown?: "report" | "fail";
  /**
   * Settings of rules by their ids; `activation rules` lists them.
   */
  rules?: {
    "ADBA-05"?: Adba05Setting;
    "KMS-THR-04"?: KmsThr04Setting;
    "SUP-01"?: Sup01Setting;
    [k: string]: RuleSetting | Adba05Setting | KmsThr04Setting | Sup01Setting | undefined;
  };
}
/**
 * ADBA-05: how seldom machines may meet their forest.
 */
export interface Adba05Setting {
  severity?: RuleSeverity;
  reason?: Text;
  /**
   * Days between two contacts above which a cohort with ADBA is spoken of.
   */
  warnFrom?: number;
}
/**
 * KMS-THR-04: how narrowly a host may reach its threshold.
 */
export interface KmsThr04Setting {
  severity?: RuleSeverity;
  reason?: Text;
  /**
   * Machines that a host needs beyond its threshold, in percent of it.
   */
  margin?: number;
}
/**
 * SUP-01: how long before its end a suppression is spoken of.
 */
export interface Sup01Setting {
  severity?: RuleSeverity;
  reason?: Text;
  /**
   * Days before its end from which a suppression is spoken of.
   */
  notice?: number;
}
/**
 * What the file sets of one rule.
 */
export interface RuleSetting {
  severity?: RuleSeverity;
  reason?: Text;
}
/**
 * Where machines are made on Azure. A host can name another place.
 */
export interface AzurePlace {
  subscription: Subscription;
  location: Location;
  resourceGroup: ResourceGroup;
  network: Network;
  keyVault?: KeyVault;
}
/**
 * Virtual network and subnet of the machines. They exist, or are made where addressSpace and prefix are given.
 */
export interface Network {
  resourceGroup: ResourceGroup;
  name: AzureName;
  subnet: AzureName;
  addressSpace?: Prefix;
  prefix?: Prefix;
  /**
   * How a machine gets out, to activate its key once: nat, firewall, proxy, or none for activation by phone.
   */
  outbound: "nat" | "firewall" | "proxy" | "none";
}
/**
 * The key vault that holds the product keys.
 */
export interface KeyVault {
  resourceGroup: ResourceGroup;
  /**
   * A key vault's name: 3 to 24 letters, digits and hyphens, a letter first.
   */
  name: string;
}
export interface CsvlkKey {
  /**
   * A KMS host key, also used for activation objects.
   */
  type: "csvlk";
  /**
   * Product group of the key: decides which hosts may carry it and what it activates.
   */
  group:
    | "windows-server-2025"
    | "windows-server-2022"
    | "windows-server-2019"
    | "windows-server-2016"
    | "windows-10"
    | "office-2024"
    | "office-2021"
    | "office-2019"
    | "office-2016";
  secret?: KeySecret;
  /**
   * A key's last five characters, the only part that may be seen; hosts and activation objects are compared with them. Default: not stated.
   */
  lastFive?: string;
  /**
   * What is known of the key's use.
   */
  activations?: {
    /**
     * Hosts outside this file that use the key.
     */
    hosts?: number;
    /**
     * Hosts that the key allows.
     */
    limit?: number;
    /**
     * Activations that each host has used of the key, by name of the host: the first one and each time it was activated again.
     */
    used?: {
      /**
       * Activations used by the host.
       */
      [k: string]: number;
    };
  };
}
/**
 * A product key comes from a vault that the host itself can read, never from Pulumi configuration: write { vault: name }.
 */
export interface KeySecret {
  vault: VaultSecret;
}
export interface MakKey {
  /**
   * A multiple activation key.
   */
  type: "mak";
  product: Product;
  /**
   * Activations that are left.
   */
  remaining: number;
  secret?: KeySecret;
}
/**
 * An Active Directory forest.
 */
export interface Forest {
  /**
   * DNS names of the forest's domains; the root is always one of them. Default: the root alone.
   */
  domains?: DnsName[];
  /**
   * objectVersion of the schema: 56 is Server 2012, 88 is 2019 and 2022, 91 is 2025. Default: not stated.
   */
  schemaVersion?: number;
  /**
   * How the toolkit reads the directory: LDAP over TLS with a pinned certificate authority. Default: it does not.
   */
  connection?: {
    /**
     * Domain controllers to talk to, the first that answers. Default: the controllers of the sites with machines in this forest.
     *
     * @minItems 1
     */
    servers?: HostName[];
    bindAs: Text;
    password: Secret;
    ca: Text;
    reader?: Account;
    rightsAs?: Account;
    /**
     * Domain controllers from which the objects must be readable. Default: those of the sites with machines in this forest.
     */
    verifyFrom?: HostName[];
  };
  backupKey?: Secret;
  /**
   * Activation objects by display name. They serve the whole forest.
   */
  activationObjects?: {
    [k: string]: ActivationObject;
  };
  /**
   * Principals that may manage activation objects, as DOMAIN\name. Default: none.
   *
   * Items: A principal of the form DOMAIN\name.
   */
  delegates?: string[];
}
/**
 * Where a secret lies, not the secret itself. Exactly one of vault and config.
 */
export interface Secret {
  vault?: VaultSecret;
  /**
   * A name of a secret of this stack's configuration: letters and digits, starting with a letter.
   */
  config?: string;
}
/**
 * Somebody who logs on to the directory.
 */
export interface Account {
  bindAs: Text;
  password: Secret;
}
/**
 * An activation object.
 */
export interface ActivationObject {
  key: Name;
  /**
   * How it comes into being: online or phone (on the host runsOn), restore (from a sealed backup), existing (already there).
   */
  origin: "online" | "phone" | "restore" | "existing";
  runsOn?: Name;
  /**
   * A confirmation id as the activation centre gives it; for phone, once it is known.
   */
  confirmationId?: string;
  backup?: Text;
}
export interface Rfc2136Zone {
  /**
   * A zone that takes dynamic updates (RFC 2136).
   */
  provider: "rfc2136";
  server: Server;
  signing?: Signing;
  keep?: Keep;
}
/**
 * How updates are signed: exactly one of tsig and gssTsig. Default: anybody may write, and a rule objects.
 */
export interface Signing {
  /**
   * A shared key (TSIG).
   */
  tsig?: {
    keyName: DnsName;
    /**
     * Algorithm of the key.
     */
    algorithm?: "hmac-sha256" | "hmac-sha384" | "hmac-sha512";
    secret: Secret;
  };
  /**
   * A Kerberos account (GSS-TSIG), as Active Directory's secure updates want it: principal and keytab, or ticketCache.
   */
  gssTsig?: {
    /**
     * A Kerberos principal such as svc-activation@CORP.EXAMPLE.
     */
    principal?: string;
    keytab?: Secret;
    ticketCache?: Text;
  };
}
/**
 * A record of somebody else.
 */
export interface KeptRecordEntry {
  name: DnsName;
  target: HostName;
  port: Uint16;
  reason: Text;
}
export interface AzurePrivateZone {
  /**
   * An Azure private DNS zone.
   */
  provider: "azurePrivate";
  resourceGroup: ResourceGroup;
  /**
   * true makes the zone and its link to azure.network; otherwise it exists.
   */
  make?: boolean;
  keep?: Keep;
}
/**
 * A KMS host: exactly one of azure (a machine that is made) and existing (one that is there).
 */
export interface KmsHost {
  site: Name;
  fqdn: HostName;
  os: Os;
  /**
   * Names of the csvlk keys that the host carries.
   *
   * @minItems 1
   */
  keys: Name[];
  port?: Port;
  azure?: AzureHost;
  existing?: ExistingHost;
  records?: Records;
  /**
   * Updates that are installed, as far as they matter for newer clients. Default: not stated.
   *
   * Items: A number of an update such as KB5034765.
   */
  updates?: string[];
  /**
   * Versions of Office whose Volume License Pack is installed. Default: not stated.
   *
   * Items: Product group of the pack.
   */
  licensePacks?: ("office-2024" | "office-2021" | "office-2019" | "office-2016")[];
  /**
   * Times that the host hands out to its clients.
   */
  intervals?: {
    activation?: Duration;
    renewal?: Duration;
  };
  lowPriority?: Text;
}
/**
 * A virtual machine that is made. What it does not state of its place is taken from azure.
 */
export interface AzureHost {
  /**
   * A size of Azure virtual machines such as Standard_B2s_v2.
   */
  size: string;
  /**
   * Availability zone: 1, 2 or 3. Default: none.
   */
  availabilityZone?: 1 | 2 | 3;
  address: Ipv4;
  domain?: DnsName;
  subscription?: Subscription;
  location?: Location;
  resourceGroup?: ResourceGroup;
  network?: Network;
  keyVault?: KeyVault;
}
/**
 * A machine that is there already.
 */
export interface ExistingHost {
  address: Ipv4;
  /**
   * verify leaves the host alone and checks it, configure sets it up over SSH.
   */
  manage?: "verify" | "configure";
  /**
   * How a host that is set up activates its keys: online, by phone, or not at all.
   */
  activation?: "online" | "phone" | "none";
  /**
   * Confirmation ids that the activation centre gave, by the name of the key; for phone.
   */
  confirmationIds?: {
    /**
     * A confirmation id.
     */
    [k: string]: string;
  };
  /**
   * How the host is reached over SSH. Default: it is not.
   */
  ssh?: {
    user: Text;
    port?: Port;
    /**
     * A public key as `ssh-keyscan` prints it, without the name; no other is believed.
     */
    hostKey: string;
    identityFile?: Text;
  };
}
/**
 * SRV records of the host: _vlmcs._tcp in every suffix of every cohort that may use it, unless domains says otherwise.
 */
export interface Records {
  /**
   * Who publishes: the toolkit, the host itself by dynamic update, or none.
   */
  publishedBy?: "toolkit" | "host" | "none";
  /**
   * A record of this host that is there before the toolkit makes it: upsert takes it over and sets it right, adopt takes it over only where priority and weight agree, refuse leaves it and stops.
   */
  existing?: "upsert" | "adopt" | "refuse";
  priority?: Uint16;
  weight?: Uint16;
  /**
   * Seconds that a resolver may keep the record.
   */
  ttl?: number;
  /**
   * DNS domains to publish in. Default: the suffixes of all cohorts that may use the host.
   *
   * @minItems 1
   */
  domains?: DnsName[];
}
/**
 * A site and its machines.
 */
export interface Site {
  /**
   * core reaches everything central; isolated and lab reach only what is declared; branch is small and remote; disconnected is seldom in contact.
   */
  kind: "core" | "isolated" | "branch" | "disconnected" | "lab";
  /**
   * IPv4 prefixes of the machines. Default: none.
   */
  networks?: Prefix[];
  /**
   * DNS domains in which the machines look for _vlmcs._tcp. Default: none.
   */
  suffixes?: DnsName[];
  /**
   * Full names of the domain controllers that the machines use. Default: none.
   */
  domainControllers?: HostName[];
  /**
   * For labs: unactivated machines are covered by the licence agreement. Default: not stated.
   */
  withinAgreement?: boolean;
  reaches?: Reaches;
  /**
   * A firewall on the way that cannot be read; somebody vouches for it. Default: none.
   */
  firewall?: {
    external: Text;
    attestedBy: Text;
    until: Date;
  };
  preferences?: Preferences;
  internet?: Internet;
  phone?: Phone;
  vamt?: Vamt;
  /**
   * Groups of machines by name. Default: none.
   */
  cohorts?: {
    [k: string]: Cohort;
  };
}
/**
 * What the site reaches elsewhere: intent, confirmed by the firewall proof. Default: nothing; a core site: every host at a core site and every forest.
 */
export interface Reaches {
  /**
   * The word core for every KMS host at a core site, or { hosts: [names], over }.
   */
  kms?: "core" | KmsReach;
  /**
   * A forest whose domain controllers the site reaches, a list of them, or { forests, over }.
   */
  domain?: DnsName | ForestNames | DomainReach;
}
export interface KmsReach {
  /**
   * The word core, or a list of names of KMS hosts.
   */
  hosts: "core" | Name[];
  /**
   * What passes: tcp1688 and rpc; a host is reached only with both. Default: both.
   *
   * @minItems 1
   *
   * Items: tcp1688 or rpc.
   */
  over?: ("tcp1688" | "rpc")[];
}
export interface DomainReach {
  forests: ForestNames;
  /**
   * What passes: ldap and dns. Default: both.
   *
   * @minItems 1
   *
   * Items: ldap or dns.
   */
  over?: ("ldap" | "dns")[];
}
/**
 * Machines of one site that are alike in everything that decides how they are activated.
 */
export interface Cohort {
  product: Product;
  os: Os;
  /**
   * Machines; for office: machines with that Office.
   */
  count: number;
  /**
   * How they are licensed.
   */
  channel?: "volume" | "retail" | "oem";
  joined?: DnsName;
  /**
   * false leaves the machines unactivated; only in labs.
   */
  activate?: boolean;
  /**
   * Longest time between two contacts. Default: always in contact where a path exists; else, and at a disconnected site, never.
   */
  contact?: {
    domain?: Contact;
    kms?: Contact;
  };
  /**
   * VLActivationType as set on the machines.
   */
  activationType?: "any" | "ad" | "kms" | "token";
  internet?: Internet;
  phone?: Phone;
  vamt?: Vamt;
  /**
   * A method that is set by hand: it is validated instead of selected. Default: selected.
   */
  method?:
    | "adba"
    | "kms-central"
    | "kms-local"
    | "mak"
    | "none"
    | "retail"
    | "oem"
    | "token"
    | "avma"
    | "azure-kms"
    | "subscription";
  avma?: Avma;
  azureKms?: AzureKms;
  subscription?: SubscriptionActivation;
  token?: Token;
  /**
   * Names of the KMS hosts that the machines are set to use instead of asking DNS. Default: none.
   *
   * @minItems 1
   */
  pinnedTo?: Name[];
  /**
   * Different client machine ids among the machines; clones that were not generalized share one, and a host counts them once. Default: one for each machine.
   */
  clientIds?: number;
  rebuiltEvery?: Days;
  /**
   * The machines keep to the host that last answered; false: they look for one each time, so that priority and weight matter.
   */
  hostCaching?: boolean;
}
/**
 * Facts of Automatic Virtual Machine Activation; with method: avma. Default: not stated.
 */
export interface Avma {
  host: Os;
  /**
   * Every node of the cluster is itself activated.
   */
  allNodesActivated: boolean;
  /**
   * The integration service Data Exchange is on in the machines.
   */
  dataExchange: boolean;
}
/**
 * Facts of machines on Azure that ask Azure's own KMS; with method: azure-kms. Default: not stated.
 */
export interface AzureKms {
  /**
   * Azure cloud of the machines.
   */
  cloud?: "global" | "usgov" | "china";
  /**
   * The default route 0.0.0.0/0 leads elsewhere than to the internet.
   */
  forcedTunnel: boolean;
  /**
   * Routes to the addresses of Azure's KMS have the next hop Internet.
   */
  routeToInternet?: boolean;
}
/**
 * Facts of subscription activation, the step from Pro to Enterprise by a user's licence; with method: subscription. Default: not stated.
 */
export interface SubscriptionActivation {
  /**
   * How the machines are joined to Entra: entra alone, hybrid with Active Directory, or none.
   */
  join: "entra" | "hybrid" | "none";
  /**
   * The Windows Pro below is activated already.
   */
  baseActivated: boolean;
}
/**
 * Facts of token-based activation; with method: token. Default: not stated.
 */
export interface Token {
  /**
   * Microsoft has approved it for this organisation.
   */
  approved: boolean;
  pki: Text;
}
/**
 * An exception from one rule.
 */
export interface Suppression {
  /**
   * A rule's id such as KMS-CAP-01.
   */
  rule: string;
  subject: Text;
  reason: Text;
  owner: Text;
  until: Date;
}
