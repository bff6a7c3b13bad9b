import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Agent, readPipeline, runPipeline } from "../helpers/azurePipeline.ts";
import { checkout } from "../helpers/estate.ts";
import { type GhStandIn, ghStandIn } from "../helpers/ghStandIn.ts";
import { type PullRequestClone, pullRequestClone } from "../helpers/pullRequestClone.ts";
import { type ThreadsStandIn, threadsStandIn } from "../helpers/threadsStandIn.ts";
import {
  outcomes,
  pullRequestEvent,
  type Runner,
  readWorkflow,
  runWorkflow,
  withoutInstall,
} from "../helpers/workflow.ts";

// Both pipelines on real branches, with a real change, and without an engine; workflow.test.ts has the engine.

const file = "stacks/branches.topology.yaml";
const base = (await readFile(path.join(checkout, "examples/small.topology.yaml"), "utf8")).replace(
  "environment: small",
  "environment: branches",
);
/** The branch no longer reaches the core, so that its 20 machines get a MAK. */
const cut = base.replace("reaches: { kms: core }", "reaches: {}");
/** One machine more than is licensed. */
const broken = base.replace("count: 20 }", "count: 21 }");
const marker = "<!-- activation: branches -->";

let clone: PullRequestClone;
let tools: string;

beforeAll(async () => {
  clone = await pullRequestClone();
  tools = await mkdtemp(path.join(tmpdir(), "stand-ins-"));
});
afterAll(async () => {
  await clone?.remove();
  await rm(tools, { recursive: true });
});

const written = (name: string) => readFile(path.join(clone.dir, "activation", name), "utf8");

describe("the workflow in a pull request", () => {
  let gh: GhStandIn;
  beforeEach(async () => {
    gh = await ghStandIn(tools);
  });

  const run = async (from: "own" | "fork" = "own") => {
    const vars = { ACTIVATION_ENVIRONMENT: "branches" };
    const runner: Runner = {
      dir: clone.dir,
      machine: { PATH: gh.path },
      github: pullRequestEvent(from),
      vars,
      secrets: {},
    };
    return runWorkflow(withoutInstall(await readWorkflow(".github/workflows/activation.yml")), runner);
  };

  it("comments once, and updates that comment with the next change", async () => {
    await clone.open({ [file]: base }, { [file]: cut });
    const first = await run();
    expect(outcomes(first)).toMatchObject({ Check: 0, Preview: "skipped", Summary: 0, Comment: 0 });
    expect(first.summary).toContain(`20 computers to touch; resources not known here.** ${marker}`);
    expect(first.summary).toContain("kms-central (D31) becomes mak phone (D33)");
    expect(await gh.calls()).toEqual(["POST repos/example/estate/issues/7/comments"]);

    await clone.open({ [file]: base }, { [file]: broken });
    const second = await run();
    expect(outcomes(second)).toMatchObject({ Check: 1, Summary: 0, Comment: 0 });
    expect(second.summary).toMatch(/^\*\*branches does not pass: /);
    expect(await gh.calls()).toHaveLength(2);
    expect((await gh.calls())[1]).toBe("PATCH repos/example/estate/issues/comments/100");
    expect((await gh.comments()).map(({ body }) => body)).toEqual([second.summary]);
  });

  it("leaves comments of people and of other environments alone", async () => {
    const others = [
      { id: 1, user: { login: "reviewer" }, body: `I read ${marker}` },
      { id: 2, user: { login: "github-actions[bot]" }, body: "**all is well** <!-- activation: branches-2 -->" },
    ];
    await gh.set(others);
    await clone.open({ [file]: base }, { [file]: cut });
    await run();
    expect((await gh.comments()).slice(0, 2)).toEqual(others);
    expect(await gh.comments()).toHaveLength(3);
  });

  it("compares with where the branch began, whatever came to the target branch since", async () => {
    const later = { "README.md": "other text", "examples/small.topology.yaml": cut };
    await clone.open({ [file]: base }, { [file]: cut }, later);
    const { summary } = await run();
    expect(summary).toContain("20 computers to touch");
    expect(await written("base.topology.yaml")).toBe(base);
  });

  it("says of an environment that the target branch does not have that it is new", async () => {
    await clone.open({ [file]: null }, { [file]: base });
    const { summary } = await run();
    expect(summary).toContain("The environment is new: the target branch has no such file.");
    expect(summary).toContain("New: 60 client machines with kms-central (D11)");
  });

  it("says that the target branch's file is not valid, and judges the change all the same", async () => {
    await clone.open({ [file]: base.replace("version: 1", "version: one") }, { [file]: base });
    const result = await run();
    expect(outcomes(result)).toMatchObject({ Check: 0, Summary: 0, Comment: 0 });
    expect(result.summary).toMatch(/### Target branch[^#]*activation\/base\.topology\.yaml:/);
  });

  it("gives a fork its summary and no comment", async () => {
    await clone.open({ [file]: base }, { [file]: broken });
    const result = await run("fork");
    expect(outcomes(result)).toMatchObject({ Check: 1, Summary: 0, Comment: "skipped" });
    expect(result.summary).toMatch(/^\*\*branches does not pass: /);
    expect(await gh.calls()).toEqual([]);
  });
});

describe("the pipeline of Azure DevOps", () => {
  let host: ThreadsStandIn;
  beforeEach(async () => {
    host = await threadsStandIn();
    return () => host.close();
  });

  const run = async (
    variables: Agent["variables"] = {},
    secrets: Agent["secrets"] = { "System.AccessToken": "token of the run" },
  ) => {
    const agent: Agent = {
      dir: clone.dir,
      machine: {},
      variables: {
        ENVIRONMENT: "branches",
        "Build.Reason": "PullRequest",
        "Build.Repository.Id": "repository-id",
        "Build.Repository.Uri": "https://dev.azure.com/estate/project/_git/estate",
        "System.CollectionUri": host.uri,
        "System.TeamProjectId": "project-id",
        "System.PullRequest.IsFork": "False",
        "System.PullRequest.PullRequestId": "7",
        "System.PullRequest.TargetBranch": "refs/heads/main",
        ...variables,
      },
      secrets,
    };
    return runPipeline(await readPipeline("branches"), agent, ["Install"]);
  };

  it("starts by policy, locks nothing by itself, and installs what the lock file says", async () => {
    const { trigger, lockBehavior, jobs } = await readPipeline("branches");
    expect([trigger, lockBehavior]).toEqual(["none", "sequential"]);
    expect(jobs[0]?.steps.find(({ bash }) => bash !== undefined)?.bash).toBe("npm ci");
    for (const { task } of jobs[0]?.steps ?? []) if (task !== undefined) expect(task).toMatch(/^\w+@\d+$/);
  });

  it("opens one thread, and updates its comment with the next change", async () => {
    await clone.open({ [file]: base }, { [file]: cut });
    const first = await run();
    expect(first.outcomes).toMatchObject({ Check: 0, Preview: "skipped", Summary: 0, Comment: 0 });
    expect(first.done.Summary?.stdout).toContain("##vso[task.uploadsummary]");
    expect(host.threads.map(({ comments }) => comments[0]?.content)).toEqual([await written("comment.md")]);
    expect(await written("comment.md")).toContain("kms-central (D31) becomes mak phone (D33)");

    await clone.open({ [file]: base }, { [file]: broken });
    const second = await run();
    expect(second.outcomes).toMatchObject({ Check: 1, Summary: 0, Comment: 0 });
    expect(second.done.Check?.stdout).toContain("##vso[task.logissue type=error");
    expect(host.calls).toEqual(["POST ", "PATCH /40/comments/1"]);
    expect(host.threads.map(({ comments }) => comments[0]?.content)).toEqual([await written("comment.md")]);
    expect(await written("comment.md")).toMatch(
      /\[TOT-01\]\(https:\/\/dev\.azure\.com\/estate\/project\/_git\/estate\?path=\/docs\/rules\/TOT-01\.md\)/,
    );
  });

  it("leaves threads of others and deleted ones alone", async () => {
    const others = [
      { id: 1, comments: [{ id: 1, content: "a question" }] },
      { id: 2, comments: [{ id: 1, content: "**x** <!-- activation: branches-2 -->" }] },
      { id: 3, isDeleted: true, comments: [{ id: 1, content: `**x** ${marker}` }] },
    ];
    host.threads = [...others];
    await clone.open({ [file]: base }, { [file]: cut });
    await run();
    expect(host.calls).toEqual(["POST "]);
    expect(host.threads.slice(0, 3)).toEqual(others);
  });

  it("gives a fork its summary and no comment", async () => {
    await clone.open({ [file]: base }, { [file]: broken });
    const { outcomes: seen } = await run({ "System.PullRequest.IsFork": "True", PULUMI_BACKEND_URL: "azblob://state" });
    expect(seen).toMatchObject({ Check: 1, Pulumi: "skipped", Preview: "skipped", Summary: 0, Comment: "skipped" });
    expect(host.calls).toEqual([]);
  });

  it("says which right the build service lacks, and does not leave it at that in silence", async () => {
    await clone.open({ [file]: base }, { [file]: cut });
    const { outcomes: seen, done } = await run({}, { "System.AccessToken": "another token" });
    expect(seen).toMatchObject({ Check: 0, Comment: 2 });
    expect(done.Comment?.stderr).toContain('give the build service "Contribute to pull requests"');
  });
});
