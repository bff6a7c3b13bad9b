import { describe, expect, it } from "vitest";
import {
  discoveryHasRecord,
  portsAgree,
  recordsAreUnique,
  targetsAreDeclared,
  updatesAreSigned,
} from "../../../modules/rules/dnsRules.ts";
import type { KmsHostFacts } from "../../../modules/topology/model.ts";
import { cohort, kmsHost, site, someFacts, zone } from "../../helpers/facts.ts";
import { srvRecord } from "../../helpers/items.ts";
import { declaredWorld, found, reports } from "../../helpers/world.ts";

describe("DNS-SRV-01", () => {
  const withRecords = (records: Partial<KmsHostFacts["records"]>) =>
    someFacts({ kmsHosts: [kmsHost({ records: { ...kmsHost().records, ...records } })] });
  const without = (facts = someFacts(), options = {}) =>
    discoveryHasRecord.check({ ...declaredWorld(facts, options), items: [] });

  it("is content with what the file declares", () => {
    expect(reports(discoveryHasRecord, someFacts())).toEqual([]);
  });

  it("misses the record of a suffix", () => {
    expect(without()).toEqual([
      {
        subject: "sites.hq",
        status: "fail",
        message:
          "site hq: desktops look for _vlmcs._tcp.corp.example, and no record of kms-1 is declared there; let the toolkit publish one (kmsHosts.kms-1.records), or take corp.example off the site's suffixes",
      },
    ]);
  });

  it("misses the record of each suffix by itself", () => {
    const facts = someFacts({ sites: [site({ suffixes: ["corp.example.", "lab.corp.example."] })] });
    const world = declaredWorld(facts);
    expect(found(discoveryHasRecord.check({ ...world, items: [srvRecord()] }))).toEqual(["fail sites.hq"]);
  });

  it("wants the record of a host that the cohort may use", () => {
    expect(
      found(discoveryHasRecord.check({ ...declaredWorld(someFacts()), items: [srvRecord({ host: "kms-7" })] })),
    ).toEqual(["fail sites.hq"]);
  });

  it("misses a record that no host publishes", () => {
    const sites = [site({ cohorts: [cohort({ method: "kms-central" })] })];
    expect(found(reports(discoveryHasRecord, { ...withRecords({ publishedBy: "none" }), sites }))).toEqual([
      "fail sites.hq",
    ]);
  });

  it("does not know what a host publishes by itself", () => {
    expect(found(reports(discoveryHasRecord, withRecords({ publishedBy: "host" })))).toEqual(["unknown sites.hq"]);
  });

  it("leaves a suffix that a host does not list for itself to DNS-SRV-09", () => {
    const facts = withRecords({ publishedBy: "host" });
    expect(reports(discoveryHasRecord, { ...facts, sites: [site({ suffixes: ["emea.corp.example."] })] })).toEqual([]);
  });

  it("does not know a suffix in no zone of the file", () => {
    expect(found(reports(discoveryHasRecord, someFacts({ zones: [] })))).toEqual(["unknown sites.hq"]);
  });

  it("does not know records that the stack leaves out", () => {
    expect(found(without(someFacts(), { leftOut: ["rfc2136"] }))).toEqual(["unknown sites.hq"]);
    expect(found(without(someFacts(), { leftOut: ["activeDirectory"] }))).toEqual(["fail sites.hq"]);
  });

  it("does not know while records cannot be read", () => {
    const unreadable = [{ urn: "urn:pulumi:t::p::activation:index:SrvRecord::kms-1", reason: "target is not known" }];
    expect(found(without(someFacts(), { unreadable }))).toEqual(["unknown sites.hq"]);
  });

  it("is silent about pinned machines, other methods and machines without any host", () => {
    expect(without(someFacts({ sites: [site({ cohorts: [cohort({ pinnedTo: ["kms-1"] })] })] }))).toEqual([]);
    expect(without(someFacts({ sites: [site({ cohorts: [cohort({ method: "mak" })] })] }))).toEqual([]);
    expect(
      without(someFacts({ kmsHosts: [], sites: [site({ cohorts: [cohort({ method: "kms-central" })] })] })),
    ).toEqual([]);
  });

  it("is silent where another stack declares the record", () => {
    const shop = site({ name: "shop", kind: "branch", cohorts: [] });
    expect(without(someFacts({ sites: [site(), shop] }), { scope: ["shop"] })).toEqual([]);
    const azure = { zones: [zone({ provider: "azurePrivate", server: null, signing: null })] };
    expect(without(someFacts({ sites: [site(), shop], ...azure }), { scope: ["shop"] })).toEqual([]);
    expect(found(without(someFacts({ sites: [site(), shop], ...azure }), { scope: ["hq"] }))).toEqual([
      "fail sites.hq",
    ]);
  });
});

describe("DNS-SRV-02", () => {
  const stale = srvRecord({ target: "old.corp.example.", host: null });
  const kept = { name: "_vlmcs._tcp.corp.example.", target: "old.corp.example.", port: 1688, reason: "other team" };

  it("is content with records of declared hosts and with other services", () => {
    expect(
      reports(targetsAreDeclared, someFacts(), [srvRecord(), { ...stale, name: "_ldap._tcp.corp.example." }]),
    ).toEqual([]);
  });

  it("finds a target that nobody declared", () => {
    expect(reports(targetsAreDeclared, someFacts(), [stale])).toEqual([
      {
        subject: "zones.corp.example",
        message:
          "_vlmcs._tcp.corp.example in zone corp.example points to old.corp.example:1688, which is no KMS host of the file; remove the record, declare the host, or list the record under zones.corp.example.keep with a reason",
      },
    ]);
  });

  it("lets a zone keep a record, and no other", () => {
    const facts = someFacts({ zones: [zone({ keep: [kept] })] });
    expect(reports(targetsAreDeclared, facts, [stale])).toEqual([]);
    expect(reports(targetsAreDeclared, facts, [{ ...stale, port: 1689 }])).toHaveLength(1);
    expect(reports(targetsAreDeclared, facts, [{ ...stale, zone: "elsewhere" }])).toHaveLength(1);
  });
});

describe("DNS-SRV-03", () => {
  it("is content where record and host agree, on another port too", () => {
    expect(reports(portsAgree, someFacts())).toEqual([]);
    expect(reports(portsAgree, someFacts({ kmsHosts: [kmsHost({ port: 1690 })] }))).toEqual([]);
  });

  it("finds another port", () => {
    expect(reports(portsAgree, someFacts(), [srvRecord({ port: 1689 })])).toEqual([
      {
        subject: "kmsHosts.kms-1",
        message:
          "_vlmcs._tcp.corp.example in zone corp.example gives port 1689, and kms-1 at site hq listens on 1688; give both the same port",
      },
    ]);
  });
});

describe("DNS-SRV-05", () => {
  it("is content with one record for each target and port", () => {
    expect(reports(recordsAreUnique, someFacts())).toEqual([]);
    const others = [srvRecord({ port: 1700 }), srvRecord({ name: "_vlmcs._tcp.lab.corp.example." })];
    expect(reports(recordsAreUnique, someFacts(), others)).toEqual([]);
  });

  it("finds a second one, whatever its priority", () => {
    expect(reports(recordsAreUnique, someFacts(), [srvRecord({ priority: 10 })])).toEqual([
      {
        subject: "zones.corp.example",
        message:
          "_vlmcs._tcp.corp.example in zone corp.example gives kms-1.corp.example:1688 2 times (priority 0 and 10), so nobody can say which of them counts; keep one",
      },
    ]);
  });
});

describe("DNS-SRV-11", () => {
  it.each(["tsig", "gssTsig", null] as const)("is content with signing %s", (signing) => {
    expect(reports(updatesAreSigned, someFacts({ zones: [zone({ signing })] }))).toEqual([]);
  });

  it("finds a zone that anybody may write", () => {
    expect(reports(updatesAreSigned, someFacts({ zones: [zone({ signing: "none" })] }))).toEqual([
      {
        subject: "zones.corp.example",
        message:
          "zone corp.example on ns1.corp.example takes updates from anybody, so anybody can send clients to a host of theirs; sign updates (zones.corp.example.signing: tsig or gssTsig) and let the server refuse others",
      },
    ]);
  });
});
