import { setImmediate as turn } from "node:timers/promises";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DnsError } from "../../../modules/dns/dnsError.ts";
import { readSrvSet } from "../../../modules/dns/readSet.ts";
import { concurrentReads, readSrvSets } from "../../../modules/dns/readSets.ts";

vi.mock("../../../modules/dns/readSet.ts", () => ({ readSrvSet: vi.fn() }));

const record = { target: "kms1.corp.example.", port: 1688, priority: 0, weight: 0, ttl: 3600 };
const questionsTo = (server: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ server, name: `_vlmcs._tcp.site-${i}.corp.example.` }));
const silence = (server: string) => new DnsError("noAnswer", `reading SRV x at ${server}: no answer in time`);

describe("reading many SRV sets", () => {
  beforeEach(() => {
    vi.mocked(readSrvSet).mockReset().mockResolvedValue([]);
  });

  it("gives each question its own set, in the order of the questions", async () => {
    const questions = questionsTo("ns1", 100);
    vi.mocked(readSrvSet).mockImplementation(async (_, name) => {
      // Later questions are answered first.
      if (name.includes("site-0.")) await turn();
      return [{ ...record, target: name }];
    });
    const readings = await readSrvSets(questions);
    expect(readings.map(({ question }) => question)).toEqual(questions);
    expect(readings.map(({ outcome }) => outcome)).toEqual(questions.map(({ name }) => [{ ...record, target: name }]));
  });

  it("has a bounded number of questions open, and no fewer", async () => {
    let open = 0;
    let most = 0;
    vi.mocked(readSrvSet).mockImplementation(async () => {
      most = Math.max(most, ++open);
      await turn();
      open -= 1;
      return [];
    });
    await readSrvSets(questionsTo("ns1", 3 * concurrentReads));
    expect(most).toBe(concurrentReads);
  });

  it("passes on how to ask", async () => {
    const options = { timeoutMs: 10 };
    await readSrvSets(questionsTo("ns1", 1), options);
    expect(readSrvSet).toHaveBeenCalledWith("ns1", "_vlmcs._tcp.site-0.corp.example.", options);
  });

  it("does not wait for a silent server again and again, and reads the others", async () => {
    vi.mocked(readSrvSet).mockImplementation(async (server) => {
      await turn();
      if (server === "dead") throw silence(server);
      return [record];
    });
    const readings = await readSrvSets([...questionsTo("dead", 10 * concurrentReads), ...questionsTo("ns1", 5)]);
    const dead = readings.filter(({ question }) => question.server === "dead").map(({ outcome }) => outcome);
    expect(dead.every((outcome) => outcome instanceof DnsError && outcome.kind === "noAnswer")).toBe(true);
    expect(String(dead.at(-1))).toContain(
      "reading SRV _vlmcs._tcp.site-319.corp.example. at dead: not asked, since the server was silent before",
    );
    expect(vi.mocked(readSrvSet).mock.calls.filter(([server]) => server === "dead")).toHaveLength(concurrentReads);
    const others = readings.filter(({ question }) => question.server === "ns1").map(({ outcome }) => outcome);
    expect(others).toEqual(Array.from({ length: 5 }, () => [record]));
  });

  it("goes on asking a server that refuses one name", async () => {
    const refusal = new DnsError("refused", "REFUSED");
    vi.mocked(readSrvSet).mockRejectedValueOnce(refusal).mockResolvedValue([record]);
    const readings = await readSrvSets(questionsTo("ns1", concurrentReads + 1));
    expect(readings[0]?.outcome).toBe(refusal);
    expect(readings.slice(1).every(({ outcome }) => Array.isArray(outcome))).toBe(true);
  });

  it("does not hide a bug of ours", async () => {
    vi.mocked(readSrvSet).mockRejectedValue(new TypeError("boom"));
    await expect(readSrvSets(questionsTo("ns1", 2))).rejects.toThrow(TypeError);
  });
});
