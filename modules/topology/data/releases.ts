import type { Product } from "../model.ts";
import type { Source } from "./source.ts";

/** A release of Windows or Office: what its editions share, and what keys and updates speak of. */
export interface Release {
  readonly id: string;
  readonly product: Product;
  readonly label: string;
  /** Editions by their ids below; `""`: the release is not told apart by edition. */
  readonly editions: readonly string[];
  /** Other usual names, in the form of `nameForm` (products.ts); each stands for the release before an edition too. */
  readonly aliases: readonly string[];
}

/** Pages that name the versions and editions below. */
export const releaseSources: readonly Source[] = [
  {
    url: "https://learn.microsoft.com/windows-server/get-started/kms-activation-planning",
    edition: "2024-11-12",
    retrieved: "2026-11-24",
  },
  {
    url: "https://learn.microsoft.com/office/volume-license-activation/configure-a-kms-host-computer-for-office",
    edition: "2024-04-26",
    retrieved: "2026-11-24",
  },
];

/** An edition, as it follows the name of its release. */
export interface Edition {
  readonly label: string;
  /** Other usual names, as above. */
  readonly aliases: readonly string[];
}

/** Editions by id. */
export const editions: Readonly<Record<string, Edition>> = {
  "": { label: "", aliases: [] },
  enterprise: { label: " Enterprise", aliases: ["ent"] },
  pro: { label: " Pro", aliases: ["professional"] },
  "pro-workstations": {
    label: " Pro for Workstations",
    aliases: ["pro-for-workstations", "professional-for-workstations"],
  },
  education: { label: " Education", aliases: ["edu"] },
  standard: { label: " Standard", aliases: ["std"] },
  datacenter: { label: " Datacenter", aliases: ["datacentre"] },
  "datacenter-azure-edition": { label: " Datacenter: Azure Edition", aliases: ["azure-edition"] },
};

const windows = ["enterprise", "pro"];
const modernWindows = ["enterprise", "pro", "pro-workstations", "education"];
const server = ["standard", "datacenter"];
const azureServer = [...server, "datacenter-azure-edition"];
const whole = [""];

const client = (id: string, label: string, names: Pick<Release, "editions" | "aliases">): Release => ({
  id,
  product: "client",
  label,
  ...names,
});

const serverOf = (version: string, names: Pick<Release, "editions" | "aliases">): Release => ({
  id: `windows-server-${version}`,
  product: "server",
  label: `Windows Server ${version.replace("-r2", " R2")}`,
  ...names,
});

const office = (version: string, label: string, aliases: readonly string[]): Release => ({
  id: `office-${version}`,
  product: "office",
  label,
  editions: whole,
  aliases: [...aliases, `office-professional-plus-${version}`, `office-standard-${version}`],
});

/** Every release, in the order in which the schema offers them. */
export const releases: readonly Release[] = [
  client("windows-7", "Windows 7", { editions: windows, aliases: ["win7"] }),
  client("windows-8.1", "Windows 8.1", { editions: windows, aliases: ["win8.1", "win81"] }),
  client("windows-10", "Windows 10", { editions: modernWindows, aliases: ["win10"] }),
  client("windows-10-ltsb-2015", "Windows 10 Enterprise LTSB 2015", {
    editions: whole,
    aliases: ["win10-ltsb-2015", "windows-10-enterprise-ltsb-2015", "windows-10-enterprise-2015-ltsb"],
  }),
  client("windows-10-ltsb-2016", "Windows 10 Enterprise LTSB 2016", {
    editions: whole,
    aliases: ["win10-ltsb-2016", "windows-10-enterprise-ltsb-2016", "windows-10-enterprise-2016-ltsb"],
  }),
  client("windows-10-ltsc-2019", "Windows 10 Enterprise LTSC 2019", {
    editions: whole,
    aliases: ["win10-ltsc-2019", "windows-10-enterprise-ltsc-2019"],
  }),
  client("windows-10-ltsc-2021", "Windows 10 Enterprise LTSC 2021", {
    editions: whole,
    aliases: ["win10-ltsc-2021", "windows-10-enterprise-ltsc-2021"],
  }),
  client("windows-11", "Windows 11", { editions: modernWindows, aliases: ["win11"] }),
  client("windows-11-ltsc-2024", "Windows 11 Enterprise LTSC 2024", {
    editions: whole,
    aliases: ["win11-ltsc-2024", "windows-11-enterprise-ltsc-2024"],
  }),
  serverOf("2008-r2", { editions: server, aliases: ["server-2008-r2", "server-2008r2", "windows-server-2008r2"] }),
  serverOf("2012", { editions: server, aliases: ["server-2012", "win2012"] }),
  serverOf("2012-r2", { editions: server, aliases: ["server-2012-r2", "server-2012r2", "windows-server-2012r2"] }),
  serverOf("2016", { editions: server, aliases: ["server-2016", "win2016"] }),
  serverOf("2019", { editions: server, aliases: ["server-2019", "win2019"] }),
  serverOf("2022", { editions: azureServer, aliases: ["server-2022", "win2022"] }),
  serverOf("2025", { editions: azureServer, aliases: ["server-2025", "win2025"] }),
  office("2013", "Office 2013", []),
  office("2016", "Office 2016", []),
  office("2019", "Office 2019", []),
  office("2021", "Office LTSC 2021", [
    "office-ltsc-2021",
    "office-ltsc-professional-plus-2021",
    "office-ltsc-standard-2021",
  ]),
  office("2024", "Office LTSC 2024", [
    "office-ltsc-2024",
    "office-ltsc-professional-plus-2024",
    "office-ltsc-standard-2024",
  ]),
];

/**
 * Releases that are too old for Active Directory-based activation: before Windows 8, Windows Server 2012, Office 2013.
 *
 * @see https://learn.microsoft.com/windows/deployment/volume-activation/activate-using-active-directory-based-activation-client
 */
export const tooOldForAdba: ReadonlySet<string> = new Set(["windows-7", "windows-server-2008-r2"]);
