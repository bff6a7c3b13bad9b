import { beforeEach, describe, expect, it } from "vitest";
import { KeyVaultError } from "../../../modules/keyvault/keyVaultError.ts";
import { ProductKey } from "../../../modules/keyvault/productKey.ts";
import { kmsHostConfigurationKind } from "../../../modules/provider/kmsHostConfiguration.ts";
import {
  type CallContext,
  PartlyCreated,
  type Properties,
  unknownValue,
} from "../../../modules/provider/resourceKind.ts";
import { SshError } from "../../../modules/ssh/sshError.ts";
import { scriptHash } from "../../../modules/windows/hostScript.ts";
import { madeUpKey } from "../../helpers/madeUpKey.ts";
import {
  freshServer,
  hashOf,
  playRecordedRun,
  type RecordedState,
  recordedInstallationId,
} from "../../helpers/recordedWindows.ts";

let state: RecordedState;
let secrets: Map<string, string>;
let fetched: string[];
let said: string[];
let context: CallContext;
/** What becomes of the connection in each of the next runs, once the host has done its work; undefined: nothing. */
let broken: (Error | undefined)[];
let key: string;

const kind = kmsHostConfigurationKind({
  async run(_target, { command, input }) {
    const { stdout, stderr, exitCode } = playRecordedRun(
      state,
      command.split(" ").slice(1),
      Buffer.from(input).toString(),
    );
    const error = broken.shift();
    if (error !== undefined) throw error;
    return { stdout, stderr, exitCode };
  },
  async readKey(uri) {
    fetched.push(uri);
    const found = ProductKey.from(secrets.get(uri) ?? "");
    if (found === undefined) throw new KeyVaultError("notFound", "no such secret");
    return found;
  },
});

const uri = "https://kv.vault.azure.net/secrets/windows";

beforeEach(() => {
  key = madeUpKey();
  state = freshServer();
  secrets = new Map([[uri, key]]);
  fetched = [];
  said = [];
  broken = [];
  const ssh = { address: "10.1.0.10", port: 22, user: "kmsadmin", hostKey: "ssh-ed25519 AAAA", identityFile: null };
  context = {
    config: { zones: [], forests: [], hosts: [{ host: "kms-1", ssh, keys: { windows: uri } }] },
    signal: new AbortController().signal,
    log: (severity, message) => void said.push(`${severity} ${message}`),
  };
});

function inputs(changes: Properties = {}): Properties {
  const given = {
    host: "kms-1",
    manage: "configure",
    fqdn: "kms01.corp.example",
    port: 1690,
    publishing: true,
    publishList: [{ domain: "Site.Example", priority: 10, weight: 5 }],
    homeZone: "corp.example",
    activationMinutes: 120,
    renewalMinutes: 20_160,
    lowPriority: false,
    allowedNetworks: ["10.0.0.0/8"],
    keys: [{ name: "windows", lastFive: key.slice(-5) }],
    activation: "online",
    ...changes,
  };
  const { inputs: checked, failures } = kind.check(given);
  expect(failures).toEqual([]);
  return checked;
}

const modes = () => state.runs.map(({ mode }) => mode);
const keysSent = () => state.runs.flatMap(({ keys }) => keys.filter((hash) => hash !== null));

async function failure(work: Promise<unknown>): Promise<Error> {
  return await work.then(
    () => Promise.reject(new Error("it succeeded")),
    (error: Error) => error,
  );
}

describe("checking the configuration of a host", () => {
  it("accepts values that are not known yet, and adds the hash of the script", () => {
    const { inputs: checked } = kind.check(
      inputs({ port: unknownValue, keys: unknownValue, allowedNetworks: unknownValue }),
    );
    expect(checked.script).toBe(scriptHash);
  });

  it("finds every problem at once", () => {
    const wrong = {
      host: "",
      manage: "maybe",
      port: 0,
      publishing: "yes",
      publishList: [{ domain: "a b", priority: 0, weight: 0 }],
      homeZone: "corp,example",
      activationMinutes: 14,
      renewalMinutes: 43_201,
      allowedNetworks: ["10.0.0.0/33"],
      keys: [{ name: "windows", lastFive: key }],
      activation: "fax",
      colour: "red",
    };
    const { failures } = kind.check(wrong);
    expect(failures.map(({ property }) => property).sort()).toEqual([...Object.keys(wrong), "lowPriority"].sort());
    expect(JSON.stringify(failures)).not.toContain(key);
  });

  it.each<[string, Properties, RegExp]>([
    ["a key twice", { keys: [{ name: "a" }, { name: "a" }] }, /twice/],
    [
      "a confirmation id of no key",
      { activation: "phone", confirmationIds: { other: "0".repeat(48) } },
      /not among keys/,
    ],
    ["a confirmation id that nobody asks for", { confirmationIds: { windows: "0".repeat(48) } }, /by phone/],
    [
      "a confirmation id with hyphens",
      { activation: "phone", confirmationIds: { windows: "000-000-000-000" } },
      /digits alone/,
    ],
  ])("refuses %s", (_case, changes, words) => {
    const { failures } = kind.check({ ...inputs(), ...changes });
    expect(failures.map(({ reason }) => reason).join()).toMatch(words);
  });
});

describe("comparing configurations of a host", () => {
  it("names each property that differs, and replaces for another host only", () => {
    const news = inputs({ host: "kms-2", port: 1688, activation: "phone" });
    expect(kind.diff(inputs(), news)).toEqual([
      { property: "activation", change: "update", replace: false },
      { property: "host", change: "update", replace: true },
      { property: "port", change: "update", replace: false },
    ]);
  });

  it("takes lists as sets and names without regard to case", () => {
    const domains = [
      { domain: "a.example", priority: 0, weight: 0 },
      { domain: "b.example", priority: 0, weight: 0 },
    ];
    const olds = inputs({
      publishList: domains,
      allowedNetworks: ["10.0.0.1", "10.1.0.0/16"],
      homeZone: "Corp.Example",
    });
    const news = inputs({
      publishList: domains.map((one) => ({ ...one, domain: `${one.domain.toUpperCase()}.` })).reverse(),
      allowedNetworks: ["10.1.0.0/16", "10.0.0.1/32"],
      confirmationIds: {},
    });
    expect(kind.diff(olds, news)).toEqual([]);
  });

  it("is an update where the script is another one", () => {
    expect(kind.diff({ ...inputs(), script: "0123456789abcdef" }, inputs())).toEqual([
      { property: "script", change: "update", replace: false },
    ]);
  });
});

describe("creating in mode configure", () => {
  it("reads first, sets up with the key, and compares", async () => {
    const { id, outputs } = await kind.create(inputs(), context);
    expect(id).toBe("kms-1");
    expect(modes()).toEqual(["verify", "configure"]);
    expect(keysSent()).toEqual([hashOf(key)]);
    expect(state).toMatchObject({ port: 1690, renewalMinutes: 20_160, networks: ["10.0.0.0/8"], builtIn: false });
    expect(outputs).toMatchObject({
      script: scriptHash,
      os: "ServerStandard 20348.2700",
      products: [{ lastFive: key.slice(-5), status: 1, channel: "Volume:CSVLK" }],
      listening: true,
      differences: [],
    });
    expect(JSON.stringify([outputs, said, state.runs])).not.toContain(key.slice(0, 23));
  });

  it("does not run the script, and fetches nothing, where all is as declared", async () => {
    await kind.create(inputs(), context);
    state.runs = [];
    fetched = [];
    await kind.create(inputs(), context);
    expect(modes()).toEqual(["verify"]);
    expect(fetched).toEqual([]);
  });

  it("fetches no key that the host carries already", async () => {
    await kind.create(inputs(), context);
    state.runs = [];
    fetched = [];
    await kind.update("kms-1", inputs(), inputs({ port: 1700 }), context);
    expect(modes()).toEqual(["verify", "configure"]);
    expect(fetched).toEqual([]);
    expect(state.runs[1]?.keys).toEqual([null]);
    expect(state.port).toBe(1700);
  });

  it("finds the last five characters out once where the program does not say them", async () => {
    const vague = inputs({ keys: [{ name: "windows" }] });
    const { outputs } = await kind.create(vague, context);
    expect(outputs.lastFive).toEqual({ windows: key.slice(-5) });
    await kind.update("kms-1", outputs, { ...vague, port: 1700 }, context);
    expect(fetched).toEqual([uri]);
    expect(keysSent()).toEqual([hashOf(key)]);
  });

  it("sends no key that turns out to be there already", async () => {
    state.products = [
      { lastFive: key.slice(-5), isHost: true, status: 1 },
      { lastFive: "OTHER", isHost: true, status: 1 },
    ];
    const { outputs } = await kind.create(inputs({ keys: [{ name: "windows" }] }), context);
    expect(keysSent()).toEqual([]);
    expect(outputs.lastFive).toEqual({ windows: key.slice(-5) });
  });

  it("refuses a secret that is another key than declared, before anything is sent", async () => {
    const error = await failure(kind.create(inputs({ keys: [{ name: "windows", lastFive: "ZZZZZ" }] }), context));
    expect(error.message).toContain("declared to end with ZZZZZ");
    expect(error).not.toBeInstanceOf(PartlyCreated);
    expect(modes()).toEqual(["verify"]);
  });

  it("says where a key has no address", async () => {
    const error = await failure(kind.create(inputs({ keys: [{ name: "office" }] }), context));
    expect(error.message).toContain('hosts["kms-1"].keys["office"]');
  });

  it("lets an error of the vault through, with nothing changed", async () => {
    secrets.clear();
    expect((await failure(kind.create(inputs(), context))).name).toBe("KeyVaultError");
    expect(modes()).toEqual(["verify"]);
  });

  it("changes nothing on a machine that calls itself otherwise", async () => {
    state.name = "fileserver";
    const error = await failure(kind.create(inputs(), context));
    expect(error.message).toContain("calls itself fileserver");
    expect(modes()).toEqual(["verify"]);
  });

  it("compares no name that the program does not say", async () => {
    state.name = "fileserver";
    const { fqdn: _, ...nameless } = inputs();
    expect((await kind.create(nameless, context)).outputs.differences).toEqual([]);
  });

  it("warns of a clock that it cannot set", async () => {
    state.skewSeconds = -900;
    const { outputs } = await kind.create(inputs(), context);
    expect(outputs.differences).toEqual(["clock: declared within 300 s, live 900 s behind dc1.corp.example"]);
    expect(said.join("\n")).toContain("warning kms-1: clock");
  });

  it("keeps a host whose script failed in the state as not finished, and says what was done and what it means", async () => {
    state.faults.configure = { kind: "exit", exit: 41, step: "activation of key windows", code: "0xC004C008" };
    const error = await failure(kind.create(inputs(), context));
    expect(error.message).toMatch(/exit code 41, activation was refused/);
    expect(error.message).toMatch(/done before that: key windows/);
    expect(error.message).toMatch(/the key's activations are spent/);
    expect(error).toBeInstanceOf(PartlyCreated);
    const { outputs } = (error as PartlyCreated).live;
    expect(outputs.differences).toContain("port: declared 1690, live 1688");
    expect(outputs.products).toMatchObject([{ lastFive: key.slice(-5), status: 2 }]);
    await kind.update("kms-1", outputs, inputs(), context);
    expect(keysSent()).toEqual([hashOf(key)]);
  });

  it.each([
    [34, "key windows", "0xC004F050", /Windows refuses the key \(key windows: 0xC004F050/],
    [40, "activation of key windows", "0x80072EE7", /activate by phone, and run up again$/],
    [52, "firewall", "0x80070005", /firewall/],
    [53, "restart", "not listening", /sppsvc.*, and run up again$/],
    [90, "script", "0x80131500@12", /report step and code/],
  ] as const)("words exit code %d", async (exit, step, code, words) => {
    state.faults.configure = { kind: "exit", exit, step, code };
    const { message } = await failure(kind.create(inputs(), context));
    expect(message).toContain(`exit code ${exit}`);
    expect(message).toContain(`${step}: ${code}`);
    expect(message).toMatch(words);
  });

  it("shows the installation id and takes the confirmation id by phone", async () => {
    const byPhone = inputs({ activation: "phone" });
    const error = await failure(kind.create(byPhone, context));
    expect(error.message).toContain(recordedInstallationId);
    const { outputs } = (error as PartlyCreated).live;
    expect(outputs.installationIds).toEqual({ windows: recordedInstallationId });
    const confirmed = inputs({ activation: "phone", confirmationIds: { windows: state.confirmationId } });
    const done = await kind.update("kms-1", outputs, confirmed, context);
    expect(done.outputs).toMatchObject({ differences: [], installationIds: {} });
  });

  it("is not content with a success that does not show", async () => {
    state.faults.configure = { kind: "reverts" };
    const error = await failure(kind.create(inputs(), context));
    expect(error.message).toMatch(/not as declared:.*port: declared 1690, live 1688/);
  });
});

describe("an outcome that nobody heard of", () => {
  const lost = () => new SshError("lost", "the connection broke", true);

  it("is a success where the read-back shows it, and no key is sent twice", async () => {
    broken = [undefined, lost()];
    const { outputs } = await kind.create(inputs(), context);
    expect(modes()).toEqual(["verify", "configure", "verify"]);
    expect(keysSent()).toEqual([hashOf(key)]);
    expect(outputs.differences).toEqual([]);
    expect(said.join("\n")).toContain("warning the connection broke. It was read back, and is as declared");
  });

  it("is a failure where the read-back shows less", async () => {
    broken = [undefined, lost()];
    state.faults.configure = { kind: "exit", exit: 40, step: "activation", code: "0x80072EE7" };
    const error = await failure(kind.create(inputs(), context));
    expect(error).toBeInstanceOf(PartlyCreated);
    expect(error.message).toMatch(/the connection broke\. It was read back, and is not as declared/);
  });

  it("stays unknown where nothing can be read", async () => {
    broken = [undefined, lost(), new SshError("refused", "refused")];
    const error = await failure(kind.create(inputs(), context));
    expect(error.message).toBe("the connection broke. Reading it back failed as well: refused");
    expect((error as PartlyCreated).live.outputs.differences).toEqual(["unknown: the host could not be read"]);
  });

  it.each(["silent", "cutOff", "malformed", "exitLost"] as const)(
    "is read back after an answer that is %s",
    async (kindOf) => {
      state.faults.configure = { kind: kindOf };
      const { outputs } = await kind.create(inputs(), context);
      expect(modes()).toEqual(["verify", "configure", "verify"]);
      expect(outputs.differences).toEqual([]);
    },
  );

  it.each(["clixml", "crlf"] as const)("is none where the answer is only dressed up (%s)", async (kindOf) => {
    state.faults.configure = { kind: kindOf };
    await kind.create(inputs(), context);
    expect(modes()).toEqual(["verify", "configure"]);
  });

  it("believes the read-back where a shell swallowed the exit code", async () => {
    state.faults.configure = { kind: "exitZero" };
    state.admin = false;
    const error = await failure(kind.create(inputs(), context));
    expect(error.message).toMatch(/exit code 11, the account is no administrator/);
  });

  it("never repeats a key that the host printed", async () => {
    state.faults.configure = { kind: "printsKey" };
    await kind.create(inputs(), context);
    const all = said.join("\n");
    expect(all).toContain("treat the key as seen");
    expect(all).not.toContain(key.slice(0, 5));
  });
});

describe("mode verify", () => {
  it("reads, warns and succeeds; it fetches nothing and changes nothing", async () => {
    const before = structuredClone(state);
    const { outputs } = await kind.create(inputs({ manage: "verify" }), context);
    expect(modes()).toEqual(["verify"]);
    expect(fetched).toEqual([]);
    expect({ ...state, runs: [] }).toEqual(before);
    expect(outputs.differences).toContain("port: declared 1690, live 1688");
    expect(said).toContain("warning kms-1: port: declared 1690, live 1688");
  });

  it("tells unreadable from different", async () => {
    state.admin = false;
    const { outputs } = await kind.create(inputs({ manage: "verify" }), context);
    expect(outputs.differences).toContain("port: declared 1690, unreadable");
    expect(said.join("\n")).toContain("see that the account is an administrator");
  });
});

describe("reading", () => {
  async function refreshed(change: (made: RecordedState) => void): Promise<{ live: Properties; changed: string[] }> {
    const { outputs } = await kind.create(inputs(), context);
    change(state);
    const live = await kind.read({ id: "kms-1", inputs: inputs(), outputs }, context);
    return {
      live: live?.inputs ?? {},
      changed: kind.diff(live?.inputs ?? {}, inputs()).map(({ property }) => property),
    };
  }

  it("finds nothing where nothing changed", async () => {
    expect((await refreshed(() => {})).changed).toEqual([]);
  });

  it.each<[string, Partial<RecordedState>, Properties]>([
    ["port", { port: 1688 }, { port: 1688 }],
    ["publishing", { publishing: false }, { publishing: false }],
    ["lowPriority", { lowPriority: true }, { lowPriority: true }],
    ["renewalMinutes", { renewalMinutes: 30 }, { renewalMinutes: 30 }],
    ["publishList", { publishList: [] }, { publishList: [] }],
    ["allowedNetworks", { networks: ["10.0.0.0/9"] }, { allowedNetworks: ["10.0.0.0/9"] }],
    ["keys", { products: [] }, { keys: [] }],
  ])("shows drift of %s with the host's value", async (property, change, live) => {
    const found = await refreshed((made) => Object.assign(made, change));
    expect(found.live).toMatchObject(live);
    expect(found.changed).toContain(property);
    // A port that moved takes the rule of the firewall with it.
    expect(found.changed.filter((one) => one !== property && one !== "script")).toEqual([]);
  });

  it("shows what has no property of its own in the missing hash of the script", async () => {
    const found = await refreshed((made) => {
      made.listening = false;
    });
    expect(found.changed).toEqual(["script"]);
  });

  it("keeps what cannot be read", async () => {
    const found = await refreshed((made) => {
      made.admin = false;
    });
    expect(found.changed).toEqual([]);
  });

  it("imports by the name of the host, to be verified until a program says more", async () => {
    await kind.create(inputs(), context);
    const live = await kind.read({ id: "kms-1" }, context);
    expect(live?.id).toBe("kms-1");
    expect(kind.diff(live?.inputs ?? {}, inputs()).map(({ property }) => property)).toEqual(["manage"]);
    expect(kind.check(live?.inputs ?? {}).failures).toEqual([]);
  });

  it("cannot import what it may not read", async () => {
    state.admin = false;
    expect((await failure(kind.read({ id: "kms-1" }, context))).message).toContain("0x80070005");
  });

  it("names the hosts that there are", async () => {
    const error = await failure(kind.read({ id: "kms-9" }, context));
    expect(error.message).toContain('"kms-9" is not among the provider\'s hosts (kms-1)');
  });
});

describe("deleting", () => {
  it("leaves the host alone and says so", async () => {
    await kind.delete("kms-1", inputs(), context);
    expect(state.runs).toEqual([]);
    expect(said).toEqual(["info kms-1 is no longer looked after here; the host stays as it is"]);
  });
});
