import { describe, expect, it } from "vitest";
import { avmaKeys, avmaKeysSource } from "../../../modules/topology/data/avmaKeys.ts";
import { officeKeys, officeKeysSource } from "../../../modules/topology/data/officeKeys.ts";
import { editions, releaseSources, releases } from "../../../modules/topology/data/releases.ts";
import { requiredUpdates, requiredUpdatesSource } from "../../../modules/topology/data/requiredUpdates.ts";
import { windowsKeys, windowsKeysSource } from "../../../modules/topology/data/windowsKeys.ts";
import { productVersions } from "../../../modules/topology/products.ts";
import { productsOfKey, publicKeys } from "../../../modules/topology/publicKeys.ts";
import { madeUpKey } from "./parsing.ts";

describe("tables of facts", () => {
  it.each([
    ["keys of Windows", windowsKeysSource],
    ["keys of Office", officeKeysSource],
    ["keys of virtual machines", avmaKeysSource],
    ["required updates", requiredUpdatesSource],
    ...releaseSources.map((source): [string, typeof source] => ["versions", source]),
  ])("say where and when they were read: %s", (_, { url, edition, retrieved }) => {
    expect(url).toMatch(/^https:\/\/learn\.microsoft\.com\//);
    expect(retrieved).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(edition ?? "0000-00-00").toMatch(/^\d{4}-\d\d-\d\d$/);
    expect((edition ?? "") <= retrieved).toBe(true);
  });

  it("name each release once, with editions that have a label", () => {
    expect(new Set(releases.map(({ id }) => id)).size).toBe(releases.length);
    for (const { editions: ids } of releases) expect(ids.filter((id) => editions[id] === undefined)).toEqual([]);
  });
});

// https://learn.microsoft.com/windows-server/get-started/kms-client-activation-keys, edition of 2024-10-01
describe("public keys", () => {
  it.each([
    ["TVRH6-WHNXV-R9WG3-9XRFY-MY832", ["windows-server-2025-standard"]],
    ["NTBV8-9K7Q8-V27C6-M2BTV-KHMXV", ["windows-server-2022-datacenter-azure-edition"]],
    ["NPPR9-FWDCX-D2C8J-H872K-2YT43", ["windows-11-enterprise", "windows-10-enterprise"]],
    ["NRG8B-VKK3Q-CXVCJ-9G2XF-6Q84J", ["windows-11-pro-workstations", "windows-10-pro-workstations"]],
    ["M7XTQ-FN8P6-TTKYV-9D4CC-J462D", ["windows-11-ltsc-2024", "windows-10-ltsc-2021", "windows-10-ltsc-2019"]],
    ["DCPHK-NFMTC-H88MJ-PFHPY-QJ4BJ", ["windows-10-ltsb-2016"]],
    ["YC6KT-GKW9T-YTKYR-T4X34-R7VHC", ["windows-server-2008-r2-standard"]],
    ["nmmkj-6rk4f-kmjvx-8d9mj-6mwkp", ["office-2019"]],
    ["KDX7X-BNVR8-TXXGX-4Q7Y8-78VT3", ["office-2021"]],
    ["W3GNR-8DDXR-2TFRP-H8P33-DV9BG", ["windows-server-2022-datacenter"]],
  ])("%s belongs to %j", (key, products) => {
    expect(productsOfKey(key)).toEqual(products);
  });

  it.each([
    ["an edition that no file can name", "WVDHN-86M7X-466P6-VHXV7-YY726"],
    ["Windows Vista", "VKK3X-68KWM-X2YGT-QR4M6-4BWMV"],
  ])("of %s belong to no version", (_, key) => {
    expect([publicKeys.has(key), productsOfKey(key)]).toEqual([true, []]);
  });

  it("are no others", () => {
    expect([publicKeys.has(madeUpKey()), productsOfKey(madeUpKey())]).toEqual([false, []]);
  });

  it("stand in one table once, each with its editions", () => {
    const rows = [...windowsKeys, ...officeKeys, ...avmaKeys];
    expect(publicKeys.size).toBe(rows.length);
    for (const [, ...names] of rows) expect(names.length).toBeGreaterThan(0);
  });

  it("are known for every version of which Microsoft's pages, as they were read, list one", () => {
    const covered = new Set([...publicKeys].flatMap(productsOfKey));
    expect(productVersions.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([
      "office-2013",
      "office-2024",
    ]);
  });
});

// https://learn.microsoft.com/windows-server/get-started/kms-activation-planning, edition of 2024-11-12
describe("updates that a KMS host needs", () => {
  it.each([
    ["windows-server-2022", "windows-server-2025", "KB5034765", "2024-02-13"],
    ["windows-server-2019", "windows-server-2025", "KB5034768", "2024-02-13"],
    ["windows-server-2019", "windows-server-2022", "KB5003646", "2021-06-08"],
    ["windows-server-2016", "windows-server-2022", "KB5003638", "2021-06-08"],
    ["windows-server-2016", "windows-server-2019", "KB4478877", "2018-12-03"],
    ["windows-server-2012-r2", "windows-server-2019", "KB4467695", "2018-11-27"],
    ["windows-server-2012-r2", "windows-10-ltsc-2021", "KB4467695", "2018-11-27"],
    ["windows-server-2012-r2", "windows-server-2016", "KB3172614", "2016-07"],
    ["windows-server-2012-r2", "windows-10", "KB3172614", "2016-07"],
    ["windows-server-2012", "windows-server-2012-r2", "KB3172615", "2016-07"],
    ["windows-server-2008-r2", "windows-10", "KB3079821", null],
    ["windows-8.1", "windows-10", "KB3172614", "2016-07"],
    ["windows-7", "windows-10-ltsb-2015", "KB3079821", null],
  ])("on %s for %s: %s", (host, client, kb, since) => {
    expect(requiredUpdates(host, client)).toEqual({ kb, since });
  });

  it.each([
    ["windows-server-2025", "windows-server-2025"],
    ["windows-server-2025", "windows-server-2022"],
    ["windows-server-2022", "windows-server-2022"],
    ["windows-server-2022", "windows-11"],
    ["windows-server-2016", "windows-server-2025"],
    ["windows-server-1999", "windows-10"],
  ])("are none on %s for %s", (host, client) => {
    expect(requiredUpdates(host, client)).toBeUndefined();
  });

  it("speak of releases only", () => {
    const known = new Set(releases.map(({ id }) => id));
    const pairs = [...known].flatMap((host) => [...known].map((client) => [host, client] as const));
    expect(pairs.filter(([host, client]) => requiredUpdates(host, client) !== undefined)).toHaveLength(28);
  });
});
