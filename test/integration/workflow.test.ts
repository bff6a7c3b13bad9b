import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configureLabSecrets, labDir, type TestEstate, testEstate } from "../helpers/estate.ts";
import { type GhStandIn, ghStandIn } from "../helpers/ghStandIn.ts";
import { type PullRequestClone, pullRequestClone } from "../helpers/pullRequestClone.ts";
import { rulesInSarif } from "../helpers/sarif.ts";
import {
  outcomes,
  pullRequestEvent,
  type Runner,
  readWorkflow,
  runWorkflow,
  type WorkflowResult,
  withoutInstall,
} from "../helpers/workflow.ts";

const workflow = await readWorkflow(".github/workflows/activation.yml");
const installed = withoutInstall(workflow);
const jobs = Object.entries(workflow.jobs);
const steps = jobs.flatMap(([, job]) => job.steps);

describe("the workflow", () => {
  it("installs what the lock file says before anything else runs", () => {
    expect(steps.filter((step) => step.run !== undefined).map((step) => step.run)[0]).toBe("npm ci");
  });

  it("may read the repository, sign in to Azure and leave findings; only a job that checks nothing out may comment", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(jobs.map(([name, { permissions }]) => [name, permissions])).toEqual([
      ["check-and-preview", { contents: "read", "id-token": "write", "security-events": "write" }],
      ["comment", { "pull-requests": "write" }],
    ]);
    const actions = workflow.jobs.comment?.steps.map(({ uses }) => uses);
    expect(actions).toEqual([expect.stringContaining("actions/download-artifact@"), undefined]);
  });

  it("runs once for each environment and pull request, the newest commit first", () => {
    expect(workflow.concurrency.group).toMatch(/vars\.ACTIVATION_ENVIRONMENT.*github\.ref/);
    expect(workflow.concurrency["cancel-in-progress"]).toBe(true);
  });

  it("uses GitHub's own actions at a version and those of others at a commit", () => {
    for (const { uses } of steps)
      if (uses !== undefined) expect(uses).toMatch(/^(actions|github)\/[\w/-]+@v\d+$|^[\w/-]+@[0-9a-f]{40}$/);
  });

  it("writes no expression into a script, where a name of somebody else's could become a command", () => {
    for (const { run } of steps) expect(run ?? "").not.toContain("${{");
  });
});

describe.skipIf(labDir === undefined)("the workflow's steps in a clone, on the real engine", () => {
  let clone: PullRequestClone;
  let estate: TestEstate;
  let gh: GhStandIn;

  beforeAll(async () => {
    clone = await pullRequestClone();
    estate = await testEstate({ name: "workflow", project: clone.dir });
    await configureLabSecrets(estate);
    await estate.config("topology", `${estate.stack}.topology.yaml`);
    gh = await ghStandIn(estate.dir);
  });

  afterAll(async () => {
    await estate?.remove();
    await clone?.remove();
  });

  /** Opens a pull request that changes the environment's topology file where the workflow looks for it. */
  const topology = async (change: (text: string) => string): Promise<void> => {
    const file = `stacks/${estate.stack}.topology.yaml`;
    const text = await readFile(estate.topologyFile, "utf8");
    await clone.open({ [file]: text }, { [file]: change(text) });
  };

  const runner = (from: "own" | "fork"): Runner => {
    // The preview gets these two from the repository's settings, not from the machine.
    const { PULUMI_BACKEND_URL = "", PULUMI_CONFIG_PASSPHRASE = "", ...machine } = estate.env;
    return {
      dir: clone.dir,
      machine: { ...machine, PATH: gh.path },
      github: pullRequestEvent(from),
      vars: { ACTIVATION_ENVIRONMENT: estate.stack, PULUMI_BACKEND_URL },
      secrets: from === "own" ? { PULUMI_CONFIG_PASSPHRASE } : {},
    };
  };

  const checkStep = ({ steps }: WorkflowResult) => steps.find(({ step }) => step === "Check")?.done;
  const rulesFound = async () => {
    const log = JSON.parse(await readFile(path.join(clone.dir, "activation/findings.sarif"), "utf8"));
    return rulesInSarif(log, `stacks/${estate.stack}.topology.yaml`);
  };

  it("leave findings as SARIF, and plan, findings and preview in the summary", async () => {
    await topology((text) => text.replace("count: 40,", "count: 39,").replace("client: 130,", "client: 129,"));
    const result = await runWorkflow(installed, runner("own"));
    expect(outcomes(result)).toMatchObject({ Check: 0, "Upload the findings": "used", Pulumi: "used", Preview: 0 });
    expect(result.summary).toMatch(
      /^\*\*lab passes: 0 mandatory, .* \(0 new failures, 0 fixed\); 0 computers to touch; resources: /,
    );
    expect(result.summary).toContain("39 client machines instead of 40");
    expect(result.summary).toMatch(/\d+ to create in the stack/);
    expect(result.summary).toContain("azure-native:compute:VirtualMachine");
    expect(await rulesFound()).toEqual(["DNS-SRV-10", "FW-KMS-03", "KMS-CAP-03"]); // what is unknown and what is attested
    expect((await gh.comments()).map(({ body }) => body)).toEqual([result.summary]);
  });

  it("show a fork its findings, and neither preview its code nor take its SARIF nor comment", async () => {
    await topology((text) => text);
    const result = await runWorkflow(installed, runner("fork"));
    const skipped = { "Upload the findings": "skipped", Pulumi: "skipped", Azure: "skipped", Preview: "skipped" };
    expect(outcomes(result)).toMatchObject({ Check: 0, ...skipped, Comment: "skipped" });
    expect(result.summary).toMatch(/^\*\*lab passes: /);
    expect(result.summary).toContain("Not known here: there was no preview.");
  });

  it("leave the preview out where no backend is named", async () => {
    const { vars, ...rest } = runner("own");
    const result = await runWorkflow(installed, { ...rest, vars: { ...vars, PULUMI_BACKEND_URL: "" } });
    expect(outcomes(result)).toMatchObject({ Check: 0, "Upload the findings": "used", Preview: "skipped" });
  });

  it("fail on a mandatory finding, which summary and SARIF hold all the same", async () => {
    await topology((text) => text.replace("client: 130,", "client: 131,"));
    const result = await runWorkflow(installed, runner("own"));
    expect(outcomes(result)).toMatchObject({ Check: 1, "Upload the findings": "used", Preview: "skipped", Comment: 0 });
    expect(result.summary).toMatch(/### New failures \(1\)[^#]*\| ?mandatory ?\| ?\[TOT-01\]/);
    expect(await rulesFound()).toContain("TOT-01");
  });

  it("fail on a file that cannot be read, and say why, with nothing that looks like a result", async () => {
    await topology((text) => text.replace("kind: branch", "kind: brunch"));
    const result = await runWorkflow(installed, runner("own"));
    expect(outcomes(result)).toMatchObject({
      Check: 2,
      "Upload the findings": "skipped",
      Preview: "skipped",
      Comment: 0,
    });
    expect(checkStep(result)?.stderr).toContain("brunch");
    expect(result.summary).toMatch(/^\*\*lab could not be judged: .*\n\n### Problems \(1\)/);
    expect(result.summary).toContain("brunch");
    expect(result.summary).not.toContain("Plan");
  });

  it("fail where the preview cannot run, and say why in the summary", async () => {
    await topology((text) => text);
    const result = await runWorkflow(installed, { ...runner("own"), secrets: { PULUMI_CONFIG_PASSPHRASE: "wrong" } });
    expect(outcomes(result)).toMatchObject({ Check: 0, Preview: 2 });
    expect(result.summary).toContain("the preview could not run to its end");
    expect(result.summary).toContain("passphrase");
    expect(await gh.comments()).toHaveLength(1);
  });
});
