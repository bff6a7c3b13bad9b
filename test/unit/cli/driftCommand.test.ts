import { beforeEach, describe, expect, it, vi } from "vitest";
import { readSrvSet } from "../../../modules/dns/readSet.ts";
import { probeTcp } from "../../../modules/probe/tcp.ts";
import { step, taken } from "../../helpers/engineEvents.ts";
import { fakeEngine } from "../../helpers/fakeEngine.ts";
import { inFolder } from "../../helpers/inFolder.ts";

vi.mock("../../../modules/dns/readSet.ts", () => ({ readSrvSet: vi.fn() }));
vi.mock("../../../modules/probe/tcp.ts", () => ({ probeTcp: vi.fn() }));

const declared = { target: "kms-1.corp.example.", port: 1688, priority: 0, weight: 0, ttl: 3600 };
const gone = taken(step("delete", { type: "azure-native:network:NetworkSecurityGroup", name: "nsg" }));

describe("activation drift", () => {
  beforeEach(() => {
    vi.mocked(readSrvSet).mockReset().mockResolvedValue([declared]);
    vi.mocked(probeTcp).mockReset().mockResolvedValue("open");
  });

  it("ends with 0 where everything agrees", async () => {
    await fakeEngine({ refresh: {} });
    const { exitCode, out, err } = await inFolder(["drift", "test"]);
    expect(exitCode).toBe(0);
    expect(out).not.toBe("");
    expect(err).toContain("reading Azure through the engine, DNS, directories and hosts of test ...\n");
  });

  it("ends with 1, and shows what every reader found, in one order", async () => {
    await fakeEngine({ refresh: { log: gone } });
    vi.mocked(readSrvSet).mockResolvedValue([]);
    vi.mocked(probeTcp).mockResolvedValue("refused");
    const argv = ["drift", "test", "--format", "json"];
    const { exitCode, out } = await inFolder(argv, { config: "config: { activation-topology:vantage: hq }" });
    const report = JSON.parse(out);
    expect(exitCode).toBe(1);
    expect(report.drifts.map(({ verb, area }: { verb: string; area: string }) => `${verb} ${area}`)).toEqual([
      "missing azure",
      "missing dns",
      "missing reachability",
    ]);
    expect(report).toMatchObject({ environment: "test", seconds: expect.any(Number) });
  });

  it("ends with 1 where a reader could read nothing, for that is no agreement", async () => {
    await fakeEngine({ refresh: { exitCode: 255, stderr: "error: no such stack" } });
    const { exitCode, out } = await inFolder(["drift", "test"]);
    expect(exitCode).toBe(1);
    expect(out).toContain("error: no such stack");
  });

  it("does not miss what the stack leaves out", async () => {
    await fakeEngine({ refresh: {} });
    vi.mocked(readSrvSet).mockResolvedValue([]);
    const config = `config: { activation-topology:leaveOut: '["rfc2136"]' }`;
    expect((await inFolder(["drift", "test"], { config })).exitCode).toBe(0);
    expect((await inFolder(["drift", "test"])).exitCode).toBe(1);
  });

  it("prints Markdown", async () => {
    await fakeEngine({ refresh: { log: gone } });
    expect((await inFolder(["drift", "test", "--format", "markdown"])).out).toMatch(/^#+ .*test/);
  });
});
