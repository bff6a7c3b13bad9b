import { describe, expect, it } from "vitest";
import { builtInRule, ownRule } from "../../../modules/windows/compareFirewall.ts";
import { compareHost } from "../../../modules/windows/compareHost.ts";
import type { HostReading } from "../../../modules/windows/hostReading.ts";
import { hostScript } from "../../../modules/windows/hostScript.ts";
import type { HostSettings } from "../../../modules/windows/hostSettings.ts";
import { networksHash } from "../../../modules/windows/wanted.ts";
import { hostKey, hostSettings } from "../../helpers/hostSettings.ts";
import { recordedReading } from "../../helpers/recordedHosts.ts";

const licensed = recordedReading("licensed-2022");

/** `property declared -> live`, with `?` for unreadable. */
const differences = (settings: Partial<HostSettings>, reading: Partial<HostReading> = {}): readonly string[] =>
  compareHost(hostSettings(settings), { ...licensed, ...reading }).map(
    ({ property, declared, live }) => `${property}: ${declared} -> ${live ?? "?"}`,
  );

/** A part of the licensed reading with some of it replaced. */
function part<K extends "os" | "service" | "host" | "time">(name: K, change: Partial<NonNullable<HostReading[K]>>) {
  const whole = licensed[name];
  if (whole === null) throw new Error(`the sample has no ${name}`);
  return { [name]: { ...whole, ...change } };
}

const rules = licensed.firewall ?? [];
const product = (licensed.products ?? [])[0];
if (product === undefined) throw new Error("the sample has no product");

describe("a host", () => {
  it("that is as declared has no difference", () => {
    expect(differences({})).toEqual([]);
  });

  it.each<[string, Partial<HostSettings>, Partial<HostReading>, readonly string[]]>([
    ["port", { port: 1689 }, {}, ["port: 1689 -> 1688", "firewall.port: 1689 -> 1688"]],
    ["publishing", { publishing: false }, {}, ["publishing: false -> true"]],
    ["priority", {}, part("host", { lowPriority: true }), ["lowPriority: false -> true"]],
    [
      "intervals",
      {},
      part("host", { activationMinutes: 60, renewalMinutes: 600 }),
      ["intervals.activationMinutes: 120 -> 60", "intervals.renewalMinutes: 10080 -> 600"],
    ],
    ["listening", {}, part("service", { listening: false }), ["listening: true -> false"]],
    ["another machine", {}, part("os", { name: "kms09" }), ["host: kms01 -> kms09"]],
    ["clock ahead", {}, part("time", { skewSeconds: 301 }), ["clock: within 300 s -> 301 s ahead of dc1.corp.example"]],
    ["clock behind", {}, part("time", { skewSeconds: -400 }), ["clock: within 300 s -> 400 s behind dc1.corp.example"]],
    ["clock within the limit", {}, part("time", { skewSeconds: -300 }), []],
    ["publish list", { publishList: [] }, {}, ["publishList: none -> corp.example,0,0 site.example,10,5"]],
    [
      "publish list of the machine empty",
      {},
      { publishList: [] },
      ["publishList: corp.example,0,0 site.example,10,5 -> none"],
    ],
  ])("differs in %s", (_, settings, reading, expected) => {
    expect(differences(settings, reading)).toEqual(expected);
  });

  it("may have its publish list in another order", () => {
    expect(differences({}, { publishList: [...(licensed.publishList ?? [])].reverse() })).toEqual([]);
  });

  it("may have a longer name in DNS than Windows lets it call itself", () => {
    const called = (name: string) => differences({ host: "kms-westeurope-01.corp.example" }, part("os", { name }));
    expect(called("kms-westeurope-")).toEqual([]);
    expect(called("kms-westeurope")).toEqual(["host: kms-westeurope- -> kms-westeurope"]);
  });

  it("that could be read in nothing is unreadable in everything, and different in nothing", () => {
    const found = compareHost(hostSettings(), recordedReading("denied-everything"));
    expect([...new Set(found.map(({ kind }) => kind))]).toEqual(["unreadable"]);
    expect(found.every(({ live }) => live === null)).toBe(true);
    expect(found.map(({ property }) => property)).toEqual([
      "host",
      "port",
      "publishing",
      "lowPriority",
      "intervals.activationMinutes",
      "intervals.renewalMinutes",
      "listening",
      "publishList",
      "keys.csvlk-2025",
      "firewall",
      "clock",
    ]);
  });
});

describe("keys", () => {
  it("differ where the host carries another", () => {
    expect(differences({ keys: [hostKey({ lastFive: "FAKE9" })] })).toEqual(["keys.csvlk-2025: ...FAKE9 -> ...FAKE1"]);
  });

  it("differ where there is none", () => {
    expect(differences({}, { products: [] })).toEqual(["keys.csvlk-2025: ...FAKE1 -> no host key"]);
  });

  it("count a client's key as no host key", () => {
    const { products } = recordedReading("not-a-host");
    expect(differences({}, { products })).toEqual(["keys.csvlk-2025: ...FAKE1 -> no host key"]);
  });

  it("are there and not licensed", () => {
    expect(differences({}, { products: [{ ...product, status: 5, isHost: false }] })).toEqual([
      "license.csvlk-2025: licensed -> in notification",
    ]);
  });

  it("need not be licensed where the file activates nothing", () => {
    expect(differences({ activation: "none" }, { products: [{ ...product, status: 5 }] })).toEqual([]);
  });

  it("whose end nobody stated are taken as the only host key that is there", () => {
    expect(differences({ keys: [hostKey({ lastFive: null })] })).toEqual([]);
    expect(differences({ keys: [hostKey({ lastFive: null })] }, { products: [] })).toEqual([
      "keys.csvlk-2025: a host key -> no host key",
    ]);
  });

  it("whose end nobody stated cannot be told among several", () => {
    const products = [product, { ...product, lastFive: "FAKE2" }];
    expect(differences({ keys: [hostKey({ lastFive: null })] }, { products })).toEqual([
      "keys.csvlk-2025: a host key -> ?",
    ]);
  });

  it("are unknown where the read-back had to leave licences out", () => {
    expect(differences({}, { products: [], left: ["client", "other products"] })).toEqual([
      "keys.csvlk-2025: ...FAKE1 -> ?",
    ]);
  });
});

describe("the machine's firewall", () => {
  it("has rules of the names that the script uses", () => {
    expect(hostScript()).toContain(`$OwnRule = '${ownRule}'`);
    expect(hostScript()).toContain(`$BuiltInRule = '${builtInRule}'`);
  });

  const own = rules.filter(({ name }) => name.startsWith("activation"));
  const local = own[0];
  if (local === undefined) throw new Error("the sample has no rule");

  it("is left alone where no network is declared", () => {
    expect(differences({ allowedNetworks: [] }, { firewall: [] })).toEqual([]);
  });

  it("lacks our rule", () => {
    expect(differences({}, { firewall: [] })).toEqual(["firewall: 10.0.0.0/8 192.0.2.7 -> no rule of ours"]);
  });

  it("has it switched off, with other networks", () => {
    expect(differences({}, { firewall: [{ ...local, enabled: false, remote: ["Any"] }] })).toEqual([
      "firewall.enabled: true -> false",
      "firewall.networks: 10.0.0.0/8 192.0.2.7 -> Any",
    ]);
  });

  it("writes networks as masks", () => {
    const remote = ["192.0.2.7/255.255.255.255", "10.0.0.0/255.0.0.0"];
    expect(differences({}, { firewall: [{ ...local, remote }] })).toEqual([]);
  });

  it("is compared by hash where the list was too long to be sent", () => {
    const same = { ...local, remote: null, remoteHash: networksHash(["192.0.2.7/32", "10.0.0.0/8"]) };
    expect(differences({}, { firewall: [same] })).toEqual([]);
    const other = { ...same, remoteHash: networksHash(["10.0.0.0/8"]) };
    expect(differences({}, { firewall: [other] })).toEqual([
      "firewall.networks: 10.0.0.0/8 192.0.2.7 -> other networks",
    ]);
    expect(differences({}, { firewall: [{ ...other, remoteHash: null }] })).toEqual([
      "firewall.networks: 10.0.0.0/8 192.0.2.7 -> ?",
    ]);
  });

  it("lets everybody in by Windows' own rule", () => {
    const firewall = rules.map((rule) => (rule.name === "SPPSVC-In-TCP" ? { ...rule, enabled: true } : rule));
    expect(differences({}, { firewall })).toEqual(["firewall.builtIn: false -> true"]);
  });

  it("has our rule, and a policy that forbids it", () => {
    const firewall = [local, { ...local, store: "active" as const, enforcement: [16] }];
    expect(differences({}, { firewall })).toEqual([
      "firewall.enforced: in force -> not in force: policy forbids rules of the machine",
    ]);
  });
});

describe("the forest's object", () => {
  const forest = {
    objectName: "CORP 2025",
    keyName: "csvlk-2025",
    lastFive: "FAKE1",
    secret: { kind: "stdin" as const },
    how: "online" as const,
    confirmationId: null,
  };

  it("is there, whatever the case of its name", () => {
    const { objects, container } = recordedReading("forest-2025");
    expect(differences({ forest: { ...forest, objectName: "corp 2025" } }, { objects, container })).toEqual([]);
  });

  it("is not there", () => {
    expect(differences({ forest }, { objects: [], container: "ok" })).toEqual(["forest: CORP 2025 -> no object"]);
  });

  it("is unknown where nobody looked", () => {
    expect(differences({ forest })).toEqual(["forest: CORP 2025 -> ?"]);
  });
});
