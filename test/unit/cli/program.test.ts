import { describe, expect, it } from "vitest";
import { runActivation } from "../../../modules/cli/program.ts";
import packageJson from "../../../package.json" with { type: "json" };
import { fakeIo } from "../../helpers/fakeIo.ts";
import { smallTopology } from "../../helpers/inFolder.ts";

/** More machines than licensed: TOT-01, a mandatory failure. */
const wrong = smallTopology.replace("client: 30 }", "client: 31 }");
/** More than 50 clients on one host: KMS-CAP-01, an advisory failure. */
const large = smallTopology.replaceAll("30 }", "51 }");
const files = {
  "x.yaml": smallTopology,
  "wrong.yaml": wrong,
  "large.yaml": large,
  "broken.yaml": "version: 1\nsites: []\n",
  "state.json": "{}",
};

async function run(...argv: string[]) {
  const io = fakeIo(files);
  const exitCode = await runActivation(argv, io);
  return { exitCode, out: io.out(), err: io.err(), written: io.written };
}

describe("the command line", () => {
  it("shows its commands, none that does not work, and exit codes, with --help", async () => {
    const { exitCode, out } = await run("--help");
    expect(exitCode).toBe(0);
    expect(out).toMatch(/plan <file>|plan \[options\] <file>/);
    expect(out).toContain("Exit codes: 0 in order, 1 findings or drift, 2 could not run");
    expect(out).not.toContain("report ");
  });

  it.each(["plan", "check", "schema"])("shows an example with %s --help", async (command) => {
    const { exitCode, out } = await run(command, "--help");
    expect(exitCode).toBe(0);
    expect(out).toContain(`Example:\n  $ activation ${command}`);
  });

  it("knows its version", async () => {
    expect(await run("--version")).toMatchObject({ exitCode: 0, out: `${packageJson.version}\n` });
  });

  it("asks for a command where there is none", async () => {
    const { exitCode, err } = await run();
    expect(exitCode).toBe(2);
    expect(err).toContain("Usage: activation");
  });

  it("names the nearest command for one that it does not know", async () => {
    const { exitCode, out, err } = await run("plna", "x.yaml");
    expect(exitCode).toBe(2);
    expect(out).toBe("");
    expect(err).toContain("unknown command 'plna'");
    expect(err).toContain("Did you mean plan?");
  });

  it.each([
    ["plan", "sarif", "text, json, markdown."],
    ["check", "html", "text, json, markdown, sarif, junit, github, azure-devops."],
    ["schema", "text", "json."],
  ])("refuses for %s the format %s and lists the valid ones", async (command, format, valid) => {
    const { exitCode, err } = await run(command, "--format", format);
    expect(exitCode).toBe(2);
    expect(err).toContain(`Allowed choices are ${valid}`);
  });

  it("refuses a level that --fail-on does not have", async () => {
    const { exitCode, err } = await run("check", "x.yaml", "--fail-on", "info");
    expect(exitCode).toBe(2);
    expect(err).toContain("mandatory, advisory, unknown");
  });

  it("words a missing file without a stack", async () => {
    const { exitCode, out, err } = await run("plan", "nowhere.yaml");
    expect(exitCode).toBe(2);
    expect(out).toBe("");
    expect(err).toBe("cannot read nowhere.yaml: there is no such file or folder; check the path\n");
  });

  it("prints all problems of a wrong file with their places and without a stack", async () => {
    const { exitCode, err } = await run("plan", "broken.yaml");
    expect(exitCode).toBe(2);
    expect(err).toMatch(/broken\.yaml is not a valid topology \(\d+ problems\)\n {2}broken\.yaml:\d+:\d+: /);
    expect(err).not.toContain(".ts:");
  });

  it("calls an error that nobody worded a bug and keeps its stack", async () => {
    const io = fakeIo({}, { readFile: async () => Promise.reject(new TypeError("boom")) });
    expect(await runActivation(["plan", "x.yaml"], io)).toBe(2);
    expect(io.err()).toMatch(/this is a bug in activation; TypeError: boom\n\s+at /);
  });

  it("writes the result to the file that --output names, and nothing to stdout", async () => {
    const { exitCode, out, written } = await run("plan", "x.yaml", "--format", "json", "--output", "plan.json");
    expect(exitCode).toBe(0);
    expect(out).toBe("");
    expect(JSON.parse(written.get("plan.json") ?? "")).toMatchObject({ schemaVersion: 1, environment: "test" });
  });

  it("writes no file where it could not run", async () => {
    const { exitCode, written } = await run("plan", "broken.yaml", "--output", "plan.txt");
    expect(exitCode).toBe(2);
    expect(written.size).toBe(0);
  });

  it.each([
    { argv: ["plan", "x.yaml"], coloured: true },
    { argv: ["plan", "x.yaml", "--no-color"], coloured: false },
  ])("gives colour to a terminal unless told not to: $argv", async ({ argv, coloured }) => {
    const io = fakeIo(files, { isTerminal: true, colour: true, columns: 100 });
    await runActivation(argv, io);
    expect(io.out().includes("\u001b[")).toBe(coloured);
  });
});

describe("activation plan", () => {
  it("shows the decision of each cohort", async () => {
    const { exitCode, out } = await run("plan", "x.yaml");
    expect(exitCode).toBe(0);
    expect(out).toMatch(/hq +desktops +client +30 +kms-central +D11 +kms-1/);
  });

  it("prints Markdown", async () => {
    expect((await run("plan", "x.yaml", "--format", "markdown")).out).toContain(
      "|`desktops`|client|30|kms-central|D11|",
    );
  });

  it("ends with 1 where a mandatory rule fails", async () => {
    const { exitCode, out } = await run("plan", "wrong.yaml");
    expect(exitCode).toBe(1);
    expect(out).toContain("TOT-01");
  });
});

describe("activation check", () => {
  it("ends with 0 where no mandatory rule fails, and with 1 where one does", async () => {
    expect((await run("check", "x.yaml")).exitCode).toBe(0);
    const { exitCode, out } = await run("check", "wrong.yaml");
    expect(exitCode).toBe(1);
    expect(out).toMatch(/wrong\.yaml:4:\d+: TOT-01: .*30.*31|wrong\.yaml:4:\d+: TOT-01: .*31.*30/);
  });

  it("ends with 1 at the level that --fail-on sets", async () => {
    const levels = ["mandatory", "advisory", "unknown"];
    const codes = levels.map(async (level) => (await run("check", "large.yaml", "--fail-on", level)).exitCode);
    expect(await Promise.all(codes)).toEqual([0, 1, 1]);
  });

  it.each(["json", "markdown", "sarif", "junit", "github", "azure-devops"])("prints %s", async (format) => {
    const { exitCode, out } = await run("check", "wrong.yaml", "--format", format);
    expect(exitCode).toBe(1);
    expect(out).toContain("TOT-01");
  });

  it.each([[[]], [["x.yaml", "--state", "state.json"]]])("wants a file or a state, not %j", async (argv) => {
    const { exitCode, err } = await run("check", ...argv);
    expect(exitCode).toBe(2);
    expect(err).toBe("name what to check: either a topology file, or --state and an exported stack\n");
  });
});

describe("activation schema", () => {
  it("prints the schema file as it is", async () => {
    const io = fakeIo({}, { readFile: async (path) => `schema at ${path.split("/").slice(-2).join("/")}` });
    expect(await runActivation(["schema"], io)).toBe(0);
    expect(io.out()).toBe("schema at topology/topology.schema.json");
  });
});
