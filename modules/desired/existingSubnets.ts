import type { Provisioning } from "../topology/provisioning.ts";

/** Azure hosts in a subnet that was there before us: its own security group and routes are not in what we declare. */
export function hostsInExistingSubnets({ azureHosts }: Provisioning): readonly string[] {
  return azureHosts.filter(({ place }) => place.network.make === null).map(({ host }) => host);
}
