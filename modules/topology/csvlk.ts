import { csvlkGroups } from "./data/keyGroups.ts";
import { productVersion } from "./products.ts";

export { csvlkGroups };

/** For each group, the releases that it activates and those that may carry it. */
const byId: ReadonlyMap<string, Readonly<Record<"activates" | "hostableOn", ReadonlySet<string>>>> = new Map(
  csvlkGroups.map(({ id, activates, hostableOn }) => [
    id,
    { activates: new Set(activates), hostableOn: new Set(hostableOn) },
  ]),
);

/** Whether a KMS host or activation object with a key of that group activates a version of products.ts. */
export function keyActivates(group: string, os: string): boolean {
  const release = productVersion(os)?.release;
  return release !== undefined && byId.get(group)?.activates.has(release) === true;
}

/**
 * Whether a key of that group may be installed on a host with that version of Windows. Never on Azure Edition.
 *
 * A host on a client Windows may carry an Office key and the `windows-10` key, which activates clients only.
 */
export function keyHostableOn(group: string, hostOs: string): boolean {
  const host = productVersion(hostOs);
  return host !== undefined && !host.azureEdition && byId.get(group)?.hostableOn.has(host.release) === true;
}
