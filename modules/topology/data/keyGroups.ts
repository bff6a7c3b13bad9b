import type { Application } from "../model.ts";
import type { Source } from "./source.ts";

/** A product group of KMS host keys (CSVLK): where such a key may be installed and what it then activates. */
export interface CsvlkGroup {
  /** As in the file: `windows-server-2025`. */
  readonly id: string;
  readonly application: Application;
  /** Releases of products.ts. */
  readonly hostableOn: readonly string[];
  /** Releases of products.ts. */
  readonly activates: readonly string[];
  readonly source: Source;
}

const windows = {
  application: "windows",
  source: {
    url: "https://learn.microsoft.com/windows-server/get-started/kms-activation-planning",
    edition: "2024-11-12",
    retrieved: "2026-11-24",
  },
} as const;

const office = {
  application: "office",
  source: {
    url: "https://learn.microsoft.com/office/volume-license-activation/configure-a-kms-host-computer-for-office",
    edition: "2024-04-26",
    retrieved: "2026-11-24",
  },
} as const;

const ltsb10 = ["windows-10-ltsb-2015", "windows-10-ltsb-2016"];
const ltsc10 = ["windows-10-ltsc-2019", "windows-10-ltsc-2021"];
const before10 = ["windows-8.1", "windows-7"];
const serversTo2016 = [
  "windows-server-2016",
  "windows-server-2012-r2",
  "windows-server-2012",
  "windows-server-2008-r2",
];
const serversTo2019 = ["windows-server-2019", ...serversTo2016];
const serversTo2022 = ["windows-server-2022", ...serversTo2019];
const serversTo2025 = ["windows-server-2025", ...serversTo2022];

// "At least Windows 10" and "at least Windows Server 2022" of the Office page, spelled out.
const clients10 = ["windows-11", "windows-11-ltsc-2024", "windows-10", ...ltsb10, ...ltsc10];
const servers2022 = ["windows-server-2025", "windows-server-2022"];
const servers2016 = [...servers2022, "windows-server-2019", "windows-server-2016"];
const servers2012 = [...servers2016, "windows-server-2012-r2", "windows-server-2012"];

/**
 * The support matrix as documented. A group that Microsoft's current page does not list (Windows Server 2012 R2, a
 * Windows 11 client key) is left out rather than guessed.
 */
export const csvlkGroups: readonly CsvlkGroup[] = [
  {
    id: "windows-server-2025",
    ...windows,
    hostableOn: ["windows-server-2025", "windows-server-2022", "windows-server-2019"],
    activates: [
      ...serversTo2025,
      "windows-11-ltsc-2024",
      "windows-11",
      "windows-10",
      ...ltsc10,
      ...ltsb10,
      ...before10,
    ],
  },
  {
    id: "windows-server-2022",
    ...windows,
    hostableOn: ["windows-server-2022", "windows-server-2019", "windows-server-2016"],
    activates: [...serversTo2022, "windows-11", "windows-10", ...ltsc10, ...ltsb10, ...before10],
  },
  {
    id: "windows-server-2019",
    ...windows,
    hostableOn: ["windows-server-2019", "windows-server-2016", "windows-server-2012-r2"],
    activates: [...serversTo2019, "windows-10", ...ltsc10, ...ltsb10, ...before10],
  },
  {
    id: "windows-server-2016",
    ...windows,
    hostableOn: ["windows-server-2016", "windows-server-2012-r2", "windows-server-2012"],
    activates: [...serversTo2016, "windows-10", ...ltsb10, ...before10],
  },
  {
    id: "windows-10",
    ...windows,
    hostableOn: ["windows-10", ...ltsb10, ...ltsc10, ...before10],
    activates: ["windows-10", "windows-10-ltsb-2015", ...before10],
  },
  {
    id: "office-2024",
    ...office,
    hostableOn: [...servers2022, ...clients10],
    activates: ["office-2024"],
  },
  {
    id: "office-2021",
    ...office,
    hostableOn: [...servers2016, ...clients10],
    activates: ["office-2021"],
  },
  {
    id: "office-2019",
    ...office,
    hostableOn: [...servers2012, ...clients10, "windows-8.1"],
    activates: ["office-2019"],
  },
  {
    id: "office-2016",
    ...office,
    hostableOn: [...servers2012, "windows-server-2008-r2", ...clients10, ...before10],
    activates: ["office-2016"],
  },
];
