import { readFileSync, writeFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { corp } from "../../lab/forests.ts";
import { readSrvSet } from "../../modules/dns/readSet.ts";
import { findProductKeys } from "../../modules/topology/productKeys.ts";
import { takeTurnAtContainer } from "../helpers/containerTurn.ts";
import { checkout, type Done, labDir, type TestEstate, testEstate } from "../helpers/estate.ts";
import { exportKeytab } from "../helpers/kerberos.ts";
import { administrator, describeInLab, labConnection } from "../helpers/lab.ts";
import { makeAccount, type TestAccount } from "../helpers/labContainer.ts";
import { ldapDelete, makePlaceholder } from "../helpers/ldap.ts";
import { madeUpKey } from "../helpers/madeUpKey.ts";
import { freshServer, hashOf, type RecordedState } from "../helpers/recordedWindows.ts";
import { type Sshd, startSshd } from "../helpers/sshd.ts";
import { startVaultStandIn, type VaultStandIn } from "../helpers/vaultStandIn.ts";

// The four resources of our own provider on the real engine, as an ordinary account that has only what the resource of the
// rights gives it; those rights alone are written as somebody else. DNS, directory and SSH server are real; Windows behind
// SSH is a recording, and the vault a stand-in.

const object = "own-object";
// A name of this run: in Active Directory it belongs to the account that made it, even when its records are gone.
const owner = `_vlmcs._tcp.own-${process.pid}.corp.example`;

describeInLab("a stack of our own resources", () => {
  takeTurnAtContainer();
  let estate: TestEstate;
  let sshd: Sshd;
  let vault: VaultStandIn;
  let service: TestAccount;
  const key = madeUpKey();
  const secrets: Record<string, string> = {};

  beforeAll(async () => {
    [sshd, vault, service] = await Promise.all([startSshd(), startVaultStandIn(), ordinaryAccount()]);
    const file = `${sshd.directory}/recorded.json`;
    const program = `${checkout}/test/programs/recordedWindows/main.ts`;
    await sshd.program("powershell.exe", `#!/bin/sh\nexec ${process.execPath} ${program} ${file} "$@"\n`);
    writeFileSync(file, JSON.stringify(freshServer({ name: "kms-own" })));
    vault.secrets.set("csvlk-host", { value: key });
    await makePlaceholder(object);
    estate = await testEstate({ name: "own", topology: topology(sshd, service), env: vault.env });
    secrets.keytab = (await exportKeytab(corp, `${service.name}@CORP.EXAMPLE`)).toString("base64");
    secrets.bindPassword = service.password;
    secrets.rightsPassword = labConnection("corp.example", "Administrator").password;
    secrets.readerPassword = labConnection("corp.example", "svc-audit").password;
    for (const [name, value] of Object.entries(secrets)) await estate.config(name, value, "--secret");
  });

  afterAll(async () => {
    await ldapDelete(object).catch(() => {});
    const admin = await administrator("corp.example");
    await admin.del(service.dn);
    await Promise.all([admin.unbind(), estate?.remove(), sshd?.stop(), vault?.stop()]);
  });

  const recorded = () => JSON.parse(readFileSync(`${sshd.directory}/recorded.json`, "utf8")) as RecordedState;
  const succeeded = (done: Done) => {
    expect(done.stdout + done.stderr).not.toMatch(/bug in activation|^\s+at .+:\d+:\d+\)?$/m);
    expect(done.exitCode === 0 ? "" : done.stdout + done.stderr).toBe("");
    return done;
  };

  it("restores an object from its backup, grants rights, sets up the host and publishes it", async () => {
    succeeded(await estate.activation("objects", "backup", estate.stack, "--object", object));
    await ldapDelete(object);
    await estate.topology((text) =>
      text.replace("origin: existing", `origin: restore, backup: backups/corp.example/${object}.sealed`),
    );
    const up = succeeded(await estate.activation("up", estate.stack, "--yes"));
    expect(up.stdout).toMatch(/\d+ created/);
    expect(recorded()).toMatchObject({ port: 1688, publishing: false, listening: true });
    expect(recorded().runs.flatMap(({ keys }) => keys)).toEqual([hashOf(key)]);
    succeeded(await estate.activation("objects", "verify", estate.stack));
  });

  it("finds nothing more to do", async () => {
    succeeded(await estate.activation("up", estate.stack, "--yes", "--expect-no-changes"));
    succeeded(await estate.pulumi("refresh", "--yes", "--expect-no-changes"));
  });

  it("makes the record of another port before it takes the old one away, after the host has moved", async () => {
    await estate.topology((text) => text.replace("keys: [host-key]", "keys: [host-key]\n    port: 1690"));
    const up = succeeded(await estate.activation("up", estate.stack, "--yes"));
    expect(up.stdout).toMatch(/done, 1 created, 1 updated, 1 deleted/);
    expect((await readSrvSet("10.88.0.10", `${owner}.`)).map(({ port }) => port)).toEqual([1690]);
    expect(recorded()).toMatchObject({ port: 1690, listening: true });
  });

  it("keeps every secret out of the state, encrypted ones apart, and the product key out of all of it", async () => {
    const plain = (await estate.pulumi("stack", "export")).stdout;
    for (const secret of Object.values(secrets)) expect(plain).not.toContain(secret);
    const shown = (await estate.pulumi("stack", "export", "--show-secrets")).stdout;
    expect(shown).toContain(secrets.bindPassword);
    expect(findProductKeys(shown)).toEqual([]);
    for (const file of await readdir(estate.dir, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const text = await readFile(path.join(file.parentPath, file.name), "latin1");
      expect([file.name, text.includes(key)]).toEqual([file.name, false]);
    }
  });

  it("takes over each of them by `pulumi import` into an empty state, without touching anything", async () => {
    const resources = await stateOf(estate);
    const own = resources.filter(({ type }) => type.startsWith("activation:index:"));
    expect(own.map(({ type }) => type.replace("activation:index:", "")).sort()).toEqual([
      "ActivationContainerRights",
      "ActivationObject",
      "KmsHostConfiguration",
      "SrvRecord",
    ]);
    const provider = resources.find(({ type }) => type === "pulumi:providers:activation")?.urn ?? "";
    for (const { urn } of own.toReversed()) succeeded(await estate.pulumi("state", "delete", urn, "--yes", "--force"));
    for (const { type, urn, id = "", parent = "" } of own) {
      const below = parent.includes("::pulumi:pulumi:Stack::") ? [] : ["--parent", `site=${parent}`];
      const flags = [...below, "--provider", `own=${provider}`, "--yes", "--protect=false", "--generate-code=false"];
      succeeded(await estate.pulumi("import", type, urn.split("::").at(-1) ?? "", id, ...flags));
    }
    const preview = succeeded(await estate.pulumi("preview", "--diff"));
    // What a state says and no server knows (why something may be deleted, whom to verify from) is written into it by
    // the next update; nothing is made, replaced or deleted.
    expect(preview.stdout).not.toMatch(/\d+ to (create|delete|replace)/);
    const before = recorded().runs.length;
    succeeded(await estate.activation("up", estate.stack, "--yes"));
    expect(
      recorded()
        .runs.slice(before)
        .map(({ mode }) => mode),
    ).not.toContain("configure");
    succeeded(await estate.activation("up", estate.stack, "--yes", "--expect-no-changes"));
  });

  it("takes away what it made and leaves what it may not: the host stays as it is", async () => {
    succeeded(await estate.pulumi("destroy", "--yes"));
    const left = await estate.activation("objects", "list", estate.stack, "--format", "json");
    expect(left.stdout).not.toContain(object);
    expect(recorded()).toMatchObject({ listening: true, publishing: false });
  });
});

interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly parent?: string;
}

async function stateOf(estate: TestEstate): Promise<readonly StateResource[]> {
  const { stdout } = await estate.pulumi("stack", "export");
  return (JSON.parse(stdout) as { deployment: { resources: readonly StateResource[] } }).deployment.resources;
}

async function ordinaryAccount(): Promise<TestAccount> {
  const admin = await administrator("corp.example");
  const account = await makeAccount(admin, `svc-own-${process.pid}`);
  await admin.unbind();
  return account;
}

/** A core site with one host over SSH, published in a zone of Active Directory, and an object that starts as existing. */
function topology(sshd: Sshd, service: TestAccount): string {
  const { port, user, hostKey, identityFile } = sshd.target();
  return `version: 1
environment: own
keys:
  object-key: { type: csvlk, group: windows-server-2025, lastFive: LABXX }
  host-key:
    { type: csvlk, group: windows-server-2025, secret: { vault: "https://kv-lab.vault.azure.net/secrets/csvlk-host" } }
forests:
  corp.example:
    domains: [corp.example]
    connection:
      servers: [dc1.corp.example]
      bindAs: ${service.name}@corp.example
      password: { config: bindPassword }
      ca: ${path.join(labDir ?? "", "ca.pem")}
      reader: { bindAs: svc-audit@corp.example, password: { config: readerPassword } }
      rightsAs: { bindAs: Administrator@corp.example, password: { config: rightsPassword } }
      verifyFrom: [dc1.corp.example]
    backupKey: { config: backupKey }
    activationObjects:
      ${object}: { key: object-key, origin: existing }
    delegates: ['CORP\\${service.name}']
zones:
  corp.example:
    provider: rfc2136
    server: dc1.corp.example
    signing: { gssTsig: { principal: ${service.name}@CORP.EXAMPLE, keytab: { config: keytab } } }
kmsHosts:
  kms-own:
    site: hq
    fqdn: kms-own.corp.example
    os: windows-server-2025-datacenter
    keys: [host-key]
    existing:
      address: 127.0.0.1
      manage: configure
      ssh: { user: ${user}, port: ${port}, hostKey: ${hostKey}, identityFile: ${identityFile} }
sites:
  hq:
    kind: core
    networks: [10.88.0.0/24]
    suffixes: [${owner.replace("_vlmcs._tcp.", "")}]
    domainControllers: [dc1.corp.example]
    cohorts:
      kiosks: { product: client, os: windows-11-enterprise, count: 60 }
`;
}
