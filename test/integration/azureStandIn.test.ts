import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installStandIn } from "../../lab/azureStandIn/install.ts";
import { sdkVersion } from "../../lab/azureStandIn/schemas.ts";
import { openStore, type Store } from "../../lab/azureStandIn/store.ts";

const root = path.resolve(import.meta.dirname, "../..");
const engine = process.env.ACTIVATION_PULUMI ?? "pulumi";
const password = "Only-For-This-Test-7";

let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  // Inside the checkout, so that the program finds its packages; never in test/programs, which is under version control.
  await mkdir(path.join(root, ".cache"), { recursive: true });
  folder = await mkdtemp(path.join(root, ".cache", "stand-in-"));
  await cp(path.join(root, "test/programs/standIn"), path.join(folder, "program"), { recursive: true });
  await mkdir(path.join(folder, "state"));
  const beside = path.isAbsolute(engine) ? [path.dirname(engine)] : [];
  env = {
    PATH: [...beside, path.dirname(process.execPath), process.env.PATH ?? ""].join(path.delimiter),
    CI: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "for this test",
    ACTIVATION_AZURE_STORE: path.join(folder, "azure.db"),
  };
  await installStandIn(path.join(folder, "home"));
  await pulumi("stack", "init", "test");
  await pulumi("config", "set", "--secret", "password", password);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the engine on the test stack; `code` and `output` say how it went. */
async function attempt(args: readonly string[], more: Record<string, string | undefined> = {}) {
  const result = await execa(engine, [...args, "--non-interactive"], {
    cwd: path.join(folder, "program"),
    env: { ...env, ...more },
    all: true,
    reject: false,
  });
  return { code: result.exitCode, output: result.all };
}

async function pulumi(...args: string[]): Promise<string> {
  const { code, output } = await attempt(args);
  expect(code, output).toBe(0);
  return output;
}

function inStore<T>(work: (store: Store) => T): T {
  const store = openStore(path.join(folder, "azure.db"));
  try {
    return work(store);
  } finally {
    store.close();
  }
}

const idOf = (name: string) => inStore((store) => store.list().find(({ id }) => id.endsWith(`/${name}`))?.id ?? "");

test("without a store the provider says what it is and what it needs", async () => {
  const { code, output } = await attempt(["preview"], { ACTIVATION_AZURE_STORE: "" });
  expect(code).not.toBe(0);
  expect(output).toContain("Azure stand-in: ACTIVATION_AZURE_STORE is not set");
});

test("a preview makes nothing and does not take the place of Azure unnoticed", async () => {
  const output = await pulumi("preview");
  expect(output).toContain("Azure stand-in: nothing here reaches Azure");
  expect(output).not.toContain("warning");
  expect(inStore((store) => store.list())).toEqual([]);
});

test("up makes everything, with the outputs that programs use", async () => {
  await pulumi("up", "--yes", "--skip-preview");
  const outputs = JSON.parse(await pulumi("stack", "output", "--json")) as Record<string, string>;
  expect(outputs).toMatchObject({
    fqdn: "_vlmcs._tcp.az.corp.example.",
    linkState: "Succeeded",
    prefix: "10.10.1.0/24",
  });
  expect(outputs.principal).toMatch(/^[0-9a-f-]{36}$/);
  expect(outputs.machineId).toMatch(/\/providers\/Microsoft\.Compute\/virtualMachines\/kms-1$/);
});

test("up again changes nothing, and nothing has drifted", async () => {
  expect(await pulumi("up", "--yes", "--skip-preview", "--expect-no-changes")).toContain("11 unchanged");
  await pulumi("refresh", "--preview-only", "--expect-no-changes");
});

test("neither the exported state nor the store holds the password in clear", async () => {
  const state = await pulumi("stack", "export");
  expect(state).toContain("adminPassword");
  expect(state).not.toContain(password);
  const stored = await Promise.all(
    ["azure.db", "azure.db-wal"].map((name) => readFile(path.join(folder, name)).catch(() => "")),
  );
  expect(stored.join("")).not.toContain(password);
});

test("a change by hand is found by refresh, and only that", async () => {
  inStore((store) =>
    store.edit(idOf("nsg"), (properties) => ({
      ...properties,
      securityRules: (properties.securityRules as { name: string }[]).map((rule) =>
        rule.name === "kms-in" ? { ...rule, access: "Deny" } : rule,
      ),
    })),
  );
  const { code, output } = await attempt(["refresh", "--preview-only", "--expect-no-changes", "--diff"]);
  expect(code).toBe(7);
  expect(output).toContain('access: "Allow" => "Deny"');
  expect(output).toMatch(/~ 1 to update\s+10 unchanged/);
});

test("a resource removed by hand is found by refresh", async () => {
  const id = idOf("_vlmcs._tcp");
  const record = inStore((store) => store.get(id));
  inStore((store) => store.remove(id));
  const { output } = await attempt(["refresh", "--preview-only"]);
  expect(output).toMatch(/- 1 to delete/);
  if (record) inStore((store) => store.put(record));
});

test("refresh and up put the change by hand right", async () => {
  await pulumi("refresh", "--yes");
  expect(await pulumi("up", "--yes", "--skip-preview")).toMatch(/~ 1 updated\s+10 unchanged/);
  await pulumi("refresh", "--preview-only", "--expect-no-changes");
  expect(await pulumi("stack", "export")).not.toContain(password);
});

test("a change that Azure refuses in place is previewed as an update and fails", async () => {
  await pulumi("config", "set", "zone", "2");
  expect(await pulumi("preview")).toMatch(/~ 1 to update/);
  const { code, output } = await attempt(["up", "--yes", "--skip-preview"]);
  expect(code).not.toBe(0);
  expect(output).toContain(
    `Azure stand-in: Status=409 Code="PropertyChangeNotAllowed" Message="Changing property 'zones' is not allowed."`,
  );
  await pulumi("config", "rm", "zone");
});

test("a wrong value is refused in the preview, with its place", async () => {
  const { code, output } = await attempt(["preview", "--config", "access=Permit"]);
  expect(code).not.toBe(0);
  expect(output).toContain('Azure stand-in: securityRules[0].access is "Permit"; expected one of Allow, Deny');
  await pulumi("config", "rm", "access");
});

test("destroy leaves an empty store", async () => {
  await pulumi("destroy", "--yes", "--skip-preview");
  expect(inStore((store) => store.list())).toEqual([]);
});

test("several processes write one store without losing a change", async () => {
  const store = new URL("../../lab/azureStandIn/store.ts", import.meta.url).href;
  const file = path.join(folder, "race.db");
  const id = "/subscriptions/s/resourceGroups/g";
  const script = `import { openStore } from ${JSON.stringify(store)};
    const store = openStore(${JSON.stringify(file)});
    for (let i = 0; i < 100; i++) store.transaction(() => {
      const n = Number(store.get("${id}")?.properties.n ?? 0) + 1;
      store.put({ id: "${id}", type: "azure-native:resources:ResourceGroup", properties: { n } });
    });
    store.close();`;
  const writers = Array.from({ length: 3 }, () => execa(process.execPath, ["--input-type=module", "--eval", script]));
  await Promise.all(writers);
  const opened = openStore(file);
  expect(opened.get(id)?.properties.n).toBe(300);
  opened.close();
});

test("the stand-in is installed as the version of azure-native that the packages hold", async () => {
  const program = path.join(
    folder,
    "home/plugins",
    `resource-azure-native-v${sdkVersion}`,
    "pulumi-resource-azure-native",
  );
  expect(await readFile(program, "utf8")).toMatch(/^#!\/bin\/sh\n# Azure stand-in: /);
});
