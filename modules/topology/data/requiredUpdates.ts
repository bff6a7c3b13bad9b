import type { Source } from "./source.ts";

/** The least update that a KMS host needs to activate a newer Windows; later cumulative updates and rollups do as well. */
export interface RequiredUpdate {
  /** `KB5034765`. */
  readonly kb: string;
  /** Date of the update, YYYY-MM-DD or YYYY-MM, as far as the page gives one; null: it gives none. */
  readonly since: string | null;
}

/** One row: releases of products.ts on both sides. */
interface UpdateRow extends RequiredUpdate {
  readonly hosts: readonly string[];
  readonly clients: readonly string[];
}

/** Section "KMS host required updates". */
export const requiredUpdatesSource: Source = {
  url: "https://learn.microsoft.com/windows-server/get-started/kms-activation-planning",
  edition: "2024-11-12",
  retrieved: "2026-11-24",
};

/** What the page calls Windows 10 without saying which: the ones that were there when the update came. */
const windows10To2016 = ["windows-10", "windows-10-ltsb-2015", "windows-10-ltsb-2016"];

/**
 * The page's table. Where it gives two updates for one pair, the older one stands here, as it is the least; Windows 10
 * LTSC 2019 and 2021 go with the row that names Windows Server 2019, their sibling.
 */
const rows: readonly UpdateRow[] = [
  { hosts: ["windows-server-2022"], clients: ["windows-server-2025"], kb: "KB5034765", since: "2024-02-13" },
  { hosts: ["windows-server-2019"], clients: ["windows-server-2025"], kb: "KB5034768", since: "2024-02-13" },
  { hosts: ["windows-server-2019"], clients: ["windows-server-2022"], kb: "KB5003646", since: "2021-06-08" },
  { hosts: ["windows-server-2016"], clients: ["windows-server-2022"], kb: "KB5003638", since: "2021-06-08" },
  { hosts: ["windows-server-2016"], clients: ["windows-server-2019"], kb: "KB4478877", since: "2018-12-03" },
  {
    hosts: ["windows-server-2012-r2"],
    clients: ["windows-server-2019", "windows-10-ltsc-2019", "windows-10-ltsc-2021"],
    kb: "KB4467695",
    since: "2018-11-27",
  },
  {
    hosts: ["windows-server-2012-r2"],
    clients: ["windows-server-2016", ...windows10To2016],
    kb: "KB3172614",
    since: "2016-07",
  },
  {
    hosts: ["windows-server-2012"],
    clients: ["windows-server-2016", "windows-server-2012-r2", ...windows10To2016],
    kb: "KB3172615",
    since: "2016-07",
  },
  {
    hosts: ["windows-server-2008-r2"],
    clients: ["windows-server-2012-r2", "windows-server-2012", ...windows10To2016],
    kb: "KB3079821",
    since: null,
  },
  { hosts: ["windows-8.1"], clients: windows10To2016, kb: "KB3172614", since: "2016-07" },
  { hosts: ["windows-7"], clients: windows10To2016, kb: "KB3079821", since: null },
];

/**
 * The update that a KMS host of one release needs before it activates machines of another; undefined where the page
 * asks for none, which also holds for every pair that it does not speak of (Windows 11 among them).
 */
export function requiredUpdates(hostRelease: string, clientRelease: string): RequiredUpdate | undefined {
  const row = rows.find(({ hosts, clients }) => hosts.includes(hostRelease) && clients.includes(clientRelease));
  return row === undefined ? undefined : { kb: row.kb, since: row.since };
}
