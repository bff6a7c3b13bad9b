import { describe, expect, it } from "vitest";
import { everyHostIsUsed, networksAreApart } from "../../../modules/rules/reachRules.ts";
import type { Site } from "../../../modules/topology/model.ts";
import { cohort, csvlk, kmsHost, site, someFacts } from "../../helpers/facts.ts";
import { reports } from "../../helpers/world.ts";

describe("REACH-01", () => {
  it("is content with a host that somebody may use, be it as a fallback", () => {
    expect(reports(everyHostIsUsed, someFacts())).toEqual([]);
  });

  it("finds a host that nobody reaches", () => {
    const sites = [site(), site({ name: "depot", kind: "branch", cohorts: [] })];
    expect(
      reports(everyHostIsUsed, someFacts({ sites, kmsHosts: [kmsHost(), kmsHost({ name: "kms-2", site: "depot" })] })),
    ).toEqual([
      {
        subject: "kmsHosts.kms-2",
        message:
          "kms-2 at site depot is reached by no machines of the file; state who reaches it (reaches.kms), or take it out of the file",
      },
    ]);
  });

  it("finds a host whose keys are for nobody", () => {
    const keys = [csvlk(), csvlk({ name: "office-2021", group: "office-2021" })];
    const kmsHosts = [kmsHost(), kmsHost({ name: "kms-2", keys: ["office-2021"] })];
    expect(reports(everyHostIsUsed, someFacts({ keys, kmsHosts }))[0]?.message).toBe(
      "kms-2 at site hq can count none of the machines that reach it, by its keys or its system; give it a key for them, or take it out of the file",
    );
  });
});

describe("NET-01", () => {
  const reaches = { kms: { hosts: "core", over: ["tcp1688", "rpc"] }, domain: null } as const;
  const branch = (overrides: Partial<Site>) =>
    site({ name: "shop", kind: "branch", reaches, networks: ["10.20.0.0/24"], cohorts: [], ...overrides });
  const vessel = (name: string, ...networks: string[]) =>
    site({ name, kind: "isolated", networks, cohorts: [cohort({ count: 3 })] });
  const of = (...sites: Site[]) => reports(networksAreApart, someFacts({ sites: [site(), ...sites] }));

  it("is content with networks that touch", () => {
    expect(of(branch({ networks: ["10.9.0.0/16", "10.11.0.0/16"] }))).toEqual([]);
  });

  it("fails for one network at two sites", () => {
    expect(of(branch({ networks: ["10.10.0.0/16"] }))).toEqual([
      {
        subject: "sites.shop",
        message:
          "10.10.0.0/16 is a network of hq and shop: an address of it says nothing about the site, and nothing about who is let through to a KMS host; correct the networks of shop or hq",
      },
    ]);
  });

  it("advises about a network within that of another site, whichever comes first", () => {
    const within = {
      severity: "advisory",
      message:
        "network 10.10.4.0/24 of shop lies within 10.10.0.0/16 of hq, so rules and proofs for hq take in machines of shop; correct one of the two",
    };
    expect(of(branch({ networks: ["10.10.4.0/24"] }))).toEqual([{ subject: "sites.shop", ...within }]);
    const sites = [branch({ networks: ["10.10.4.0/24"] }), site()];
    expect(reports(networksAreApart, someFacts({ sites }))).toEqual([{ subject: "sites.shop", ...within }]);
  });

  it("finds the other site behind prefixes of the same site, and forgets prefixes that have ended", () => {
    const own = site({ networks: ["10.10.0.0/16", "10.10.4.0/22"] });
    const list = reports(
      networksAreApart,
      someFacts({ sites: [own, branch({ networks: ["10.10.4.0/24", "10.11.0.0/24"] })] }),
    );
    expect(list.map(({ message }) => message.split(", so")[0])).toEqual([
      "network 10.10.4.0/24 of shop lies within 10.10.4.0/22 of hq",
    ]);
  });

  it("lets sites that are cut off have the same networks, and no others", () => {
    expect(of(vessel("a", "192.168.0.0/24"), vessel("b", "192.168.0.0/24"))).toEqual([]);
    expect(of(vessel("a", "192.168.0.0/16"), vessel("b", "192.168.0.0/24"))).toEqual([]);
    expect(of(vessel("a", "10.10.0.0/16"))).toHaveLength(1);
    const calling = site({
      name: "c",
      kind: "isolated",
      networks: ["192.168.0.0/24"],
      cohorts: [cohort({ contact: { domain: null, kms: 30 } })],
    });
    expect(of(vessel("a", "192.168.0.0/24"), calling)).toHaveLength(1);
  });

  it("says nothing twice of a site that repeats itself", () => {
    expect(
      reports(networksAreApart, someFacts({ sites: [site({ networks: ["10.10.0.0/16", "10.10.0.0/16"] })] })),
    ).toEqual([]);
  });
});
