import { describe, expect, it } from "vitest";
import { hostNamesAreOwn } from "../../../modules/rules/hostNameRules.ts";
import { forest, kmsHost, someFacts, zone } from "../../helpers/facts.ts";
import { reports } from "../../helpers/world.ts";

const named = (fqdn: string) => someFacts({ kmsHosts: [kmsHost({ fqdn })] });

describe("HOSTNAME-01", () => {
  it.each([
    ["in a zone", named("kms-1.corp.example.")],
    ["below a zone", named("kms-1.emea.corp.example.")],
    ["of Azure", named("azkms.core.windows.net.")],
    ["in a forest", { ...named("kms-1.ad.example."), forests: [forest({ domains: ["ad.example."] })] }],
  ])("is content with a name %s", (_, facts) => {
    expect(reports(hostNamesAreOwn, facts)).toEqual([]);
  });

  it.each(["kms.elsewhere.example.", "kms-1.notcorp.example.", "core.windows.net.", "x.azkms.core.windows.net."])(
    "is not content with %s",
    (fqdn) => {
      expect(reports(hostNamesAreOwn, named(fqdn))).toEqual([
        {
          subject: "kmsHosts.kms-1",
          message: `kms-1 is named ${fqdn.slice(0, -1)}, which lies in no zone and no forest of the file and is no name of Azure's own KMS; correct it, or declare the zone in which it lies`,
        },
      ]);
    },
  );

  it("judges records that a zone keeps, if they are of KMS", () => {
    const keep = [
      { name: "_vlmcs._tcp.corp.example.", target: "kms.elsewhere.example.", port: 1688, reason: "lab" },
      { name: "_ldap._tcp.corp.example.", target: "dc.elsewhere.example.", port: 389, reason: "trust" },
    ];
    expect(reports(hostNamesAreOwn, someFacts({ zones: [zone({ keep })] }))).toEqual([
      {
        subject: "zones.corp.example",
        message:
          "_vlmcs._tcp.corp.example, which zone corp.example keeps, points to kms.elsewhere.example, which lies in no zone and no forest of the file and is no name of Azure's own KMS; correct it, or declare the zone in which it lies",
      },
    ]);
  });
});
