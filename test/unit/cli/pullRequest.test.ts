import { describe, expect, it } from "vitest";
import { CliError } from "../../../modules/cli/io.ts";
import { runActivation } from "../../../modules/cli/program.ts";
import { fakeIo } from "../../helpers/fakeIo.ts";
import { smallTopology } from "../../helpers/inFolder.ts";

const preview = {
  schemaVersion: 1,
  environment: "test",
  complete: true,
  changes: [{ op: "delete", type: "t", name: "record-1", paths: [] }],
  findings: [],
  warnings: [],
  problems: [],
};
const files: Readonly<Record<string, string>> = {
  "x.yaml": smallTopology,
  "few.yaml": smallTopology.replaceAll("30 }", "24 }"),
  "many.yaml": smallTopology.replace("client: 30 }", "client: 31 }"),
  "broken.yaml": smallTopology.replace("kind: core", "kind: cor"),
  "nameless.topology.yaml": smallTopology.replace("environment: test", "environment: { }"),
  "preview.json": JSON.stringify(preview),
  "text.json": "no JSON",
  "old.json": JSON.stringify({ ...preview, schemaVersion: 0 }),
  "half.json": JSON.stringify({ ...preview, changes: [{ op: "explode", type: "t", name: "n", paths: [] }] }),
  "finding.json": JSON.stringify({ ...preview, findings: [{ rule: "A-01" }] }),
  "list.json": "[null]",
};

async function run(...argv: string[]) {
  const io = fakeIo(files, {
    readFile: async (path) => {
      const text = files[path];
      if (text !== undefined) return text;
      const code = path === "shut.yaml" ? "EACCES" : "ENOENT";
      throw new CliError(`cannot read ${path}`, { cause: Object.assign(new Error(code), { code }) });
    },
  });
  const exitCode = await runActivation(["pull-request", ...argv], io);
  return { exitCode, out: io.out(), err: io.err() };
}
const json = async (...argv: string[]) => JSON.parse((await run(...argv, "--format", "json")).out);

describe("activation pull-request", () => {
  it("sums up what changes, and ends as check of the file does", async () => {
    const { exitCode, out } = await run("few.yaml", "--base", "x.yaml");
    expect(exitCode).toBe(1);
    expect(out).toMatch(
      /^\*\*test does not pass: .*; 24 computers to touch; resources not known here\.\*\* <!-- activation: test -->\n/,
    );
    expect(out).toContain("kms-central (D11) becomes mak online (D13)");
    const failing = await run("many.yaml", "--base", "x.yaml");
    expect(failing).toMatchObject({ exitCode: 1, out: expect.stringContaining("### New failures (1)") });
    // What was so before fails too: a change that leaves a failure in does not pass.
    expect(await run("many.yaml", "--base", "many.yaml")).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining("### Failures as before (1)"),
    });
    expect((await run("x.yaml", "--base", "many.yaml")).out).toContain("### Fixed (1)");
  });

  it("shows the resources of a preview", async () => {
    const { out } = await run("x.yaml", "--base", "x.yaml", "--preview", "preview.json");
    expect(out).toContain("resources: 1 to delete.**");
    expect(out).toContain("|delete|`record-1`|");
  });

  it.each(["text.json", "old.json", "half.json", "finding.json", "list.json"])(
    "refuses %s as a preview, and says how to make one",
    async (file) => {
      const { exitCode, out, err } = await run("x.yaml", "--preview", file);
      expect([exitCode, out]).toEqual([2, ""]);
      expect(err).toContain(`${file} is no preview; make it with \`activation preview`);
    },
  );

  it("takes a missing base for a new environment", async () => {
    const { exitCode, out } = await run("x.yaml", "--base", "none.yaml");
    expect(exitCode).toBe(0);
    expect(out).toContain("The environment is new");
    expect(out).toContain("New: 30 client machines");
    expect(await json("many.yaml", "--base", "none.yaml")).toMatchObject({ base: { state: "absent" }, newFailures: 1 });
  });

  it("refuses a base that is there and cannot be read", async () => {
    expect(await run("x.yaml", "--base", "shut.yaml")).toMatchObject({
      exitCode: 2,
      out: "",
      err: "cannot read shut.yaml\n",
    });
  });

  it("tells of a base that is no topology, and judges the file all the same", async () => {
    const { exitCode, out } = await run("x.yaml", "--base", "broken.yaml");
    expect(exitCode).toBe(0);
    expect(out).toContain("### Target branch\n");
    expect(await json("many.yaml", "--base", "broken.yaml")).toMatchObject({
      base: { state: "invalid", problems: [{ file: "broken.yaml" }] },
      difference: null,
      findings: { new: [], notCompared: [{ rule: "TOT-01" }] },
    });
  });

  it("does without a base", async () => {
    expect(await json("x.yaml")).toMatchObject({ base: { state: "unnamed" }, difference: null });
  });

  it("writes the problems of a file that is no topology where the summary would be, and ends with 2", async () => {
    const { exitCode, out, err } = await run("broken.yaml", "--base", "x.yaml");
    expect(exitCode).toBe(2);
    expect(out).toMatch(/^\*\*test could not be judged: .* <!-- activation: test -->\n\n### Problems \(1\)/);
    expect(err).toContain("broken.yaml is not a valid topology (1 problem)");
    expect(await json("broken.yaml")).toMatchObject({ environment: "test", valid: false });
  });

  it("finds the comment of a file that does not even say its environment", async () => {
    const marker = (out: string) => /<!-- .* -->/.exec(out)?.[0];
    expect(marker((await run("nameless.topology.yaml", "--base", "x.yaml")).out)).toBe("<!-- activation: test -->");
    expect(marker((await run("nameless.topology.yaml")).out)).toBe("<!-- activation: nameless -->");
  });

  it.each(["999", "65k", "-1", "1e6"])("refuses the limit %s", async (limit) => {
    const { exitCode, out, err } = await run("x.yaml", `--limit=${limit}`);
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toContain(`from 1000 on, and is ${limit}`);
  });

  it("cuts to the limit, and refuses to cut JSON", async () => {
    const argv = ["few.yaml", "--base", "x.yaml", "--limit", "1000"];
    const { out } = await run(...argv);
    expect(out.length).toBeLessThanOrEqual(1000);
    expect(await run(...argv, "--format", "json")).toMatchObject({ exitCode: 2, out: "" });
  });

  it("refuses a file that is not there", async () => {
    expect(await run("none.yaml")).toMatchObject({ exitCode: 2, out: "" });
  });
});
