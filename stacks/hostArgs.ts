import type { HostArgs } from "../modules/provider/providerArgs.ts";
import type { Topology } from "../modules/topology/model.ts";
import type { From } from "./secretSource.ts";

/** What the provider needs to reach the existing hosts that can be reached over SSH, by their names. */
export function hostArgs({ facts, provisioning }: Topology, { source }: From): Readonly<Record<string, HostArgs>> {
  const reached = provisioning.existingHosts.flatMap(({ host, ssh }) => {
    const of = facts.kmsHosts.find(({ name }) => name === host);
    if (ssh === null || of === undefined) return [];
    const { identityFile, ...how } = ssh;
    const identity = identityFile === null ? {} : { identityFile: source.pathOf(identityFile) };
    return [[host, { address: of.address, ...how, ...identity, keys: vaultAddresses(provisioning, of.keys) }] as const];
  });
  return Object.fromEntries(reached);
}

/** Where each key lies; a key without a secret is one that nobody has to fetch. */
function vaultAddresses(
  { azure, keySecrets }: Topology["provisioning"],
  keys: readonly string[],
): Readonly<Record<string, string>> {
  const vault = azure?.keyVault?.name;
  return Object.fromEntries(
    keys.flatMap((key) => {
      const reference = keySecrets[key];
      if (reference === undefined || !("vault" in reference)) return [];
      const { vault: name } = reference;
      if (name.startsWith("https://")) return [[key, name]];
      return vault === undefined ? [] : [[key, `https://${vault}.vault.azure.net/secrets/${name}`]];
    }),
  );
}
