import { describe, expect, it } from "vitest";
import { runActivation } from "../../../modules/cli/program.ts";
import { fakeIo } from "../../helpers/fakeIo.ts";
import { smallTopology } from "../../helpers/inFolder.ts";

const files = {
  "x.yaml": smallTopology,
  "few.yaml": smallTopology.replaceAll("30 }", "24 }"),
  "many.yaml": smallTopology.replace("client: 30 }", "client: 31 }"),
  "broken.yaml": "version: 1\nsites: []\n",
};

async function run(...argv: string[]) {
  const io = fakeIo(files);
  const exitCode = await runActivation(argv, io);
  return { exitCode, out: io.out(), err: io.err() };
}

describe("activation worksheet", () => {
  it("fills in Table 1", async () => {
    const { exitCode, out } = await run("worksheet", "x.yaml");
    expect(exitCode).toBe(0);
    expect(out).toMatch(/ 2 {2}KMS \(central\) +30 +0 {2}Computers of the core network/);
    expect(out).toMatch(/client +30 +30 +0/);
  });

  it("shows a difference to the licence and leaves it to check to judge it", async () => {
    const { exitCode, out } = await run("worksheet", "many.yaml");
    expect(exitCode).toBe(0);
    expect(out).toMatch(/client +30 +31 +-1/);
  });

  it("prints JSON and Markdown", async () => {
    const { out } = await run("worksheet", "x.yaml", "--format", "json");
    expect(JSON.parse(out)).toMatchObject({ schemaVersion: 1, environment: "test", rows: { length: 9 } });
    expect((await run("worksheet", "x.yaml", "--format", "markdown")).out).toContain("|**Total**|");
  });

  it("refuses a file that is no topology", async () => {
    expect(await run("worksheet", "broken.yaml")).toMatchObject({ exitCode: 2, out: "" });
  });
});

describe("activation plan --against", () => {
  it("shows what changes from the older file, and ends with 0 whatever the rules say", async () => {
    const { exitCode, out } = await run("plan", "few.yaml", "--against", "x.yaml", "--fail-on", "unknown");
    expect(exitCode).toBe(0);
    expect(out).toContain("kms-central (D11) becomes mak online (D13)");
    expect(out).toContain("24 computers to touch.");
  });

  it("says that nothing changes", async () => {
    expect((await run("plan", "x.yaml", "--against", "x.yaml")).out).toContain("Nothing changes.");
  });

  it("prints JSON and Markdown", async () => {
    const { out } = await run("plan", "few.yaml", "--against", "x.yaml", "--format", "json");
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      cohorts: [{ before: { row: "D11" }, after: { row: "D13" } }],
    });
    const markdown = await run("plan", "few.yaml", "--against", "x.yaml", "--format", "markdown");
    expect(markdown.out).toContain("**24 computers to touch**");
  });

  it("names the older file where that is the wrong one", async () => {
    const { exitCode, out, err } = await run("plan", "x.yaml", "--against", "broken.yaml");
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toContain("broken.yaml is not a valid topology");
  });
});
