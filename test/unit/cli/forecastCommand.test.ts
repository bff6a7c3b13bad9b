import { describe, expect, it } from "vitest";
import { runActivation } from "../../../modules/cli/program.ts";
import { fakeIo } from "../../helpers/fakeIo.ts";
import { smallTopology } from "../../helpers/inFolder.ts";

/** A second host for the 30 clients: 15 for each. */
const split = smallTopology.replace(
  "zones:",
  "  kms-2: { site: hq, fqdn: kms-2.corp.example, os: windows-server-2025-datacenter, keys: [windows], existing: { address: 10.1.0.11, manage: verify } }\nzones:",
);
/** 24 clients, who get a MAK. */
const few = smallTopology.replaceAll("30 }", "24 }");

async function run(text: string, ...options: string[]) {
  const io = fakeIo({ "x.yaml": text });
  const exitCode = await runActivation(["forecast", "x.yaml", ...options], io);
  return { exitCode, out: io.out(), err: io.err() };
}

describe("activation forecast", () => {
  it("shows what each host counts, and what its loss leads to", async () => {
    const { exitCode, out } = await run(smallTopology);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/kms-1 +windows +30 +30 +30 +30 +25 +meets\n/);
    expect(out).toContain("The first machine falls out of activation after 173 days.");
  });

  it("ends with 1 where a host counts too few of the machines that are to use KMS", async () => {
    const { exitCode, out } = await run(split, "--format", "json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(out).hosts).toMatchObject([
      { host: "kms-1", expected: 15, threshold: 25, meets: false },
      { host: "kms-2", expected: 15, threshold: 25, meets: false },
    ]);
  });

  it("ends with 0 where those who are too few get a MAK", async () => {
    const { exitCode, out } = await run(few);
    expect(exitCode).toBe(0);
    expect(out).toContain("1 short");
    expect(out).toContain("none of them goes on asking");
  });

  it("prints Markdown", async () => {
    const { out } = await run(smallTopology, "--format", "markdown");
    expect(out).toContain("## KMS forecast: test");
  });

  it("counts dates from a day", async () => {
    const { exitCode, out } = await run(smallTopology, "--from", "2026-06-30", "--format", "json");
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      from: "2026-06-30",
      losses: [{ firstDeactivation: 173, date: "2026-12-20" }],
    });
  });

  it.each(["yesterday", "2026-02-30", "2026-6-30", "2026-13-01", "20260630"])("refuses %s as a day", async (day) => {
    const { exitCode, out, err } = await run(smallTopology, "--from", day);
    expect(exitCode).toBe(2);
    expect(out).toBe("");
    expect(err).toBe(`--from ${day} is no day; write it as 2026-06-30\n`);
  });

  it("shows an example with --help", async () => {
    const io = fakeIo();
    expect(await runActivation(["forecast", "--help"], io)).toBe(0);
    expect(io.out()).toContain("Example:\n  $ activation forecast ");
  });
});
