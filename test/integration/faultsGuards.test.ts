import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSrvSet } from "../../modules/dns/readSet.ts";
import { configureLabSecrets, labDir, type TestEstate, testEstate } from "../helpers/estate.ts";
import { expectRefusal, stateOf } from "../helpers/faults.ts";

const zone = "guard.site.example";
const suffixes = `suffixes: [${zone}, a.${zone}, b.${zone}, az.lab.example]`;
const foreign = { priority: 0, weight: 0, port: 1688, target: "foreign.az.lab.example" };

describe.skipIf(labDir === undefined)("guards", () => {
  let estate: TestEstate;
  let good: string;

  const up = (...args: string[]) => estate.activation("up", estate.stack, "--yes", ...args);
  const preview = (...args: string[]) => estate.activation("preview", estate.stack, ...args);
  const published = async (name: string) => (await readSrvSet("10.88.0.53", `_vlmcs._tcp.${name}.`)).length;
  /** The records of the Azure set, as the stand-in holds them. */
  const inAzure = () =>
    estate.store((store) => {
      const set = store.list().find(({ id }) => id.endsWith("/SRV/_vlmcs._tcp"));
      return (set?.properties.srvRecords ?? []) as (typeof foreign)[];
    });

  beforeAll(async () => {
    estate = await testEstate({ name: "guard" });
    await configureLabSecrets(estate);
    await estate.topology((text) => text.replace(`suffixes: [${zone}, az.lab.example]`, suffixes));
    good = await readFile(estate.topologyFile, "utf8");
  });

  afterAll(async () => {
    await estate?.config("acknowledge", "the end of a test");
    await estate?.activation("up", estate.stack, "--yes");
    await estate?.pulumi("destroy", "--yes");
    await estate?.remove();
  });

  it("change nothing where no change was expected", async () => {
    expectRefusal(await up("--expect-no-changes"), 1, "no changes were expected; nothing was changed");
    expect(await stateOf(estate)).toEqual({ types: [], pending: 0 });
    expect(await published(zone)).toBe(0);
    expect(await up()).toMatchObject({ exitCode: 0 });
    expect(await up("--expect-no-changes")).toMatchObject({ exitCode: 0 });
    expect(await published(`a.${zone}`)).toBe(3);
  });

  it("stop the removal of more than 30 % of a zone's records", async () => {
    await writeFile(estate.topologyFile, good.replace(`, a.${zone}, b.${zone}`, ""));
    const text = "zone site.example would lose 6 of its 15 records (40 %; at most 30 % at once); if that is meant, run";
    expectRefusal(await preview(), 1, text);
    expectRefusal(await up(), 1, text);
    expect(await published(`a.${zone}`)).toBe(3);
  });

  it("stop a change while an Azure set holds a record of others, until the file keeps it", async () => {
    const ours = inAzure();
    const writeInAzure = (record: typeof foreign) =>
      estate.store((store) => {
        const set = store.list().find(({ id }) => id.endsWith("/SRV/_vlmcs._tcp"));
        store.edit(set?.id ?? "", (properties) => ({ ...properties, srvRecords: [...ours, record] }));
      });
    writeInAzure(foreign);
    const refused = await up();
    expectRefusal(
      refused,
      1,
      `holds ${foreign.target}:1688, which the file does not declare and \`up\` would remove; list it`,
    );
    expectRefusal(await preview(), 1, "which the file does not declare and `up` would remove");
    expect(inAzure()).toContainEqual(foreign);

    // What the message says to write, with a reason.
    const entry = /under zones\.az\.lab\.example\.keep as (\{.*\}), or remove it/.exec(refused.stdout)?.[1] ?? "";
    const keep = `keep: [${entry.replace("...", "another team")}]`;
    await writeFile(estate.topologyFile, good.replace("make: true }", `make: true, ${keep} }`));
    writeInAzure({ ...foreign, priority: 9 });
    expectRefusal(await preview(), 1, "with priority 9 and weight 0, and `up` would write it back with 0 and 0;");
    writeInAzure(foreign);
    expect(await up()).toMatchObject({ exitCode: 0 });
    expect(inAzure()).toContainEqual(foreign);
    expect(inAzure()).toHaveLength(4);
    expect(await up("--expect-no-changes")).toMatchObject({ exitCode: 0 });
  });

  it("keep the last record of a name, until somebody gives a reason", async () => {
    const text = await readFile(estate.topologyFile, "utf8");
    const fewer = text.replace(`, a.${zone}, b.${zone}`, "");
    await estate.pulumi("config", "rm", "activation-topology:acknowledge");
    expect(await up()).toMatchObject({ exitCode: 0 });
    await writeFile(estate.topologyFile, fewer);
    expectRefusal(
      await up("--allow-removals"),
      2,
      /is the last SRV record of _vlmcs\._tcp\.[ab]\.guard\.site\.example\., and without it no machine finds a KMS host/,
      "set the stack configuration activation-topology:acknowledge to the reason, run up once, and then remove it",
    );
    expect((await published(`a.${zone}`)) + (await published(`b.${zone}`))).toBeGreaterThan(0);
    // The way on that it names.
    await writeFile(estate.topologyFile, text);
    await estate.config("acknowledge", "the suffixes go away");
    expect(await up()).toMatchObject({ exitCode: 0 });
    await writeFile(estate.topologyFile, fewer);
    expect(await up("--allow-removals")).toMatchObject({ exitCode: 0 });
    expect((await published(`a.${zone}`)) + (await published(`b.${zone}`))).toBe(0);
    expect(await published(zone)).toBe(3);
  });
});
