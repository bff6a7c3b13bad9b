import { describe, expect, it } from "vitest";
import { azureDrift } from "../../../modules/cli/driftAzure.ts";
import { failure, step, taken } from "../../helpers/engineEvents.ts";
import { aProject } from "../../helpers/environment.ts";
import { fakeEngine } from "../../helpers/fakeEngine.ts";

const project = aProject();
const type = "azure-native:network:NetworkSecurityGroup";
const detailedDiff = {
  "securityRules[0].access": { diffKind: "update" },
  'tags["a.b"]': { diffKind: "delete" },
};
const rules = (access: string) => ({ securityRules: [{ access, priority: 1000 }] });

describe("drift on Azure", () => {
  it("is the properties that differ, declared and live, and no others", async () => {
    const states = {
      old: { inputs: { ...rules("Allow"), tags: { "a.b": "x", c: "y" } } },
      new: { inputs: rules("Deny") },
    };
    await fakeEngine({ refresh: { log: taken(step("update", { type, name: "nsg", detailedDiff, ...states })) } });
    expect(await azureDrift(project)).toEqual([
      {
        verb: "changed",
        area: "azure",
        key: `${type} nsg`,
        declared: { "securityRules[0].access": "Allow", 'tags["a.b"]': "x" },
        live: { "securityRules[0].access": "Deny", 'tags["a.b"]': undefined },
      },
    ]);
  });

  it("is a resource that is gone", async () => {
    await fakeEngine({ refresh: { log: taken(step("delete", { type, name: "nsg" })) } });
    expect(await azureDrift(project)).toEqual([{ verb: "missing", area: "azure", key: `${type} nsg` }]);
  });

  it("is nothing where the refresh found nothing", async () => {
    await fakeEngine({ refresh: { log: taken(step("same", { type })) } });
    expect(await azureDrift(project)).toEqual([]);
  });

  it("is unreadable, beside what was read, where the refresh failed", async () => {
    const log = [...taken(step("delete", { type, name: "nsg" })), failure("the service does not answer")];
    await fakeEngine({ refresh: { log, exitCode: 255, stderr: "error: incorrect passphrase\n" } });
    const [missing, unreadable] = await azureDrift(project);
    expect(missing?.verb).toBe("missing");
    expect(unreadable).toMatchObject({ verb: "unreadable", area: "azure", key: "stack test" });
    expect(unreadable?.cause).toMatch(
      /^the service does not answer; error: incorrect passphrase; set PULUMI_CONFIG_PASS/,
    );
  });

  it("is looked for without touching the state, and without asking for our own resources", async () => {
    const calls = await fakeEngine({ refresh: {} });
    await azureDrift(project);
    const [call] = await calls();
    expect(call?.args.join(" ")).toContain("--preview-only --exclude **activation:index:**");
    expect(call?.checkpoints).toBe(false);
  });
});
