import type { KmsHost } from "../desired/item.ts";
import { kmsHostTag } from "../desired/names.ts";
import type { Facts } from "../topology/model.ts";
import {
  inputProperty,
  optionalText,
  property,
  readEach,
  record,
  records,
  type StackResource,
  tag,
  text,
  type Unreadable,
} from "./stackResource.ts";

/** Port of a KMS host that nobody set otherwise: https://learn.microsoft.com/windows-server/get-started/kms-create-host */
const defaultPort = 1688;

interface Interface {
  readonly host: string;
  readonly address: string;
  readonly isPublic: boolean;
}

/**
 * The KMS hosts among the virtual machines of a stack: those with our tag.
 *
 * Machine and network interface are put together by that tag, not by ids, which a preview does not know. Name in DNS and
 * port are the file's; a host that the file does not have is known by its computer name and the default port.
 */
export function azureHostItems(
  machines: readonly StackResource[],
  interfaces: readonly StackResource[],
  facts: Facts | undefined,
): { readonly items: readonly KmsHost[]; readonly unreadable: readonly Unreadable[] } {
  const unreadable: Unreadable[] = [];
  const nics = readEach(interfaces, unreadable, interfaceOf);
  const items = readEach(machines, unreadable, (machine) => {
    const host = tag(machine.properties, kmsHostTag);
    return host === undefined ? [] : [hostItem(host, { machine, nics, facts })];
  });
  return { items, unreadable };
}

function interfaceOf({ properties }: StackResource): readonly Interface[] {
  const host = tag(properties, kmsHostTag);
  if (host === undefined) return [];
  return records(property(properties, "ipConfigurations"), "ipConfigurations").map((configuration) => ({
    host,
    address: text(configuration.privateIPAddress, "privateIPAddress"),
    isPublic: record(configuration.publicIPAddress, "publicIPAddress") !== undefined,
  }));
}

function hostItem(
  name: string,
  { machine, nics, facts }: { machine: StackResource; nics: readonly Interface[]; facts: Facts | undefined },
): KmsHost {
  const { properties } = machine;
  const own = nics.filter(({ host }) => host === name);
  const declared = facts?.kmsHosts.find((host) => host.name === name);
  const image = record(
    record(property(properties, "storageProfile"), "storageProfile")?.imageReference,
    "imageReference",
  );
  return {
    kind: "kmsHost",
    name,
    fqdn: declared?.fqdn ?? `${computerNameOf(properties)}.`,
    address: text(own[0]?.address, `the address of a network interface with the tag ${kmsHostTag}: ${name}`),
    port: declared?.port ?? defaultPort,
    placement: "azure",
    imageSku: optionalText(image?.sku, "sku") ?? null,
    publicAddress: own.some(({ isPublic }) => isPublic),
  };
}

function computerNameOf(properties: StackResource["properties"]): string {
  const profile = record(inputProperty(properties, "osProfile"), "osProfile");
  return text(profile?.computerName, "osProfile.computerName").toLowerCase();
}
