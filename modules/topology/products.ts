import { type Edition, editions, releases, tooOldForAdba } from "./data/releases.ts";
import type { Product } from "./model.ts";

/** A version of Windows or Office that a cohort or a KMS host may run. */
export interface ProductVersion {
  /** `windows-server-2025-datacenter`. */
  readonly id: string;
  readonly product: Product;
  /** What editions of one version share, and what csvlk.ts speaks of: `windows-server-2025`, `windows-10-ltsc-2021`. */
  readonly release: string;
  /** Windows 8, Windows Server 2012, Office 2013 or later. */
  readonly adbaCapable: boolean;
  /** Datacenter: Azure Edition, which Azure activates. */
  readonly azureEdition: boolean;
  readonly label: string;
}

const joined = (release: string, edition: string): string => (edition === "" ? release : `${release}-${edition}`);

const editionOf = (id: string): Edition => editions[id] ?? { label: ` ${id}`, aliases: [] };

/** Every version that a file may name, in the order of the schema. */
export const productVersions: readonly ProductVersion[] = releases.flatMap((release) =>
  release.editions.map((edition) => ({
    id: joined(release.id, edition),
    product: release.product,
    release: release.id,
    adbaCapable: !tooOldForAdba.has(release.id),
    azureEdition: edition === "datacenter-azure-edition",
    label: `${release.label}${editionOf(edition).label}`,
  })),
);

/** Other usual names of the versions, in their normal form, with the id that each stands for. */
export const versionAliases: ReadonlyMap<string, string> = new Map(
  releases.flatMap((release) =>
    release.editions.flatMap((edition) => {
      const id = joined(release.id, edition);
      const names = [release.id, ...release.aliases].flatMap((name) =>
        [edition, ...editionOf(edition).aliases].map((part) => joined(name, part)),
      );
      return names.filter((name) => name !== id).map((name): [string, string] => [name, id]);
    }),
  ),
);

const byId: ReadonlyMap<string, ProductVersion> = new Map(productVersions.map((version) => [version.id, version]));

/** The version with an id. */
export function productVersion(id: string): ProductVersion | undefined {
  return byId.get(id);
}

/** The version that a name stands for: its id, its label as Windows shows it, or another usual name, in either case. */
export function versionNamed(name: string): ProductVersion | undefined {
  const version = byId.get(name);
  if (version !== undefined) return version;
  const form = nameForm(name);
  return byId.get(versionAliases.get(form) ?? form);
}

/** The id of the version that a name of a checked file stands for. */
export function versionId(name: string): string {
  const version = versionNamed(name);
  if (version === undefined) throw new Error(`the version ${JSON.stringify(name)} passed the checks`);
  return version.id;
}

/** A name as ids are written: `Microsoft Windows Server 2022 Datacenter: Azure Edition` is the id of that version. */
export function nameForm(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[\s_:-]+/g, "-")
    .replace(/^microsoft-/, "");
}
