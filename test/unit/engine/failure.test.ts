import { describe, expect, it } from "vitest";
import { failureOf } from "../../../modules/engine/failure.ts";
import type { EngineRun } from "../../../modules/engine/run.ts";
import { failure, step, taken } from "../../helpers/engineEvents.ts";
import { aProject } from "../../helpers/environment.ts";

const project = aProject();

/** What the engine reports where a plugin is not there any more. */
const gone = (file: string, printed = "\n") => [
  failure("error reading from server: EOF"),
  failure('connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:40273: connect: refused"'),
  failure(
    `Detected that ${file} exited prematurely. \n       This is *always* a bug in the provider. Please report the issue to the provider author as appropriate.\n       To assist with debugging we have dumped the STDOUT and STDERR streams of the plugin:${printed}`,
  ),
  failure(`could not read plugin [${file}]: exit status -1`),
];

describe("why a run failed", () => {
  const run = (overrides: Partial<EngineRun>): EngineRun => ({
    command: "preview",
    exitCode: 255,
    events: [],
    stderr: "",
    ended: "itself",
    ...overrides,
  });
  const remedyFor = (overrides: Partial<EngineRun>) => failureOf(run(overrides), project, true).at(-1);

  it("is what it reported and what it printed, each once", () => {
    const failed = run({ events: [failure("boom"), failure("boom"), failure("bang")], stderr: "bang\n" });
    expect(failureOf(failed, project, false)).toEqual(["boom", "bang"]);
    expect(failureOf(run({ stderr: " \n" }), project, false)).toEqual([]);
  });

  it("is not what a terminal has shown already", () => {
    expect(failureOf(run({ events: [failure("boom")], stderr: "error: bang" }), project, true)).toEqual(["boom"]);
  });

  it("comes with the advice to wait for a lock, or to free it if the other run is dead", () => {
    const advice =
      "another run holds the stack; wait for it, or, if it was killed, free it with `pulumi cancel --yes --stack test` and run the same command again";
    expect(remedyFor({ stderr: "error: the stack is currently locked by 1 lock(s)" })).toBe(advice);
    expect(remedyFor({ events: [failure("currently locked by 1 lock(s)")] })).toBe(advice);
  });

  it.each([
    { made: [], says: "nothing was changed" },
    { made: taken(step("create")), says: "1 change was made, and the state knows it" },
    {
      made: taken(step("create"), step("update", { name: "b" }), step("same", { name: "c" })),
      says: "2 changes were made, and the state knows them",
    },
  ])("comes, for an update, with what was done and how to go on: $says", ({ made, says }) => {
    const again = "run `activation up test` again to go on";
    const events = [...made, failure("boom"), failure("update failed")];
    const up = { command: "up", events } as const;
    expect(failureOf(run(up), project, false)).toEqual(["boom", `${says}; put the above right and ${again}`]);
    expect(failureOf(run({ ...up, ended: "asked" }), project, false)).toEqual([`interrupted; ${says}; ${again}`]);
    const known = made.length === 0 ? "the state knows of no change" : says;
    const uncertain = `${known}, but what was being made at that moment may be there without it; ${again}`;
    expect(failureOf(run({ ...up, ended: "killed" }), project, false)).toEqual([
      "boom",
      `the engine was killed; ${uncertain}`,
    ]);
    const lost = [...made, ...gone("/x/pulumi-resource-activation"), failure("update failed")];
    expect(failureOf(run({ ...up, events: lost }), project, false)).toEqual([
      `the provider activation was killed, or the machine ran out of memory; ${uncertain}`,
    ]);
  });

  it.each([
    { parent: "urn:pulumi:test::p::pulumi:pulumi:Stack::p-test", below: "" },
    {
      parent: "urn:pulumi:test::p::activation:azure:Site::hq",
      below: " --parent 'parent=urn:pulumi:test::p::activation:azure:Site::hq'",
    },
  ])("comes, for what is there although the state does not know it, with the command that takes it over", (at) => {
    const failed = step("create", { type: "azure-native:network:Subnet", name: "a", new: { parent: at.parent } });
    const message = "cannot create already existing resource '/subscriptions/s/a'";
    const diagnosticEvent = { severity: "error", message, urn: failed.urn };
    const events = [{ diagnosticEvent }, { resOpFailedEvent: { metadata: failed } }];
    expect(failureOf(run({ command: "up", events }), project, false)[1]).toContain(
      `take it over with \`pulumi import azure-native:network:Subnet 'a' '/subscriptions/s/a'${at.below} --stack test --yes --protect=false --generate-code=false\`;`,
    );
  });

  it("is, for a preview whose engine or provider was killed, no more than that", () => {
    expect(remedyFor({ ended: "killed" })).toBe("the engine was killed; run the same command again");
    const events = gone("/x/pulumi-resource-azure-native");
    expect(failureOf(run({ events }), project, false)).toEqual([
      "the provider azure-native was killed, or the machine ran out of memory; run the same command again",
    ]);
  });

  it("is what a provider printed that broke off by itself, and names a plugin that is no provider by its file", () => {
    const events = [failure("no such zone"), ...gone("/x/policies/run", "\n  Error: boom\n    at a.ts:1:1\n")];
    expect(failureOf(run({ events }), project, false)).toEqual([
      "no such zone",
      "Error: boom\n    at a.ts:1:1",
      "the plugin policies/run broke off as said above; run the same command again",
    ]);
  });

  it("says so of a provider even where the engine does not name it", () => {
    const events = [failure("error reading from server: EOF")];
    expect(failureOf(run({ events }), project, false)).toEqual([
      "a provider was killed, or the machine ran out of memory; run the same command again",
    ]);
  });

  it.each(["error: incorrect passphrase", "passphrase must be set with PULUMI_CONFIG_PASSPHRASE"])(
    "comes, for `%s`, with how to set it",
    (stderr) => expect(remedyFor({ stderr })).toMatch(/^set PULUMI_CONFIG_PASSPHRASE or/),
  );

  it("comes, for a state that cannot be loaded for an empty file beside it, with what that is", () => {
    expect(remedyFor({ stderr: "error: failed to load checkpoint: EOF" })).toMatch(
      /test\.json\.attrs.* remove the empty/,
    );
    expect(remedyFor({ stderr: "error: failed to load checkpoint: no such host" })).toBeUndefined();
  });

  it("is left to the engine's own words otherwise", () => {
    expect(remedyFor({ stderr: "error: no such zone" })).toBeUndefined();
  });
});
