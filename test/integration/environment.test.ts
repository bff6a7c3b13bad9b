import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSrvSet } from "../../modules/dns/readSet.ts";
import { findProductKeys } from "../../modules/topology/productKeys.ts";
import { configureLabSecrets, labDir, type TestEstate, testEstate } from "../helpers/estate.ts";
import { nsupdate } from "../helpers/nsupdate.ts";

const bind = "10.88.0.53";
const owner = "_vlmcs._tcp.env.site.example.";

describe.skipIf(labDir === undefined)("an environment on the real engine, BIND and Samba AD", () => {
  let estate: TestEstate;

  beforeAll(async () => {
    estate = await testEstate({ name: "env", env: { PULUMI_DEBUG_COMMANDS: "true" } });
    await configureLabSecrets(estate);
    // A record of another team, in a set that the stack will share.
    await nsupdate(`update add _vlmcs._tcp.env.site.example. 600 SRV 5 5 1688 elsewhere.site.example.`);
  });

  afterAll(async () => {
    await nsupdate(`update delete ${owner} SRV`);
    await estate?.remove();
  });

  it("comes up by `activation up`, policy checks included", async () => {
    const up = await estate.activation("up", estate.stack, "--yes");
    expect(up.stderr + up.stdout).not.toContain("mandatory (");
    expect(up).toMatchObject({ exitCode: 0 });
    expect(up.stdout).toMatch(/\d+ created/);
  });

  it("has put its records beside the one of the other team", async () => {
    const targets = (await readSrvSet(bind, owner)).map((record) => record.target).sort();
    expect(targets).toEqual([
      "elsewhere.site.example.",
      "kms-lab-1.az.lab.example.",
      "kms-lab-2.az.lab.example.",
      "kms-lab-3.site.example.",
    ]);
  });

  it("has made the machines, without a public address", () => {
    const types = estate.store((store) => store.list().map((resource) => resource.type));
    expect(types.filter((type) => type.endsWith(":VirtualMachine"))).toHaveLength(2);
    expect(types.filter((type) => type.endsWith(":PublicIPAddress"))).toHaveLength(0);
  });

  it("changes nothing the second time, by plain pulumi too", async () => {
    expect(await estate.activation("up", estate.stack, "--yes", "--expect-no-changes")).toMatchObject({ exitCode: 0 });
    const plain = await estate.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes");
    expect(plain).toMatchObject({ exitCode: 0 });
    expect(plain.stdout).not.toMatch(/to (create|update|delete|replace)/);
  });

  it("passes the same rules as an exported stack", async () => {
    const exported = await estate.pulumi("stack", "export");
    const file = path.join(estate.dir, "state.json");
    await writeFile(file, exported.stdout);
    const fromState = await estate.activation("check", "--state", file, "--format", "json");
    const fromFile = await estate.activation("check", estate.topologyFile, "--format", "json");
    const strip = (text: string) =>
      (JSON.parse(text) as { findings: { place?: unknown }[] }).findings.map(({ place: _, ...finding }) => finding);
    expect(fromState.exitCode).toBe(0);
    expect(strip(fromState.stdout)).toEqual(strip(fromFile.stdout));
  });

  it("keeps no product key in its state, and no secret in the plain export", async () => {
    const shown = await estate.pulumi("stack", "export", "--show-secrets");
    const plain = await estate.pulumi("stack", "export");
    expect(shown.stdout.includes("activation:index:SrvRecord")).toBe(true);
    expect(findProductKeys(shown.stdout)).toEqual([]);
    for (const secret of await labSecrets()) {
      expect(plain.stdout.includes(secret)).toBe(false);
      // The claim is about the plain export; that the other one has them shows that the search would find them.
      expect(shown.stdout.includes(secret)).toBe(true);
    }
  });

  it("shows no secret in an event log, or among the arguments of any process", async () => {
    const log = path.join(estate.dir, "events.jsonl");
    const secrets = await labSecrets();
    const seen = new Set<string>();
    const watch = setInterval(
      () => void argumentsOfAll().then((all) => all.forEach((line) => void seen.add(line))),
      20,
    );
    await estate.pulumi("preview", "--event-log", log);
    clearInterval(watch);
    const events = await readFile(log, "utf8");
    const everything = [...seen].join("\n") + events;
    // Booleans: a failure must not print a log that may hold a secret.
    expect(everything.includes("activation:index:SrvRecord")).toBe(true);
    expect(everything.includes("azureStandIn/main.ts")).toBe(true);
    for (const secret of secrets) expect(everything.includes(secret)).toBe(false);
  });

  it("is in sync", async () => {
    await estate.config("vantage", "hq");
    const drift = await estate.activation("drift", estate.stack, "--format", "json");
    const { drifts } = JSON.parse(drift.stdout) as { drifts: { verb: string; area: string; key: string }[] };
    // Tests that run meanwhile may have put objects of theirs into the forest that all of them share.
    const ours = drifts.filter(({ verb, area }) => verb !== "unexpected" || area !== "ad");
    // The other team's record is nobody's declaration: it is the one thing that does not agree.
    expect(ours).toMatchObject([{ verb: "unexpected", area: "dns", key: `srv ${owner} elsewhere.site.example.:1688` }]);
    expect(drift.exitCode).toBe(1);
  });

  it("is destroyed without a trace, and without the record of the other team", async () => {
    const destroyed = await estate.pulumi("destroy", "--yes");
    expect(destroyed).toMatchObject({ exitCode: 0 });
    expect(estate.store((store) => store.list())).toEqual([]);
    expect((await readSrvSet(bind, owner)).map((record) => record.target)).toEqual(["elsewhere.site.example."]);
    const state = JSON.parse((await estate.pulumi("stack", "export")).stdout) as {
      deployment: { resources?: unknown[] };
    };
    expect(state.deployment.resources ?? []).toEqual([]);
  });
});

async function labSecrets(): Promise<string[]> {
  return Object.values(JSON.parse(await readFile(path.join(labDir ?? "", "secrets.json"), "utf8")));
}

/** The command line of every process of this machine. */
async function argumentsOfAll(): Promise<string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => ""));
  return (await Promise.all(lines)).map((line) => line.replaceAll("\0", " "));
}
