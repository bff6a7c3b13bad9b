import type { KmsHostFacts } from "../topology/model.ts";

/**
 * Stable names of everything that we create on Azure: derived from names in the file and nothing else, so that a second
 * `up` finds what the first one made.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
 */

/** Name of the virtual machine of a host. */
export const vmName = (host: string): string => host;

/** Name of the security group in front of a host. */
export const securityGroupName = (host: string): string => `nsg-${host}`;

/** Name of the network interface of a host. */
export const networkInterfaceName = (host: string): string => `nic-${host}`;

/** Name of the identity of a host. */
export const identityName = (host: string): string => `id-${host}`;

/** Name of the link between a private zone and a network. */
export const networkLinkName = (network: string): string => `link-${network}`;

/** Tag that names the environment on everything that belongs to a KMS host. */
export const environmentTag = "activation-environment";

/** Tag that names the KMS host in the file; the policy pack and drift find hosts by it. */
export const kmsHostTag = "activation-kms-host";

/** Owner name of the SRV records of KMS in a domain, both absolute. */
export const srvName = (domain: string): string => `_vlmcs._tcp.${domain}`;

/** Computer name of a host: the first label of its name in DNS, so that the machine registers under the name that clients are sent to. */
export function computerName(fqdn: string): string {
  return fqdn.split(".", 1)[0] ?? "";
}

/** An owner name as Azure writes it, relative to its zone; both absolute. The zone's own name is `@`. */
export function relativeName(name: string, apex: string): string {
  return name === apex ? "@" : name.slice(0, -apex.length - 1);
}

/** A DNS name as Azure and Pulumi names want it: without final dot. */
export function withoutDot(name: string): string {
  return name.replace(/\.$/, "");
}

/** 64 characters at most; the identity allows no dot, so no name of the host may have one. */
const hostName = /^[A-Za-z0-9]([A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/;
const computerNamePattern = /^(?!\d+$)[A-Za-z0-9]([A-Za-z0-9-]{0,13}[A-Za-z0-9])?$/;

/** Why a host of the file cannot be made on Azure under its names: sentences with value and remedy; none where it can. */
export function nameProblems(host: KmsHostFacts): readonly string[] {
  const problems: string[] = [];
  if (!hostName.test(host.name))
    problems.push(
      `kmsHosts.${host.name}: the name of an Azure host has 1 to 64 letters, digits, - and _, with a letter or digit at each end; rename it`,
    );
  const computer = computerName(host.fqdn);
  if (!computerNamePattern.test(computer))
    problems.push(
      `kmsHosts.${host.name}.fqdn: "${computer}" cannot be a Windows computer name: 1 to 15 letters, digits and -, not digits alone; choose a shorter first label`,
    );
  return problems;
}
