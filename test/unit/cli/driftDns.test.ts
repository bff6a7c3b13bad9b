import { beforeEach, describe, expect, it, vi } from "vitest";
import { dnsReadings } from "../../../modules/cli/driftDns.ts";
import type { Environment } from "../../../modules/cli/environment.ts";
import { desiredItems } from "../../../modules/desired/desired.ts";
import { DnsError } from "../../../modules/dns/dnsError.ts";
import { readSrvSet } from "../../../modules/dns/readSet.ts";
import type { SrvValue } from "../../../modules/dns/updateMessage.ts";
import { findDrift } from "../../../modules/drift/findDrift.ts";
import type { Facts } from "../../../modules/topology/model.ts";
import { anEnvironment } from "../../helpers/environment.ts";
import { kmsHost, site, someFacts, zone } from "../../helpers/facts.ts";
import { topology } from "../../helpers/topology.ts";

vi.mock("../../../modules/dns/readSet.ts", () => ({ readSrvSet: vi.fn() }));

const owner = "_vlmcs._tcp.corp.example.";
const srv = (target: string, port = 1688): SrvValue => ({ target, port, priority: 0, weight: 0, ttl: 3600 });
const ours = srv(kmsHost().fqdn);

/** Lets the server have these records at `owner`, and none elsewhere. */
const serverHas = (...live: readonly SrvValue[]) =>
  vi.mocked(readSrvSet).mockImplementation(async (_, name) => (name === owner ? live : []));

const environmentOf = (facts: Partial<Facts> = {}, overrides: Partial<Environment> = {}): Environment =>
  anEnvironment({ topology: topology(someFacts(facts)), scope: ["hq"], ...overrides });

async function driftOf(environment: Environment) {
  const declared = desiredItems(environment.topology.facts, environment.scope);
  const drifts = findDrift(declared, await dnsReadings(environment, declared));
  return drifts.map(({ verb, key }) => `${verb} ${key}`);
}

describe("what drift reads of DNS", () => {
  beforeEach(() => {
    vi.mocked(readSrvSet).mockReset();
    serverHas(ours);
  });

  it("is in order where the server has what is declared", async () => {
    expect(await driftOf(environmentOf())).toEqual([]);
    expect(readSrvSet).toHaveBeenCalledWith("ns1.corp.example", owner);
  });

  it("shows a record that is not there, and one of somebody else", async () => {
    serverHas(srv("foreign.corp.example."));
    const drifts = await driftOf(environmentOf());
    expect(drifts).toHaveLength(2);
    expect(drifts.some((text) => text.startsWith("missing ") && text.includes(ours.target))).toBe(true);
    expect(drifts.some((text) => text.startsWith("unexpected ") && text.includes("foreign.corp.example."))).toBe(true);
  });

  it("asks for each name once: of records, of suffixes that machines search, and of the zone itself", async () => {
    const sites = [site({ suffixes: ["corp.example.", "emea.corp.example.", "elsewhere.example."] })];
    await driftOf(environmentOf({ sites }));
    expect(vi.mocked(readSrvSet).mock.calls.map(([, name]) => name)).toEqual([
      "_vlmcs._tcp.corp.example.",
      "_vlmcs._tcp.emea.corp.example.",
    ]);
  });

  it("is of zones that take updates, unless the stack leaves them out", async () => {
    const azure = zone({ provider: "azurePrivate", server: null, signing: null });
    expect(await dnsReadings(environmentOf({ zones: [azure] }), [])).toEqual([]);
    expect(await dnsReadings(environmentOf({}, { leftOut: ["rfc2136"] }), [])).toEqual([]);
    expect(readSrvSet).not.toHaveBeenCalled();
  });

  it("leaves alone what the file keeps", async () => {
    const kept = srv("old.corp.example.");
    serverHas(ours, kept);
    const keep = [{ name: owner, target: kept.target, port: 1688, reason: "until May" }];
    expect(await driftOf(environmentOf({ zones: [zone({ keep })] }))).toEqual([]);
    const otherPort = [{ name: owner, target: kept.target, port: 1689, reason: "until May" }];
    expect(await driftOf(environmentOf({ zones: [zone({ keep: otherPort })] }))).toHaveLength(1);
  });

  it("leaves alone the records of hosts that publish themselves, and of hosts of other stacks", async () => {
    const itself = kmsHost({ records: { ...kmsHost().records, publishedBy: "host" } });
    expect(await driftOf(environmentOf({ kmsHosts: [itself] }))).toEqual([]);
    const plant = kmsHost({ name: "kms-2", site: "plant", fqdn: "kms-2.corp.example." });
    serverHas(ours, srv(plant.fqdn));
    const facts = { kmsHosts: [kmsHost(), plant], sites: [site(), site({ name: "plant", suffixes: [] })] };
    expect(await driftOf(environmentOf(facts))).toEqual([]);
  });

  it("is unreadable, and so never missing, where the server does not answer", async () => {
    vi.mocked(readSrvSet).mockRejectedValue(new DnsError("noAnswer", "ns1.corp.example: no answer in time"));
    const readings = await dnsReadings(environmentOf(), []);
    expect(readings).toEqual([
      { area: "dns", key: `${owner} at ns1.corp.example`, unreadable: "ns1.corp.example: no answer in time" },
    ]);
    expect((await driftOf(environmentOf())).map((text) => text.split(" ")[0])).toEqual(["unreadable"]);
  });

  it("does not hide a bug of ours behind an unreadable set", async () => {
    vi.mocked(readSrvSet).mockRejectedValue(new TypeError("boom"));
    await expect(dnsReadings(environmentOf(), [])).rejects.toThrow(TypeError);
  });
});
