import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readSrvSet } from "../../modules/dns/readSet.ts";
import { dnsProxy, isUpdate } from "../helpers/dnsProxy.ts";
import { configureLabSecrets, labDir, type TestEstate, testEstate } from "../helpers/estate.ts";
import { expectRefusal, saidBy, silentServer, stateOf } from "../helpers/faults.ts";
import { nsupdate } from "../helpers/nsupdate.ts";

const bind = "10.88.0.53";
const owner = "_vlmcs._tcp.far.site.example.";
const foreign = "elsewhere.site.example.";
const goOn = /put the above right and run `activation up test-far-\d+` again to go on/;

describe.skipIf(labDir === undefined)("servers that do not do as they should", () => {
  let estate: TestEstate;
  let good: string;

  const up = () => estate.activation("up", estate.stack, "--yes");
  const targets = async () => (await readSrvSet(bind, owner)).map(({ target }) => target).sort();

  beforeAll(async () => {
    estate = await testEstate({ name: "far" });
    await configureLabSecrets(estate);
    good = await readFile(estate.topologyFile, "utf8");
    await nsupdate(`update add ${owner} 600 SRV 5 5 1688 ${foreign}`);
  });

  afterEach(async () => {
    await writeFile(estate.topologyFile, good);
    await configureLabSecrets(estate);
  });

  afterAll(async () => {
    await estate?.pulumi("destroy", "--yes");
    await nsupdate(`update delete ${owner} SRV`);
    await estate?.remove();
  });

  it("are a name server at whose port nobody listens", async () => {
    await estate.topology((text) => text.replace(`server: ${bind}`, `server: ${bind}:5353`));
    const refused = `at ${bind}:5353: connection refused; nothing listens there: check address and port, and that the`;
    const done = await up();
    expectRefusal(done, 2, refused, goOn);
    expect(done.stderr).not.toMatch(/update failed|context canceled/);
    expect(await targets()).toEqual([foreign]);
  });

  it("are one that knows the key with another secret, for plain Pulumi too", async () => {
    const wrong = randomBytes(32).toString("base64");
    await estate.config("siteExampleTsig", wrong, "--secret");
    const badSignature = "NOTAUTH (BADSIG), the server knows key lab-update. with another secret; correct the secret";
    const done = await up();
    expectRefusal(done, 2, badSignature, goOn);
    const plain = await estate.pulumi("up", "--yes", "--skip-preview");
    // Pulumi's own SDK may add the trace of a log message that it could not deliver any more.
    expect(plain.exitCode).toBe(1);
    expect(saidBy(plain)).toContain(badSignature);
    expect((saidBy(done) + saidBy(plain)).includes(wrong)).toBe(false);
    expect(await targets()).toEqual([foreign]);
  });

  it("are one that does not know the key at all", async () => {
    await estate.topology((text) => text.replace("keyName: lab-update", "keyName: lab-nobody"));
    expectRefusal(
      await up(),
      2,
      "NOTAUTH (BADKEY), the server does not know key lab-nobody. with this algorithm;",
      goOn,
    );
  });

  it("are one that never answers; what was made besides is in the state", async () => {
    const { address, socket } = await silentServer();
    await estate.topology((text) => text.replace(`server: ${bind}`, `server: ${address}`));
    const done = await up();
    socket.close();
    expectRefusal(
      done,
      2,
      `at ${address}: no answer in time; check that the server runs`,
      /\d+ changes were made/,
      goOn,
    );
    const { types, pending } = await stateOf(estate);
    expect(types).toContain("azure-native:resources:ResourceGroup");
    expect(types).not.toContain("activation:index:SrvRecord");
    expect(pending).toBe(0);
    // Everything that was made is known: what the stand-in holds and the state are the same.
    const made = estate.store((store) => store.list().map(({ type }) => type));
    expect(types.filter((type) => type.startsWith("azure-native:"))).toEqual(
      made.filter((type) => type !== "azure-native:network:SecurityRule").sort(), // rules are part of their group
    );
  });

  it("are one that falls silent over an update: what may have been written is in the state, and called unfinished", async () => {
    let silent = false;
    const proxy = await dnsProxy({ address: bind, port: 53 }, (answer) => {
      silent ||= isUpdate(answer);
      return silent ? undefined : answer;
    });
    await estate.topology((text) => text.replace(`server: ${bind}`, `server: ${proxy.server}`));
    const done = await up();
    proxy.stop();
    expectRefusal(done, 2, `at ${proxy.server}: no answer in time`, "the update may have been applied", goOn);
    const { stdout } = await estate.pulumi("stack", "export");
    const { resources } = JSON.parse(stdout).deployment as {
      resources: readonly { readonly type: string; readonly initErrors?: readonly string[] }[];
    };
    const records = resources.filter(({ type }) => type === "activation:index:SrvRecord");
    expect(records.length).toBeGreaterThan(0);
    for (const { initErrors } of records) expect(initErrors).toHaveLength(1);
  });

  it("are a domain controller that is not found, refuses, or refuses the password; the records come up meanwhile", async () => {
    // The object was adopted before: forget it, so that it is adopted anew.
    const object = `urn:pulumi:${estate.stack}::activation-topology::activation:index:ActivationObject::corp.example/lab-placeholder`;
    const forget = () => estate.pulumi("state", "delete", object, "--yes", "--force");
    await forget();
    await estate.topology((text) => text.replace("servers: [dc1.corp.example]", "servers: [dc9.corp.example]"));
    expectRefusal(
      await up(),
      2,
      "logging on at dc9.corp.example:636: the name cannot be resolved (ENOTFOUND); correct it",
      goOn,
    );
    await writeFile(estate.topologyFile, good.replace("servers: [dc1.corp.example]", `servers: [${bind}]`));
    expectRefusal(await up(), 2, `at ${bind}:636: not reached (ECONNREFUSED); see that the server runs`, goOn);
    await writeFile(estate.topologyFile, good);
    const wrong = randomBytes(12).toString("base64url");
    await estate.config("corpBindPassword", wrong, "--secret");
    const refused = await up();
    expectRefusal(
      refused,
      2,
      "the server refuses svc-audit@corp.example: wrong name or password; correct bindAs or the configured secret",
      goOn,
    );
    expect(saidBy(refused).includes(wrong)).toBe(false);
  });

  it("are no more: a later `up` goes on and completes, and the record of others is still there", async () => {
    const before = await stateOf(estate);
    expect(before.types.length).toBeGreaterThan(10);
    expect(await up()).toMatchObject({ exitCode: 0 });
    const after = await stateOf(estate);
    expect(after.types.filter((type) => type === "activation:index:SrvRecord")).toHaveLength(9);
    expect(after.types).toContain("activation:index:ActivationObject");
    expect(after.pending).toBe(0);
    expect(await targets()).toEqual([
      foreign,
      "kms-lab-1.az.lab.example.",
      "kms-lab-2.az.lab.example.",
      "kms-lab-3.site.example.",
    ]);
    expect(await estate.activation("up", estate.stack, "--yes", "--expect-no-changes")).toMatchObject({ exitCode: 0 });
  });

  it("keep their records in the state where these cannot be removed: destroy fails, and goes on later", async () => {
    await estate.topology((text) => text.replace(`server: ${bind}`, `server: ${bind}:5353`));
    // Another server alone changes nothing in the world; the state has to know it all the same.
    expect(await up()).toMatchObject({ exitCode: 0 });
    expectRefusal(await estate.pulumi("destroy", "--yes"), 1, `at ${bind}:5353: connection refused`);
    expect((await stateOf(estate)).types).toContain("activation:index:SrvRecord");
    await writeFile(estate.topologyFile, good);
    expect(await up()).toMatchObject({ exitCode: 0 });
    expect(await estate.pulumi("destroy", "--yes")).toMatchObject({ exitCode: 0 });
    expect((await stateOf(estate)).types).toEqual([]);
    expect(await targets()).toEqual([foreign]);
  });
});
