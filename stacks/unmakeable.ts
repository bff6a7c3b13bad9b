import { imagedSystems } from "../modules/desired/images.ts";
import type { Item, KmsHost } from "../modules/desired/item.ts";
import { nameProblems } from "../modules/desired/names.ts";
import type { Facts, Topology } from "../modules/topology/model.ts";

/** What the file asks for and Azure cannot be given: a sentence each, with remedy. */
export function unmakeable({ facts, provisioning }: Topology, items: readonly Item[]): readonly string[] {
  const hosts = items.filter((item): item is KmsHost => item.kind === "kmsHost" && item.placement === "azure");
  const unlinked = provisioning.zones.filter(
    (zone) => zone.provider === "azurePrivate" && zone.make && provisioning.azure === null,
  );
  return [
    ...hosts.flatMap((host) => hostProblems(host, facts)),
    ...unlinked.map(
      ({ zone }) => `zones.${zone}: a zone that is made is linked to the network of the file; add \`azure\``,
    ),
  ];
}

function hostProblems(host: KmsHost, facts: Facts): readonly string[] {
  const declared = facts.kmsHosts.find((candidate) => candidate.name === host.name);
  if (declared === undefined) return [];
  const image =
    host.imageSku === null
      ? [`kmsHosts.${host.name}.os: there is no image for ${declared.os}; take one of ${imagedSystems.join(", ")}`]
      : [];
  return [...image, ...nameProblems(declared)];
}

/**
 * The default provider works in one subscription, and the file names it too: they must be the same.
 *
 * @param configured - `azure-native:subscriptionId`, or what the environment says; undefined: that of the sign-in.
 */
export function otherSubscription({ provisioning }: Topology, configured: string | undefined): readonly string[] {
  const { azure } = provisioning;
  if (azure === null || configured === undefined || configured === azure.subscription) return [];
  return [
    `azure.subscription: the file says ${azure.subscription}, the stack's configuration says ${configured}; make azure-native:subscriptionId the same`,
  ];
}

/** A warning where nobody says which subscription the default provider works in: the sign-in decides, and may be another. */
export function unsaidSubscription({ provisioning }: Topology, configured: string | undefined): readonly string[] {
  const { azure } = provisioning;
  if (azure === null || configured !== undefined) return [];
  return [
    `the sign-in to Azure decides the subscription, and the file says ${azure.subscription}; make sure with \`pulumi config set azure-native:subscriptionId ${azure.subscription}\``,
  ];
}
