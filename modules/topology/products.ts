import type { Product } from "./model.ts";

/** A version of Windows or Office that a cohort or a KMS host may run. */
export interface ProductVersion {
  /** As in the file: `windows-server-2025-datacenter`. */
  readonly id: string;
  readonly product: Product;
  /** What editions of one version share, and what csvlk.ts speaks of: `windows-server-2025`, `windows-10-ltsc-2021`. */
  readonly release: string;
  /**
   * Windows 8, Windows Server 2012, Office 2013 or later.
   *
   * @see https://learn.microsoft.com/windows/deployment/volume-activation/activate-using-active-directory-based-activation-client
   */
  readonly adbaCapable: boolean;
  /** Datacenter: Azure Edition, which Azure activates. */
  readonly azureEdition: boolean;
  readonly label: string;
}

/** Editions of one release; `""` is the release itself. */
type Row = readonly [release: string, label: string, editions: readonly string[]];

const editionLabels: Readonly<Record<string, string>> = {
  "": "",
  enterprise: " Enterprise",
  pro: " Pro",
  "pro-workstations": " Pro for Workstations",
  education: " Education",
  standard: " Standard",
  datacenter: " Datacenter",
  "datacenter-azure-edition": " Datacenter: Azure Edition",
};

const clients: readonly Row[] = [
  ["windows-7", "Windows 7", ["enterprise", "pro"]],
  ["windows-8.1", "Windows 8.1", ["enterprise", "pro"]],
  ["windows-10", "Windows 10", ["enterprise", "pro", "pro-workstations", "education"]],
  ["windows-10-ltsb-2015", "Windows 10 Enterprise LTSB 2015", [""]],
  ["windows-10-ltsb-2016", "Windows 10 Enterprise LTSB 2016", [""]],
  ["windows-10-ltsc-2019", "Windows 10 Enterprise LTSC 2019", [""]],
  ["windows-10-ltsc-2021", "Windows 10 Enterprise LTSC 2021", [""]],
  ["windows-11", "Windows 11", ["enterprise", "pro", "pro-workstations", "education"]],
  ["windows-11-ltsc-2024", "Windows 11 Enterprise LTSC 2024", [""]],
];

const servers: readonly Row[] = [
  ["windows-server-2008-r2", "Windows Server 2008 R2", ["standard", "datacenter"]],
  ["windows-server-2012", "Windows Server 2012", ["standard", "datacenter"]],
  ["windows-server-2012-r2", "Windows Server 2012 R2", ["standard", "datacenter"]],
  ["windows-server-2016", "Windows Server 2016", ["standard", "datacenter"]],
  ["windows-server-2019", "Windows Server 2019", ["standard", "datacenter"]],
  ["windows-server-2022", "Windows Server 2022", ["standard", "datacenter", "datacenter-azure-edition"]],
  ["windows-server-2025", "Windows Server 2025", ["standard", "datacenter", "datacenter-azure-edition"]],
];

const offices: readonly Row[] = [
  ["office-2013", "Office 2013", [""]],
  ["office-2016", "Office 2016", [""]],
  ["office-2019", "Office 2019", [""]],
  ["office-2021", "Office LTSC 2021", [""]],
  ["office-2024", "Office LTSC 2024", [""]],
];

const tooOldForAdba: ReadonlySet<string> = new Set(["windows-7", "windows-server-2008-r2"]);

const versionsOf = (product: Product, rows: readonly Row[]): ProductVersion[] =>
  rows.flatMap(([release, label, editions]) =>
    editions.map((edition) => ({
      id: edition === "" ? release : `${release}-${edition}`,
      product,
      release,
      adbaCapable: !tooOldForAdba.has(release),
      azureEdition: edition === "datacenter-azure-edition",
      label: `${label}${editionLabels[edition]}`,
    })),
  );

/** Every version that a file may name, in the order of the schema. */
export const productVersions: readonly ProductVersion[] = [
  ...versionsOf("client", clients),
  ...versionsOf("server", servers),
  ...versionsOf("office", offices),
];

const byId: ReadonlyMap<string, ProductVersion> = new Map(productVersions.map((version) => [version.id, version]));

/** The version with an id of the file. */
export function productVersion(id: string): ProductVersion | undefined {
  return byId.get(id);
}
