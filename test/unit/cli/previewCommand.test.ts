import { describe, expect, it } from "vitest";
import { failure, planned, step, violation } from "../../helpers/engineEvents.ts";
import { fakeEngine } from "../../helpers/fakeEngine.ts";
import { inFolder } from "../../helpers/inFolder.ts";

const creation = planned(step("create"));
const objection = violation("KMS-THR-01 sites.hq: kms-1 counts 24 client machines; add one");
const removals = planned(
  ...Array.from({ length: 10 }, (_, i) => step("delete", { name: `r${i}`, old: { inputs: { zone: "corp.example" } } })),
);

describe("activation preview", () => {
  it("says what would change and what the rules say, on stdout, and what it does on stderr", async () => {
    await fakeEngine({ preview: { log: creation } });
    const { exitCode, out, err } = await inFolder(["preview", "test"]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^test: 1 to create\n {2}create {2}activation:index:SrvRecord kms-1\n/);
    expect(out).toContain("0 mandatory, 0 advisory, 0 unknown");
    expect(err).toBe("previewing test with the policy pack ...\n");
  });

  it("ends with 1 where a mandatory rule objects, and says where in the file", async () => {
    await fakeEngine({ preview: { log: [objection], exitCode: 255 } });
    const { exitCode, out } = await inFolder(["preview", "test"]);
    expect(exitCode).toBe(1);
    expect(out).toMatch(/test\.topology\.yaml:\d+:\d+: KMS-THR-01: /);
  });

  it("ends with 2 and the engine's words where it could not run", async () => {
    await fakeEngine({ preview: { exitCode: 255, stderr: "error: incorrect passphrase" } });
    const { exitCode, out, err } = await inFolder(["preview", "test"]);
    expect(exitCode).toBe(2);
    expect(err).toContain("error: incorrect passphrase\nset PULUMI_CONFIG_PASSPHRASE or");
    expect(out).toBe("");
  });

  it("shows what the rules object to although it could not run to its end", async () => {
    await fakeEngine({ preview: { log: [objection, failure("no such zone")], exitCode: 255 } });
    const { exitCode, out, err } = await inFolder(["preview", "test"]);
    expect(exitCode).toBe(2);
    expect(out).toContain("KMS-THR-01");
    expect(err).toContain("test could not be previewed, and nothing was changed:\nno such zone\n");
  });

  it("says in JSON and Markdown that it is not complete, and writes no SARIF, which could not say so", async () => {
    await fakeEngine({ preview: { exitCode: 255, stderr: "error: boom" } });
    const json = JSON.parse((await inFolder(["preview", "test", "--format", "json"])).out);
    expect(json).toMatchObject({ complete: false, problems: ["error: boom"] });
    expect((await inFolder(["preview", "test", "--format", "markdown"])).out).toBe(
      "## Activation preview: test\n\n**could not be previewed**\n\n- error: boom\n",
    );
    expect(await inFolder(["preview", "test", "--format", "sarif"])).toMatchObject({ exitCode: 2, out: "" });
  });

  it.each([
    ["junit", /<error type="incomplete" message="could not be previewed[^>]+>[^<]+\nerror: boom</],
    ["github", /^::error title=preview of test::error: boom$/m],
    ["azure-devops", /^##vso\[task\.logissue type=error;\]preview of test: error: boom$/m],
  ])("says in %s that it is not complete, and passes nothing", async (format, said) => {
    await fakeEngine({ preview: { exitCode: 255, stderr: "error: boom" } });
    const { exitCode, out } = await inFolder(["preview", "test", "--format", format]);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: expect.stringMatching(said) });
    expect(out).toContain("could not be previewed");
    expect(out).not.toMatch(/<testcase [^>]*\/>|result=Succeeded/);
  });

  it.each([
    ["junit", /<failure type="guard" message="[^"]*--allow-removals/],
    ["github", /^::error title=preview of test::.*--allow-removals$/m],
    ["azure-devops", /^##vso\[task\.logissue type=error;\]preview of test: .*--allow-removals$/m],
  ])("says in %s what the guards object to, what the rules do, and what is left to a person", async (format, said) => {
    const warning = { diagnosticEvent: { severity: "warning", message: "warning: install the key by hand" } };
    const advisory = violation("advisory: KMS-CAP-01 sites.hq: one host; add one");
    await fakeEngine({ preview: { log: [...removals, warning, advisory] } });
    const { exitCode, out } = await inFolder(["preview", "test", "--format", format]);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: expect.stringMatching(said) });
    expect(out).toContain("install the key by hand");
    expect(out).toMatch(/KMS-CAP-01[\s\S]*advisory[\s\S]*one host; add one/);
  });

  it("passes on what the program leaves to a person, in every form that a person reads", async () => {
    const warning = {
      diagnosticEvent: { severity: "warning", message: "<{%reset%}>warning: install the key by hand" },
    };
    await fakeEngine({ preview: { log: [...creation, warning] } });
    expect((await inFolder(["preview", "test"])).out).toContain("\nnote: install the key by hand\n");
    const markdown = await inFolder(["preview", "test", "--format", "markdown"]);
    expect(markdown.out).toContain("- note: install the key by hand\n");
  });

  it("ends with 1 for an advisory finding only where --fail-on asks for it", async () => {
    await fakeEngine({ preview: { log: [violation("advisory: KMS-CAP-01 sites.hq: one host; add one")] } });
    expect(await inFolder(["preview", "test"])).toMatchObject({ exitCode: 0 });
    expect(await inFolder(["preview", "test", "--fail-on", "advisory"])).toMatchObject({ exitCode: 1 });
  });

  it("lets many records go only with --allow-removals", async () => {
    await fakeEngine({ preview: { log: removals } });
    expect(await inFolder(["preview", "test"])).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining("run again with --allow-removals\n"),
    });
    expect(await inFolder(["preview", "test", "--allow-removals"])).toMatchObject({ exitCode: 0 });
  });

  it("prints JSON for machines", async () => {
    await fakeEngine({ preview: { log: [...creation, objection], exitCode: 255 } });
    const report = JSON.parse((await inFolder(["preview", "test", "--format", "json"])).out);
    expect(report).toMatchObject({
      schemaVersion: 1,
      environment: "test",
      changes: [{ op: "create", type: "activation:index:SrvRecord", name: "kms-1", paths: [] }],
      findings: [{ rule: "KMS-THR-01", severity: "mandatory", status: "fail" }],
      problems: [],
    });
    expect(Object.keys(report.changes[0])).toEqual(["op", "type", "name", "paths"]); // no state, which may hold secrets
  });

  it("prints Markdown for pull requests, and SARIF", async () => {
    await fakeEngine({ preview: { log: [...creation, objection], exitCode: 255 } });
    const markdown = (await inFolder(["preview", "test", "--format", "markdown"])).out;
    expect(markdown).toContain("## Activation preview: test");
    const sarif = JSON.parse((await inFolder(["preview", "test", "--format", "sarif"])).out);
    expect(sarif.runs[0].results[0].ruleId).toBe("KMS-THR-01");
  });

  it("names the known environments for one that it does not know", async () => {
    const { exitCode, err } = await inFolder(["preview", "prod"]);
    expect(exitCode).toBe(2);
    expect(err).toBe('no environment "prod": stacks/Pulumi.prod.yaml does not exist; known: test\n');
  });
});
