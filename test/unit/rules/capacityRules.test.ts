import { describe, expect, it } from "vitest";
import { hostsOfAKey, keyCanBeActivatedAgain, secondHost } from "../../../modules/rules/capacityRules.ts";
import { cohort, csvlk, forest, kmsHost, mak, site, someFacts } from "../../helpers/facts.ts";
import { found, reports } from "../../helpers/world.ts";

describe("KMS-CAP-01", () => {
  const one = (count: number) => someFacts({ sites: [site({ cohorts: [cohort({ count })] })] });

  it("is content with 50 machines on one host", () => {
    expect(reports(secondHost, one(50))).toEqual([]);
  });

  it("wants a second host for 51", () => {
    expect(reports(secondHost, one(51))).toEqual([
      {
        subject: "sites.hq",
        message:
          "site hq: 51 machines that ask kms-1 may use no other KMS host, and one host is enough for 50; declare a second host that they may use",
      },
    ]);
  });

  it("is content where they may use two", () => {
    expect(reports(secondHost, { ...one(500), kmsHosts: [kmsHost(), kmsHost({ name: "kms-2" })] })).toEqual([]);
  });

  it("counts pinned machines for their host alone", () => {
    const facts = someFacts({
      kmsHosts: [kmsHost(), kmsHost({ name: "kms-2" })],
      sites: [site({ cohorts: [cohort({ count: 51, pinnedTo: ["kms-2"] })] })],
    });
    expect(reports(secondHost, facts)[0]?.message).toContain("51 machines that ask kms-2");
  });

  it("adds the sites of one host together and speaks to each", () => {
    const branch = site({
      name: "shop",
      kind: "branch",
      reaches: { kms: { hosts: "core", over: ["tcp1688", "rpc"] }, domain: null },
    });
    const facts = someFacts({
      sites: [site({ cohorts: [cohort({ count: 31 })] }), { ...branch, cohorts: [cohort({ count: 20 })] }],
    });
    expect(reports(secondHost, facts).map(({ message }) => message.split(" may use")[0])).toEqual([
      "site hq: 31 of 51 machines that ask kms-1",
      "site shop: 20 of 51 machines that ask kms-1",
    ]);
  });

  it("does not count Office and the Windows below it twice", () => {
    const facts = someFacts({
      keys: [csvlk(), csvlk({ name: "office-2019", group: "office-2019" })],
      kmsHosts: [kmsHost({ keys: ["windows-2025", "office-2019"] })],
      sites: [site({ cohorts: [cohort({ count: 50 }), cohort({ name: "office", product: "office", count: 50 })] })],
    });
    expect(reports(secondHost, facts)).toEqual([]);
  });

  it("leaves out machines that a forest activates", () => {
    const joined = cohort({ count: 500, joined: "corp.example." });
    expect(reports(secondHost, someFacts({ forests: [forest()], sites: [site({ cohorts: [joined] })] }))).toEqual([]);
  });
});

describe("KMS-CAP-04", () => {
  const hosts = (count: number) => Array.from({ length: count }, (_, i) => kmsHost({ name: `kms-${i}` }));

  it("is content with 6 hosts", () => {
    expect(reports(hostsOfAKey, someFacts({ kmsHosts: hosts(6), keys: [csvlk(), mak()] }))).toEqual([]);
    expect(reports(hostsOfAKey, someFacts({ keys: [csvlk({ hostsElsewhere: 5 })] }))).toEqual([]);
  });

  it("names key and numbers at 7, hosts elsewhere included", () => {
    const facts = someFacts({ kmsHosts: hosts(6), keys: [csvlk({ hostsElsewhere: 1 })] });
    expect(reports(hostsOfAKey, facts)).toEqual([
      {
        subject: "keys.windows-2025",
        message:
          "key windows-2025 is on 6 hosts of this file (kms-0, kms-1, kms-2, kms-3, kms-4 and 1 more) and 1 elsewhere, 7 together, and allows 6; use another key on some of them, or have Microsoft raise the limit and state it as keys.windows-2025.activations.limit",
      },
    ]);
  });

  it("takes a limit that Microsoft raised", () => {
    expect(reports(hostsOfAKey, someFacts({ kmsHosts: hosts(7), keys: [csvlk({ hostLimit: 7 })] }))).toEqual([]);
  });

  it("finds a key that is used up elsewhere", () => {
    const facts = someFacts({ kmsHosts: [], keys: [csvlk({ hostsElsewhere: 7 })] });
    expect(found(reports(hostsOfAKey, facts))).toEqual(["fail keys.windows-2025"]);
  });
});

describe("KMS-CAP-05", () => {
  const used = (activations: number) => someFacts({ keys: [csvlk({ used: { "kms-1": activations } }), mak()] });

  it("is content while one of 10 activations is left", () => {
    expect(reports(keyCanBeActivatedAgain, used(9))).toEqual([]);
    expect(reports(keyCanBeActivatedAgain, someFacts())).toEqual([]);
  });

  it("names key and host when none is", () => {
    expect(reports(keyCanBeActivatedAgain, used(10))).toEqual([
      {
        subject: "keys.windows-2025",
        message:
          "key windows-2025: kms-1 has used 10 of 10 activations, so a new machine or system in its place could not be activated; ask Microsoft for more before it has to be replaced, or give it another key",
      },
    ]);
  });
});
