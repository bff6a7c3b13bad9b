import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { csvlkGroups, keyActivates, keyHostableOn } from "../../../modules/topology/csvlk.ts";
import {
  productVersion,
  productVersions,
  versionAliases,
  versionId,
  versionNamed,
} from "../../../modules/topology/products.ts";

const schema = JSON.parse(
  readFileSync(new URL("../../../modules/topology/topology.schema.json", import.meta.url), "utf8"),
);

describe("the versions of Windows and Office", () => {
  it("are the ones that the schema offers, in its order", () => {
    expect(productVersions.map((version) => version.id)).toEqual(schema.$defs.os.anyOf[0].enum);
  });

  it.each([
    [
      "windows-11-enterprise",
      { product: "client", release: "windows-11", adbaCapable: true, label: "Windows 11 Enterprise" },
    ],
    ["windows-10-ltsc-2021", { product: "client", release: "windows-10-ltsc-2021", adbaCapable: true }],
    ["windows-8.1-pro", { adbaCapable: true }],
    ["windows-7-pro", { product: "client", adbaCapable: false }],
    ["windows-server-2008-r2-standard", { product: "server", adbaCapable: false }],
    ["windows-server-2012-standard", { product: "server", adbaCapable: true }],
    [
      "windows-server-2022-datacenter-azure-edition",
      { azureEdition: true, label: "Windows Server 2022 Datacenter: Azure Edition" },
    ],
    ["office-2024", { product: "office", release: "office-2024", adbaCapable: true, label: "Office LTSC 2024" }],
  ])("know %s", (id, expected) => {
    expect(productVersion(id)).toMatchObject({ id, ...expected });
  });

  it("know no others", () => {
    expect(productVersion("windows-12-pro")).toBeUndefined();
    expect(productVersions.filter((version) => version.azureEdition)).toHaveLength(2);
  });
});

describe("the names of a version", () => {
  it.each([
    ["windows-11-enterprise", "windows-11-enterprise"],
    ["win11-enterprise", "windows-11-enterprise"],
    ["Win11-Ent", "windows-11-enterprise"],
    ["Windows 11 Pro for Workstations", "windows-11-pro-workstations"],
    ["Microsoft Windows 7 Professional", "windows-7-pro"],
    ["Windows 10 Enterprise LTSC 2021", "windows-10-ltsc-2021"],
    ["server-2022-standard", "windows-server-2022-standard"],
    ["Windows Server 2022 Standard", "windows-server-2022-standard"],
    ["WINDOWS_SERVER_2012_R2_DATACENTER", "windows-server-2012-r2-datacenter"],
    ["Windows Server 2025 Datacenter: Azure Edition", "windows-server-2025-datacenter-azure-edition"],
    ["Office LTSC 2024", "office-2024"],
    ["Office Professional Plus 2019", "office-2019"],
  ])("%s stands for %s", (name, id) => {
    expect(versionNamed(name)?.id).toBe(id);
  });

  // Windows calls LTSC 2019 and 2021 alike.
  it.each(["Windows 10 Enterprise LTSC", "windows-10", "server", "win12-pro", "", "constructor"])(
    "%j stands for none",
    (name) => {
      expect(versionNamed(name)).toBeUndefined();
    },
  );

  it("each stand for one version, and every label for its own", () => {
    for (const [name, id] of versionAliases) {
      expect(productVersion(name)).toBeUndefined();
      expect(versionNamed(name)?.id).toBe(id);
    }
    for (const { id, label } of productVersions) expect(versionNamed(label)?.id).toBe(id);
  });

  it("have passed the checks before an id is taken for granted", () => {
    expect(versionId("win10-pro")).toBe("windows-10-pro");
    expect(() => versionId("win12-pro")).toThrow('the version "win12-pro" passed the checks');
  });
});

describe("the groups of KMS host keys", () => {
  it("are the ones that the schema offers", () => {
    expect(csvlkGroups.map((group) => group.id)).toEqual(schema.$defs.key.oneOf[0].properties.group.enum);
  });

  it("speak only of releases that exist, of hosts that are Windows and of products of their application", () => {
    const products = new Map(productVersions.map((version) => [version.release, version.product]));
    for (const group of csvlkGroups) {
      expect(group.hostableOn.map((release) => products.get(release))).not.toContain(undefined);
      expect(group.hostableOn.map((release) => products.get(release))).not.toContain("office");
      for (const release of group.activates)
        expect(products.get(release) === "office").toBe(group.application === "office");
      expect(group.source).toEqual({
        url: expect.stringMatching(/^https:/),
        edition: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        retrieved: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      });
    }
  });

  // https://learn.microsoft.com/windows-server/get-started/kms-activation-planning, edition of 2024-11-12
  it.each([
    ["windows-server-2025", "windows-server-2025-datacenter", true],
    ["windows-server-2025", "windows-server-2022-standard", true],
    ["windows-server-2025", "windows-server-2019-standard", true],
    ["windows-server-2025", "windows-server-2016-standard", false],
    ["windows-server-2025", "windows-11-pro", false],
    ["windows-server-2025", "windows-server-2025-datacenter-azure-edition", false],
    ["windows-server-2022", "windows-server-2016-standard", true],
    ["windows-server-2022", "windows-server-2025-standard", false],
    ["windows-server-2022", "windows-server-2022-datacenter-azure-edition", false],
    ["windows-server-2019", "windows-server-2012-r2-standard", true],
    ["windows-server-2019", "windows-server-2012-standard", false],
    ["windows-server-2016", "windows-server-2012-standard", true],
    ["windows-server-2016", "windows-server-2019-standard", false],
    ["windows-10", "windows-10-pro", true],
    ["windows-10", "windows-7-pro", true],
    ["windows-10", "windows-11-pro", false],
    ["windows-10", "windows-server-2022-standard", false],
    ["office-2024", "windows-server-2022-standard", true],
    ["office-2024", "windows-server-2019-standard", false],
    ["office-2024", "windows-11-enterprise", true],
    ["office-2021", "windows-server-2016-standard", true],
    ["office-2021", "windows-server-2012-r2-standard", false],
    ["office-2019", "windows-server-2012-standard", true],
    ["office-2019", "windows-server-2008-r2-standard", false],
    ["office-2019", "windows-8.1-pro", true],
    ["office-2019", "windows-7-pro", false],
    ["office-2016", "windows-7-pro", true],
    ["office-2016", "windows-server-2022-datacenter-azure-edition", false],
    ["windows-server-1999", "windows-server-2025-standard", false],
    ["windows-10", "windows-12-pro", false],
  ])("put %s on %s: %s", (group, os, expected) => {
    expect(keyHostableOn(group, os)).toBe(expected);
  });

  it.each([
    ["windows-server-2025", "windows-11-ltsc-2024", true],
    ["windows-server-2025", "windows-server-2008-r2-standard", true],
    ["windows-server-2025", "windows-server-2025-datacenter-azure-edition", true],
    ["windows-server-2025", "office-2019", false],
    ["windows-server-2022", "windows-11-enterprise", true],
    ["windows-server-2022", "windows-11-ltsc-2024", false],
    ["windows-server-2022", "windows-server-2025-standard", false],
    ["windows-server-2019", "windows-11-enterprise", false],
    ["windows-server-2019", "windows-10-ltsc-2021", true],
    ["windows-server-2016", "windows-10-ltsb-2016", true],
    ["windows-server-2016", "windows-10-ltsc-2019", false],
    ["windows-10", "windows-10-education", true],
    ["windows-10", "windows-10-ltsb-2015", true],
    ["windows-10", "windows-10-ltsb-2016", false],
    ["windows-10", "windows-server-2016-standard", false],
    ["office-2019", "office-2019", true],
    ["office-2019", "office-2016", false],
    ["office-2024", "windows-11-pro", false],
    ["office-2024", "nothing", false],
  ])("let %s activate %s: %s", (group, os, expected) => {
    expect(keyActivates(group, os)).toBe(expected);
  });

  it("let a client host serve clients and Office only", () => {
    const onClients = csvlkGroups.filter((group) => group.hostableOn.includes("windows-10"));
    expect(
      onClients.flatMap((group) => group.activates).filter((release) => release.startsWith("windows-server")),
    ).toEqual([]);
  });
});
