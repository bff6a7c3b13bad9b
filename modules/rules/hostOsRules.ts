import { label } from "../plan/words.ts";
import { csvlkGroups, keyHostableOn } from "../topology/csvlk.ts";
import type { Csvlk, KmsHostFacts } from "../topology/model.ts";
import { productVersion } from "../topology/products.ts";
import type { EstateRule, Report, World } from "./rule.ts";

const planning = "https://learn.microsoft.com/windows-server/get-started/kms-activation-planning";

/** KMS-OS-01. */
export const keyFitsHost: EstateRule = {
  id: "KMS-OS-01",
  severity: "mandatory",
  over: "estate",
  summary: "Every KMS host key may be installed on the operating system of the hosts that carry it.",
  source: planning,
  reads: ["keys", "kmsHosts"],
  remedy: "Move the host to an operating system that the key allows, or give it an older key.",
  check: ({ facts }) =>
    facts.kmsHosts
      // Azure Edition takes no key at all: KMS-OS-04 says so.
      .filter(({ os }) => productVersion(os)?.azureEdition !== true)
      .flatMap((host) =>
        facts.keys
          .filter((key): key is Csvlk => key.type === "csvlk" && host.keys.includes(key.name))
          .filter((key) => !keyHostableOn(key.group, host.os))
          .map((key) => misplaced(host, key)),
      ),
};

function misplaced({ name, site, os }: KmsHostFacts, key: Csvlk): Report {
  const allowed = csvlkGroups.find(({ id }) => id === key.group)?.hostableOn ?? [];
  const message = `${name} at site ${site} runs ${label(os)}, and key ${key.name} of group ${key.group} may be installed on ${allowed.join(", ")} only; move the host to one of these, or give it a key that ${label(os)} may carry`;
  return { subject: `kmsHosts.${name}`, message };
}

/** KMS-OS-04. */
export const notAzureEdition: EstateRule = {
  id: "KMS-OS-04",
  severity: "mandatory",
  over: "estate",
  summary: "No KMS host runs Datacenter: Azure Edition.",
  source: planning,
  reads: ["kmsHosts", "kmsHost"],
  remedy: "Use Standard or Datacenter.",
  check: (world) =>
    [...azureEditions(world)].map(([host, what]) => ({
      subject: `kmsHosts.${host}`,
      message: `${host} ${what}, which cannot be a KMS host; use Standard or Datacenter`,
    })),
};

/** By host: what the file says wins over the image of the machine. */
function azureEditions({ facts, items }: World): ReadonlyMap<string, string> {
  const images = items.flatMap((item) =>
    item.kind === "kmsHost" && item.imageSku?.toLowerCase().includes("azure-edition") === true
      ? [[item.name, `is made from the image ${item.imageSku}`] as const]
      : [],
  );
  const declared = facts.kmsHosts
    .filter(({ os }) => productVersion(os)?.azureEdition === true)
    .map(({ name, site, os }) => [name, `at site ${site} runs ${label(os)}`] as const);
  return new Map([...images, ...declared]);
}
