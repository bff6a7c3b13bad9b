import { describe, expect, it } from "vitest";
import type { KmsHost } from "../../../modules/desired/item.ts";
import { keyFitsHost, notAzureEdition } from "../../../modules/rules/hostOsRules.ts";
import { csvlk, kmsHost, mak, someFacts } from "../../helpers/facts.ts";
import { reports } from "../../helpers/world.ts";

const on = (os: string, group = "windows-server-2025") =>
  someFacts({ kmsHosts: [kmsHost({ os })], keys: [csvlk({ group }), mak()] });

describe("KMS-OS-01", () => {
  it.each([
    ["windows-server-2019-standard", "windows-server-2025"],
    ["windows-server-2016-standard", "windows-server-2022"],
    ["windows-10-enterprise", "windows-10"],
  ])("lets %s carry a key of group %s", (os, group) => {
    expect(reports(keyFitsHost, on(os, group))).toEqual([]);
  });

  it.each([
    ["windows-server-2016-standard", "windows-server-2025"],
    ["windows-server-2025-standard", "windows-server-2022"],
    ["windows-11-enterprise", "windows-server-2025"],
  ])("does not let %s carry a key of group %s", (os, group) => {
    expect(reports(keyFitsHost, on(os, group))).toHaveLength(1);
  });

  it("names host, key and what the key allows", () => {
    expect(reports(keyFitsHost, on("windows-server-2016-standard"))).toEqual([
      {
        subject: "kmsHosts.kms-1",
        message:
          "kms-1 at site hq runs Windows Server 2016 Standard, and key windows-2025 of group windows-server-2025 may be installed on windows-server-2025, windows-server-2022, windows-server-2019 only; move the host to one of these, or give it a key that Windows Server 2016 Standard may carry",
      },
    ]);
  });

  it("leaves Azure Edition to KMS-OS-04", () => {
    expect(reports(keyFitsHost, on("windows-server-2025-datacenter-azure-edition"))).toEqual([]);
  });
});

describe("KMS-OS-04", () => {
  const machine = (imageSku: string | null): KmsHost => ({
    kind: "kmsHost",
    name: "kms-9",
    fqdn: "kms-9.corp.example.",
    address: "10.10.1.9",
    port: 1688,
    placement: "azure",
    imageSku,
    publicAddress: false,
  });

  it("is content with Datacenter, in the file and as an image", () => {
    expect(reports(notAzureEdition, someFacts(), [machine("2025-datacenter-g2"), machine(null)])).toEqual([]);
  });

  it("finds Azure Edition in the file", () => {
    expect(reports(notAzureEdition, on("windows-server-2025-datacenter-azure-edition"))).toEqual([
      {
        subject: "kmsHosts.kms-1",
        message:
          "kms-1 at site hq runs Windows Server 2025 Datacenter: Azure Edition, which cannot be a KMS host; use Standard or Datacenter",
      },
    ]);
  });

  it("finds the image of a machine", () => {
    expect(reports(notAzureEdition, someFacts(), [machine("2022-Datacenter-Azure-Edition")])).toEqual([
      {
        subject: "kmsHosts.kms-9",
        message:
          "kms-9 is made from the image 2022-Datacenter-Azure-Edition, which cannot be a KMS host; use Standard or Datacenter",
      },
    ]);
  });
});
