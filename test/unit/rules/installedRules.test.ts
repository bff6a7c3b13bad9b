import { describe, expect, it } from "vitest";
import { licensePacksAreInstalled, updatesAreInstalled } from "../../../modules/rules/installedRules.ts";
import type { KmsHostFacts } from "../../../modules/topology/model.ts";
import { cohort, csvlk, kmsHost, mak, site, someFacts } from "../../helpers/facts.ts";
import { found, reports } from "../../helpers/world.ts";

describe("KMS-OS-05", () => {
  const servers = { product: "server", os: "windows-server-2025-datacenter", count: 20 } as const;
  const estate = (host: Partial<KmsHostFacts>, one: Parameters<typeof cohort>[0] = servers) =>
    someFacts({
      kmsHosts: [kmsHost({ os: "windows-server-2022-standard", ...host })],
      sites: [site({ cohorts: [cohort(one)] })],
    });

  it("is content with the update, and where none is needed", () => {
    expect(reports(updatesAreInstalled, estate({ updates: ["KB5034765"] }))).toEqual([]);
    expect(reports(updatesAreInstalled, estate({}, {}))).toEqual([]);
    expect(reports(updatesAreInstalled, estate({ os: "windows-server-2025-standard" }))).toEqual([]);
  });

  it("finds one that is missing among those that are stated", () => {
    expect(reports(updatesAreInstalled, estate({ updates: ["KB5000001"] }))).toEqual([
      {
        subject: "kmsHosts.kms-1",
        message:
          "kms-1 at site hq runs Windows Server 2022 Standard and needs KB5034765 of 2024-02-13, or a later cumulative update, for Windows Server 2025 Datacenter (desktops of hq), which is not among kmsHosts.kms-1.updates; install it and list it there",
      },
    ]);
  });

  it("does not know what nobody has stated", () => {
    const list = reports(updatesAreInstalled, estate({ updates: null }));
    expect(found(list)).toEqual(["unknown kmsHosts.kms-1"]);
    expect(list[0]?.message).toContain("whether it is there is not stated; list it as kmsHosts.kms-1.updates");
  });

  it("gives no date where the page gives none, and speaks once of each update", () => {
    const key = csvlk({ name: "windows-10", group: "windows-10" });
    const facts = someFacts({
      keys: [key],
      kmsHosts: [kmsHost({ os: "windows-7-pro", keys: ["windows-10"], updates: [] })],
      sites: [
        site({
          cohorts: [cohort({ os: "windows-10-pro" }), cohort({ name: "more", os: "windows-10-enterprise" })],
        }),
      ],
    });
    const [report, more] = reports(updatesAreInstalled, facts);
    expect(report?.message).toContain(
      "needs KB3079821, or a later cumulative update, for Windows 10 Pro and Windows 10 Enterprise (desktops of hq and more of hq)",
    );
    expect(more).toBeUndefined();
  });

  it("is silent about machines that do not ask", () => {
    expect(reports(updatesAreInstalled, estate({ updates: [] }, { ...servers, method: "mak" }))).toEqual([]);
  });
});

describe("KMS-OS-06", () => {
  const estate = (licensePacks: readonly string[] | null, keys = ["windows-2025", "office-2019"]) =>
    someFacts({
      keys: [csvlk(), csvlk({ name: "office-2019", group: "office-2019" }), mak()],
      kmsHosts: [kmsHost({ keys, licensePacks })],
    });

  it("is content with the pack, and with hosts for Windows alone", () => {
    expect(reports(licensePacksAreInstalled, estate(["office-2019"]))).toEqual([]);
    expect(reports(licensePacksAreInstalled, estate(null, ["windows-2025"]))).toEqual([]);
  });

  it("finds a pack of another version only", () => {
    expect(reports(licensePacksAreInstalled, estate(["office-2021"]))).toEqual([
      {
        subject: "kmsHosts.kms-1",
        message:
          "kms-1 at site hq has a key of office-2019, which Windows takes only with the Volume License Pack of that Office, and kmsHosts.kms-1.licensePacks does not list it; install the pack and list it there",
      },
    ]);
  });

  it("does not know what nobody has stated", () => {
    expect(found(reports(licensePacksAreInstalled, estate(null)))).toEqual(["unknown kmsHosts.kms-1"]);
  });
});
