import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { cloneInto, linkPackages } from "../helpers/clone.ts";
import { configureLabSecrets, labDir, type TestEstate, testEstate } from "../helpers/estate.ts";
import { rulesInSarif } from "../helpers/sarif.ts";
import { type Runner, readWorkflow, runWorkflow, type Workflow, type WorkflowResult } from "../helpers/workflow.ts";

const workflow = await readWorkflow(".github/workflows/activation.yml");
const [job] = Object.values(workflow.jobs);

/** The workflow with `npm ci` taken out: the test links the installed packages instead. */
const installed: Workflow = {
  ...workflow,
  jobs: { job: { ...(job ?? fail()), steps: job?.steps.filter((step) => step.run !== "npm ci") ?? [] } },
};

function fail(): never {
  throw new Error("the workflow has no job");
}

describe("the workflow", () => {
  it("has one job, which installs what the lock file says before anything else runs", () => {
    expect(Object.keys(workflow.jobs)).toEqual(["check-and-preview"]);
    expect(job?.steps.filter((step) => step.run !== undefined).map((step) => step.run)[0]).toBe("npm ci");
  });

  it("may read the repository, sign in to Azure and leave findings, and nothing else", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(job?.permissions).toEqual({ contents: "read", "id-token": "write", "security-events": "write" });
  });

  it("uses GitHub's own actions at a version and those of others at a commit", () => {
    for (const { uses } of job?.steps ?? [])
      if (uses !== undefined) expect(uses).toMatch(/^(actions|github)\/[\w/-]+@v\d+$|^[\w/-]+@[0-9a-f]{40}$/);
  });

  it("writes no expression into a script, where a name of somebody else's could become a command", () => {
    for (const { run } of job?.steps ?? []) expect(run ?? "").not.toContain("${{");
  });
});

describe.skipIf(labDir === undefined)("the workflow's steps in a clone, on the real engine", () => {
  let clone: string;
  let estate: TestEstate;

  beforeAll(async () => {
    clone = await mkdtemp(path.join(tmpdir(), "activation-clone-"));
    await cloneInto(clone);
    await linkPackages(clone);
    estate = await testEstate({ name: "workflow", project: clone });
    await configureLabSecrets(estate);
    await topology((text) => text);
  });

  afterEach(() => rm(path.join(clone, "activation.sarif"), { force: true }));
  afterAll(async () => {
    await estate?.remove();
    await rm(clone, { recursive: true, force: true });
  });

  /** Writes the environment's topology file where the workflow looks for it. */
  const topology = async (change: (text: string) => string): Promise<void> => {
    const name = `${estate.stack}.topology.yaml`;
    await writeFile(path.join(clone, "stacks", name), change(await readFile(estate.topologyFile, "utf8")));
    await estate.config("topology", name);
  };

  const runner = (from: "own" | "fork"): Runner => {
    // The preview gets these two from the repository's settings, not from the machine.
    const { PULUMI_BACKEND_URL = "", PULUMI_CONFIG_PASSPHRASE = "", ...machine } = estate.env;
    const head = { repo: { full_name: from === "own" ? "example/estate" : "somebody/estate" } };
    return {
      dir: clone,
      machine,
      github: { event_name: "pull_request", repository: "example/estate", event: { pull_request: { head } } },
      vars: { ACTIVATION_ENVIRONMENT: estate.stack, PULUMI_BACKEND_URL },
      secrets: from === "own" ? { PULUMI_CONFIG_PASSPHRASE } : {},
    };
  };

  const outcomes = ({ steps }: WorkflowResult) =>
    Object.fromEntries(steps.map(({ step, outcome, done }) => [step, done === null ? outcome : done.exitCode]));
  const checkStep = ({ steps }: WorkflowResult) => steps.find(({ step }) => step === "Check")?.done;
  const rulesFound = async () => {
    const log = JSON.parse(await readFile(path.join(clone, "activation.sarif"), "utf8"));
    return rulesInSarif(log, `stacks/${estate.stack}.topology.yaml`);
  };

  it("leave findings as SARIF, and findings and preview in the summary", async () => {
    const result = await runWorkflow(installed, runner("own"));
    expect(outcomes(result)).toMatchObject({ Check: 0, "Upload the findings": "used", Pulumi: "used", Preview: 0 });
    expect(result.summary).toContain("## Activation checks: lab");
    expect(result.summary).toContain(`## Activation preview: ${estate.stack}`);
    expect(result.summary).toMatch(/\*\*\d+ to create\*\*/);
    expect(result.summary).toContain("azure-native:compute:VirtualMachine");
    expect(await rulesFound()).toEqual(["DNS-SRV-10", "FW-KMS-03", "KMS-CAP-03"]); // what is unknown and what is attested
  });

  it("show a fork its findings, and neither preview its code nor take its SARIF", async () => {
    const result = await runWorkflow(installed, runner("fork"));
    const skipped = { "Upload the findings": "skipped", Pulumi: "skipped", Azure: "skipped", Preview: "skipped" };
    expect(outcomes(result)).toMatchObject({ Check: 0, ...skipped });
    expect(result.summary).toContain("## Activation checks: lab");
  });

  it("leave the preview out where no backend is named", async () => {
    const { vars, ...rest } = runner("own");
    const result = await runWorkflow(installed, { ...rest, vars: { ...vars, PULUMI_BACKEND_URL: "" } });
    expect(outcomes(result)).toMatchObject({ Check: 0, "Upload the findings": "used", Preview: "skipped" });
  });

  it("fail on a mandatory finding, which summary and SARIF hold all the same", async () => {
    await topology((text) => text.replace("client: 130,", "client: 131,"));
    const result = await runWorkflow(installed, runner("own"));
    expect(outcomes(result)).toMatchObject({ Check: 1, "Upload the findings": "used", Preview: "skipped" });
    expect(result.summary).toMatch(/\| ?mandatory ?\| ?\[TOT-01\]/);
    expect(await rulesFound()).toContain("TOT-01");
  });

  it("fail on a file that cannot be read, and say why, with nothing that looks like a result", async () => {
    await topology((text) => text.replace("kind: branch", "kind: brunch"));
    const result = await runWorkflow(installed, runner("own"));
    expect(outcomes(result)).toMatchObject({ Check: 2, "Upload the findings": "skipped", Preview: "skipped" });
    expect(checkStep(result)?.stderr).toContain("brunch");
    expect(result.summary).toBe("");
  });

  it("fail where the preview cannot run, and say why in the summary", async () => {
    await topology((text) => text);
    const result = await runWorkflow(installed, { ...runner("own"), secrets: { PULUMI_CONFIG_PASSPHRASE: "wrong" } });
    expect(outcomes(result)).toMatchObject({ Check: 0, Preview: 2 });
    expect(result.summary).toContain("passphrase");
  });
});
