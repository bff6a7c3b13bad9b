import { holdsShared, hostsInScope } from "../modules/desired/scope.ts";
import type { Topology } from "../modules/topology/model.ts";

/** What the file asks for and this version does not do: a line for each kind, naming hosts and what is left to do by hand. */
export function leftToDo({ facts, provisioning }: Topology, scope: readonly string[]): readonly string[] {
  const hosts = hostsInScope(facts, scope);
  const made = hosts.filter((host) => host.placement === "azure");
  const domains = new Map(provisioning.azureHosts.map(({ host, domain }) => [host, domain]));
  const joining = made.flatMap(({ name }) => (domains.get(name) ? [`${name} (${domains.get(name)})`] : []));
  const keyed = made.filter((host) => host.keys.length > 0).map(({ name, keys }) => `${name} (${keys.join(", ")})`);
  return [
    ...line("join these machines to their domain by hand; this version makes them and does not join them", joining),
    ...line("install and activate these KMS host keys by hand; this version installs none", keyed),
    ...line(
      "give these principals their rights on the activation objects by hand (docs/container-rights.md), or name rightsAs, which may grant them",
      delegates({ facts, provisioning }, scope),
    ),
  ];
}

function delegates({ facts, provisioning }: Topology, scope: readonly string[]): readonly string[] {
  if (!holdsShared(facts, scope)) return [];
  const granted = provisioning.forests.flatMap(({ forest, rightsAs }) => (rightsAs === null ? [] : [forest]));
  const byHand = facts.forests.filter(({ name }) => !granted.includes(name));
  return byHand.flatMap((forest) => forest.delegates.map((principal) => `${principal} (${forest.name})`));
}

function line(what: string, whom: readonly string[]): readonly string[] {
  return whom.length === 0 ? [] : [`${what}: ${whom.join(", ")}`];
}
