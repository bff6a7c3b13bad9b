import { randomUUID } from "node:crypto";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { Attribute, Change, type SearchOptions } from "ldapts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readActivationObjects } from "../../modules/directory/activationObjects.ts";
import { withDirectory } from "../../modules/directory/openDirectory.ts";
import { rootDomainGuid } from "../../modules/directory/restoreObject.ts";
import { newBackupKey, open, seal } from "../../modules/directory/sealedBackup.ts";
import { controlFlags, parseSecurityDescriptor, serialiseDacl } from "../../modules/directory/securityDescriptor.ts";
import { checkout, configureLabSecrets, labDir, type TestEstate, testEstate } from "../helpers/estate.ts";
import { AccessList, administrator, describeInLab, labConnection } from "../helpers/lab.ts";
import { ldapDelete, makePlaceholder } from "../helpers/ldap.ts";

const object = "command-placeholder";
const second = "command-second";
const secret = "corpBackupKey";

/** The second forest of the lab, whose containers were never made, and one more object in the first. */
const changes = (text: string) =>
  text
    .replaceAll("bindAs: svc-audit@corp.example", "bindAs: svc-adba@corp.example")
    .replace("activationObjects:", `activationObjects:\n      ${object}: { key: windows-2025, origin: existing }`)
    .replace(
      "\nzones:",
      `
  other.example:
    domains: [other.example]
    connection:
      {
        servers: [dc2.other.example],
        bindAs: svc-adba@other.example,
        password: { config: otherPassword },
        ca: ${labDir}/other-ca.pem,
      }

zones:`,
    );

interface Found {
  readonly object: string | null;
  readonly server: string | null;
  readonly problem: string;
}

/** Takes from an object what everybody may do with it, as its administrator; what it returns gives that back. */
async function hideFromMachines(name: string): Promise<() => Promise<void>> {
  const admin = await administrator("corp.example");
  const base = "CN=Activation Objects,CN=Microsoft SPP,CN=Services,CN=Configuration,DC=corp,DC=example";
  const attributes = ["nTSecurityDescriptor"];
  const options = { scope: "one", filter: `(displayName=${name})`, attributes, explicitBufferAttributes: attributes };
  const { searchEntries } = await admin.search(base, options as SearchOptions, [new AccessList()]);
  const [entry] = searchEntries;
  if (entry === undefined) throw new Error(`the forest has no object ${name}`);
  const { dn, nTSecurityDescriptor: before } = entry;
  const set = (value: Buffer) => {
    const modification = new Attribute({ type: "nTSecurityDescriptor", values: [value] });
    return admin.modify(dn, new Change({ operation: "replace", modification }), [new AccessList()]);
  };
  const { control, dacl } = parseSecurityDescriptor(before as Buffer);
  const others = (dacl ?? []).filter((entry) => entry.type === "other" || entry.sid !== "S-1-5-11");
  await set(serialiseDacl(control | controlFlags.daclProtected, others));
  return async () => {
    await set(before as Buffer);
    await admin.unbind();
  };
}

describeInLab("activation objects, as the delegated account, on the real parts", () => {
  let estate: TestEstate;
  let folder: string;
  let file: string;

  const objects = async (command: string, ...args: readonly string[]) => {
    const done = await estate.activation("objects", command, estate.stack, ...args);
    expect(done.stderr).not.toContain("bug in activation");
    return done;
  };
  const onlyCorp = ["--forest", "corp.example"] as const;
  const restore = (backup: string) => objects("restore", ...onlyCorp, "--backup", backup, "--yes");
  const namesThere = () =>
    withDirectory(labConnection("corp.example", "svc-audit"), async (directory) =>
      (await readActivationObjects(directory)).objects.map(({ name }) => name),
    );
  const key = async () => (await estate.pulumi("config", "get", `activation-topology:${secret}`)).stdout.trim();

  beforeAll(async () => {
    await makePlaceholder(object);
    await makePlaceholder(second);
    estate = await testEstate({ name: "objects" });
    await configureLabSecrets(estate);
    await estate.topology(changes);
    for (const [name, forest] of [
      ["corpBindPassword", "corp.example"],
      ["otherPassword", "other.example"],
    ] as const) {
      await estate.config(name, labConnection(forest, "svc-adba").password, "--secret");
    }
    folder = path.join(estate.dir, "sealed");
    file = path.join(folder, "corp.example", `${object}.sealed`);
  });

  afterAll(async () => {
    for (const name of [object, second]) if ((await namesThere()).includes(name)) await ldapDelete(name);
    await estate?.remove();
  });

  it("lists what is there beside what is declared, and a forest that cannot be read beside one that can", async () => {
    const done = await objects("list", "--format", "json");
    expect(done.exitCode).toBe(1);
    const [corp, other] = JSON.parse(done.stdout).forests;
    const found = corp.objects.find(({ name }: { name: string }) => name === object);
    expect(corp).toMatchObject({ forest: "corp.example", server: "dc1.corp.example:636" });
    expect(found).toMatchObject({ lastFive: "LABXX", declared: object, key: "windows-2025", readable: true });
    expect(found.products).toContain("windows-server-2025");
    expect(corp.objects).toContainEqual(expect.objectContaining({ name: second, declared: null }));
    expect(other).toMatchObject({ forest: "other.example", unreadable: expect.stringContaining("adprep") });
  });

  it("lists one forest, at the controller that was asked for, and says why it could not", async () => {
    const done = await objects("list", ...onlyCorp, "--server", "dc1.corp.example:389");
    expect(done.exitCode).toBe(0);
    expect(done.stdout).toContain("corp.example, as dc1.corp.example:389 has it");
    expect(done.stdout).toMatch(new RegExp(`^${object} +\\.\\.\\.LABXX \\(windows-2025\\) +${object} +yes`, "m"));
    const failed = await objects("list", ...onlyCorp, "--server", "dc1.corp.example:3");
    expect(failed.exitCode).toBe(1);
    expect(failed.stdout).toMatch(/corp\.example: unreadable\n.*dc1\.corp\.example:3.*ECONNREFUSED/);
    expect(await objects("list", "--forest", "corp.exmaple")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("corp.example"),
    });
  });

  it("verifies what is declared, from the controllers of the sites", async () => {
    const done = await objects("verify", ...onlyCorp);
    expect(done.stdout).toMatch(/^corp\.example: in order\n.*seen from dc1\.corp\.example \(hq, branch\)$/);
    expect(done.exitCode).toBe(0);
  });

  it("backs up under a key that it makes, encrypted, and shows neither key nor content to anybody", async () => {
    const done = await objects("backup", ...onlyCorp, "--object", object, "--object", second, "--out", folder);
    expect(done).toMatchObject({ exitCode: 0 });
    expect(done.stdout).toContain(`written    corp.example/${object} in ${file}`);
    expect(done.stdout).toContain("whoever loses the key loses the backups");
    const made = await key();
    expect(Buffer.from(made, "base64")).toHaveLength(32);
    const configuration = await readFile(path.join(checkout, "stacks", `Pulumi.${estate.stack}.yaml`), "utf8");
    expect(configuration).toMatch(new RegExp(`activation-topology:${secret}:\\s+secure: v1:`));
    const sealed = await readFile(file, "utf8");
    for (const text of [configuration, sealed, done.stdout, done.stderr]) expect(text).not.toContain(made);
    for (const clear of ["LABXX", "placeholder of the local lab", Buffer.from("LABXX").toString("base64")])
      expect(sealed).not.toContain(clear);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readdir(path.dirname(file))).sort()).toEqual([`${object}.sealed`, `${second}.sealed`]);
  });

  it("leaves a backup alone that holds the object already, and one that holds something else unless told", async () => {
    const before = await readFile(file, "utf8");
    const again = await objects("backup", ...onlyCorp, "--object", object, "--out", folder, "--format", "json");
    expect(again.exitCode).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({
      backedUp: true,
      objects: [{ result: "unchanged" }],
      keysMade: [],
    });
    expect(await readFile(file, "utf8")).toBe(before);
    await writeFile(path.join(folder, "corp.example", `${second}.sealed`), before);
    const args = [...onlyCorp, "--object", second, "--out", folder] as const;
    expect(await objects("backup", ...args)).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/^kept +corp\.example.*another object of the same name; .*--force/),
    });
    expect(await objects("backup", ...args, "--force")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^replaced /),
    });
  });

  it("names what it cannot back up, and ends with 1", async () => {
    const done = await objects("backup", "--object", "nobody", "--out", folder);
    expect(done.exitCode).toBe(1);
    expect(done.stdout).toMatch(/failed +other\.example: .*adprep/);
    const unknown = await objects("backup", ...onlyCorp, "--object", "nobody", "--out", folder);
    expect(unknown.stdout).toMatch(/^failed +corp\.example\/nobody: no object has that name or cn/);
    expect(unknown.exitCode).toBe(1);
  });

  it("restores nothing where the object is there, or nobody can be asked", async () => {
    expect(await restore(file)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("nothing to restore") });
    expect(await objects("restore", ...onlyCorp, "--backup", file)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("run it with --yes"),
    });
  });

  it("verifies what was damaged by hand: gone, hidden from the machines, and not made with the declared key", async () => {
    await estate.topology((text) =>
      text
        .replace("origin: existing }", "origin: existing }\n      gone: { key: windows-2025, origin: existing }")
        .replace("lastFive: LABXX", "lastFive: LABYY"),
    );
    const restored = await hideFromMachines(object);
    const done = await objects("verify", ...onlyCorp, "--format", "json");
    await restored();
    await estate.topology((text) =>
      text
        .replace("\n      gone: { key: windows-2025, origin: existing }", "")
        .replace("lastFive: LABYY", "lastFive: LABXX"),
    );
    expect(done.exitCode).toBe(1);
    const [{ findings }] = JSON.parse(done.stdout).forests;
    for (const { message } of findings) expect(message).toMatch(/; \S/);
    const of = (name: string) =>
      findings.filter((one: Found) => one.object === name).map(({ problem, server }: Found) => [problem, server]);
    expect(of("gone")).toEqual([["missing", null]]);
    expect(of(object)).toEqual([
      ["wrong", null],
      ["hidden", "dc1.corp.example"],
    ]);
    expect(of("lab-placeholder")).toEqual([["wrong", null]]);
    expect(await objects("verify", ...onlyCorp)).toMatchObject({ exitCode: 0 });
  });

  it("does not know what a controller shows that cannot be reached, and says so", async () => {
    await estate.topology((text) =>
      text.replace(
        "bindAs: svc-adba@corp.example,",
        "bindAs: svc-adba@corp.example, verifyFrom: [dc1.corp.example, nowhere.corp.example],",
      ),
    );
    const done = await objects("verify", ...onlyCorp);
    await estate.topology((text) => text.replace(/ verifyFrom: .*\],/, ""));
    expect(done).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/1 finding\n.*\n +unknown +.*nowhere\.corp\.example.*ENOTFOUND/),
    });
  });

  it("restores an object that was deleted by hand, the very same", async () => {
    const sealed = await readFile(file, "utf8");
    await ldapDelete(object);
    expect(await namesThere()).not.toContain(object);
    const done = await restore(file);
    expect(done).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(new RegExp(`restored: ${object} is back`)),
    });
    expect(done.stdout).toContain("no machine activates through it");
    expect(await namesThere()).toContain(object);
    // The backup of what is there now is the backup that there was.
    const again = await objects("backup", ...onlyCorp, "--object", object, "--out", folder);
    expect(again.stdout).toMatch(/^unchanged /);
    expect(await readFile(file, "utf8")).toBe(sealed);
  });

  it("adds nothing from a file that was altered, cut off or is none", async () => {
    const sealed = await readFile(file, "utf8");
    const flipped = sealed.replace(/("ciphertext": ".{20})(.)/, (_, before, one) => before + (one === "A" ? "B" : "A"));
    await ldapDelete(object);
    for (const [text, message] of [
      [flipped, /altered/],
      [sealed.slice(0, -100), /cut off/],
      ["msSPP-CSVLKPid: placeholder", /no sealed backup/],
    ] as const) {
      const bad = path.join(folder, "bad.sealed");
      await writeFile(bad, text);
      expect(await restore(bad)).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(message) });
    }
    expect(await namesThere()).not.toContain(object);
    expect(await restore(file)).toMatchObject({ exitCode: 0 });
  });

  it("adds nothing from a backup of another forest, or under another key", async () => {
    await ldapDelete(second);
    const guid = await withDirectory(labConnection("corp.example", "svc-audit"), rootDomainGuid);
    const own = path.join(folder, "corp.example", `${second}.sealed`);
    const made = await key();
    const opened = open(await readFile(own, "utf8"), { key: made, rootDomainGuid: guid });
    const foreign = path.join(folder, "foreign.sealed");
    await writeFile(foreign, seal(opened, { key: made, rootDomainGuid: randomUUID(), forest: "other.example" }));
    expect(await restore(foreign)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("is of forest other.example"),
    });
    await estate.config(secret, newBackupKey(), "--secret");
    expect(await restore(own)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("sealed with another key"),
    });
    await estate.config(secret, made, "--secret");
    expect(await namesThere()).not.toContain(second);
    expect(await restore(own)).toMatchObject({ exitCode: 0 });
  });
});
