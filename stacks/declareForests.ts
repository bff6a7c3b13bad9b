import type * as pulumi from "@pulumi/pulumi";
import type { ActivationObject as ActivationObjectItem } from "../modules/desired/item.ts";
import { computerName } from "../modules/desired/names.ts";
import { holdsShared } from "../modules/desired/scope.ts";
import { isActivationObject } from "../modules/desired/selection.ts";
import { ActivationContainerRights, ActivationObject } from "../modules/provider/resources.ts";
import type { ActivationObjectFacts, Topology } from "../modules/topology/model.ts";
import { acknowledged, type Own } from "./own.ts";
import type { StackContent } from "./stackContent.ts";

/** Declares the rights on the containers and the activation objects. `machines`: those of this stack, by host. */
export function declareForests(content: StackContent, own: Own, machines: ReadonlyMap<string, pulumi.Resource>): void {
  const rights = declareRights(content, own);
  for (const object of content.items.filter(isActivationObject)) {
    const { facts } = content.topology;
    const declared = facts.forests
      .find(({ name }) => name === object.forest)
      ?.activationObjects.find(({ name }) => name === object.name);
    // An account needs its rights first, and a machine that activates the forest has to be there.
    const after = [rights.get(object.forest), machines.get(declared?.runsOn ?? "")];
    declareObject(
      content.topology,
      { object, declared },
      own,
      after.filter((resource) => resource !== undefined),
    );
  }
}

/** The rights of each forest that names delegates and somebody who may grant. */
function declareRights(
  { topology, scope, leaveOut }: StackContent,
  { provider }: Own,
): ReadonlyMap<string, ActivationContainerRights> {
  const { facts, provisioning } = topology;
  if (!holdsShared(facts, scope) || leaveOut.includes("activeDirectory")) return new Map();
  const declared = new Map<string, ActivationContainerRights>();
  for (const { name: forest, delegates } of facts.forests) {
    const connection = provisioning.forests.find((candidate) => candidate.forest === forest);
    if (delegates.length === 0 || connection === undefined || connection.rightsAs === null) continue; // by hand
    declared.set(forest, new ActivationContainerRights(forest, { forest, delegates }, { provider }));
  }
  return declared;
}

function declareObject(
  { facts, provisioning }: Topology,
  { object, declared }: { readonly object: ActivationObjectItem; readonly declared: ActivationObjectFacts | undefined },
  own: Own,
  after: pulumi.Resource[],
): void {
  const { forest, name, origin } = object;
  if (origin === null) return; // none that the file declares
  const key = facts.keys.find((candidate) => candidate.name === declared?.key);
  const runner = facts.kmsHosts.find((host) => host.name === declared?.runsOn);
  const source = provisioning.objects.find((candidate) => candidate.forest === forest && candidate.name === name);
  const readableFrom = provisioning.forests.find((connection) => connection.forest === forest)?.verifyFrom ?? [];
  const { provider, acknowledge } = own;
  new ActivationObject(
    `${forest}/${name}`,
    {
      forest,
      name,
      origin,
      readableFrom,
      ...(key?.type === "csvlk" && { group: key.group, ...(key.lastFive !== null && { lastFive: key.lastFive }) }),
      // Run commands of Azure work as System, so that the computer's own account is what the directory sees.
      ...(runner?.placement === "azure" && { runsAs: `${computerName(runner.fqdn).toUpperCase()}$` }),
      ...(typeof source?.confirmationId === "string" && { confirmationId: source.confirmationId }),
      ...acknowledged(own),
    },
    { provider, protect: acknowledge === null, dependsOn: after },
  );
}
