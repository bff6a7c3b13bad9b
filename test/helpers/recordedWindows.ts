import { createHash } from "node:crypto";
import type { FirewallReading, HostReading, ProductReading, StepError } from "../../modules/windows/hostReading.ts";
import { hostScript, hostStubSource, scriptHash } from "../../modules/windows/hostScript.ts";
import type { HostKey, HostSettings, PublishEntry } from "../../modules/windows/hostSettings.ts";
import { networksHash } from "../../modules/windows/wanted.ts";
import { recordedReading } from "./recordedHosts.ts";

/** A licence of the recorded host. */
export interface RecordedProduct {
  readonly lastFive: string;
  readonly isHost: boolean;
  /** LicenseStatus. */
  readonly status: number;
}

/** What goes wrong in the next run of a mode, once. */
export type Fault =
  /** The configuration stops at once; the read-back follows. */
  | { readonly kind: "exit"; readonly exit: number; readonly step: string; readonly code: string }
  /** The whole work is done, and then: nothing is said; the read-back is cut; it is no JSON; another exit code arrives. */
  | { readonly kind: "silent" | "cutOff" | "malformed" | "exitZero" | "exitLost" }
  /** The answer comes as another host might give it. */
  | { readonly kind: "clixml" | "crlf" }
  /** Some profile prints the first key that it was given. */
  | { readonly kind: "printsKey" }
  /** It waits: before the work, or after it. Milliseconds. */
  | { readonly kind: "slow"; readonly ms: number }
  | { readonly kind: "hangs"; readonly ms: number }
  /** The settings are taken and do not stay. */
  | { readonly kind: "reverts" };

/** One run, as the recorded side saw it; no key is kept, only its hash. */
export interface RecordedRun {
  readonly mode: HostSettings["mode"];
  /** SHA-256 of each key that came on standard input; null for a blank line. */
  readonly keys: readonly (string | null)[];
  readonly command: string;
  /** How its input went on after the lines that belong there; must be empty. */
  readonly rest: string;
}

/**
 * What a recording of a Windows host is at the moment. It is no Windows: it plays back read-backs that were written by
 * hand in the form of the script's, and changes them as the parameters ask for.
 */
export interface RecordedState {
  name: string;
  admin: boolean;
  port: number;
  publishing: boolean;
  lowPriority: boolean;
  activationMinutes: number;
  renewalMinutes: number;
  publishList: readonly PublishEntry[];
  products: readonly RecordedProduct[];
  networks: readonly string[] | null;
  builtIn: boolean;
  listening: boolean;
  skewSeconds: number;
  /** Confirmation id that belongs to the installation id; digits. */
  confirmationId: string;
  faults: Partial<Record<HostSettings["mode"], Fault>>;
  runs: readonly RecordedRun[];
}

/** A server without any key, freshly reached. */
export function freshServer(changes: Partial<RecordedState> = {}): RecordedState {
  return {
    name: "kms01",
    admin: true,
    port: 1688,
    publishing: true,
    lowPriority: false,
    activationMinutes: 120,
    renewalMinutes: 10_080,
    publishList: [],
    products: [],
    networks: null,
    builtIn: true,
    listening: false,
    skewSeconds: 1,
    confirmationId: "0".repeat(48),
    faults: {},
    runs: [],
    ...changes,
  };
}

/** Digits that the recorded host shows in activation by phone. */
export const recordedInstallationId: string = "123456".repeat(9);

/** SHA-256 of a key, by which a test recognises it. */
export const hashOf = (key: string): string => createHash("sha256").update(key).digest("hex");

/** What a run leaves: its output, its exit code, and how long it waits before it ends. */
export interface RecordedAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly waitBefore: number;
  readonly waitAfter: number;
}

/** Settings as the script reads them. */
type Parameters = Omit<HostSettings, "homeZone"> & { readonly schemaVersion: number; readonly script: string };

/**
 * Plays one run on a recorded host and changes its state. Whatever does not come as the script would need it (arguments,
 * script, parameters, lines of keys) ends with the script's exit code 10.
 */
export function playRecordedRun(state: RecordedState, argv: readonly string[], stdin: string): RecordedAnswer {
  const lines = stdin.split("\n");
  const decode = (line: string | undefined) => Buffer.from(line ?? "", "base64").toString("utf8");
  const badInput = { stdout: "", stderr: "", exitCode: 10, waitBefore: 0, waitAfter: 0 };
  if (!isOurStub(argv) || decode(lines[0]) !== hostScript()) return badInput;
  const parameters = JSON.parse(decode(lines[1])) as Parameters;
  if (parameters.schemaVersion !== 1 || parameters.script !== scriptHash) return badInput;
  const fault = state.faults[parameters.mode];
  delete state.faults[parameters.mode];
  const given = parameters.mode === "configure" ? lines.slice(2, 2 + parameters.keys.length) : [];
  const rest = lines.slice(2 + given.length).join("\n");
  const keys = given.map((line) => (line === "" ? null : hashOf(line)));
  state.runs = [...state.runs, { mode: parameters.mode, keys, command: argv.join(" "), rest }];
  const before = structuredClone(state);
  const run = new Run(state, parameters, given);
  run.play(fault);
  if (fault?.kind === "reverts") Object.assign(state, before, { runs: state.runs });
  return answered(run, fault, given);
}

function isOurStub(argv: readonly string[]): boolean {
  const [encoded = ""] = argv.slice(-1);
  const options = argv.slice(0, -1).join(" ");
  const source = Buffer.from(encoded, "base64").toString("utf16le");
  return options === "-NoProfile -NonInteractive -OutputFormat Text -EncodedCommand" && source === hostStubSource();
}

/** Ends the configuration; the read-back still follows. */
class Stopped extends Error {}

class Run {
  exit = 0;
  readonly did: string[] = [];
  readonly errors: StepError[] = [];
  readonly state: RecordedState;
  readonly parameters: Parameters;
  readonly #given: readonly string[];

  constructor(state: RecordedState, parameters: Parameters, given: readonly string[]) {
    this.state = state;
    this.parameters = parameters;
    this.#given = given;
  }

  play(fault: Fault | undefined): void {
    if (this.parameters.mode === "verify") return;
    try {
      if (!this.state.admin) this.#stop(11, "preflight", "0x80070005");
      this.#installKeys();
      if (fault?.kind === "exit") this.#stop(fault.exit, fault.step, fault.code);
      this.#activate();
      this.#setValues();
      this.#setPublishList();
      this.#setFirewall();
      this.#restart();
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
  }

  #stop(exit: number, step: string, code: string): never {
    this.exit = exit;
    this.errors.push({ step, code, retry: false });
    throw new Stopped();
  }

  #find(lastFive: string): RecordedProduct | undefined {
    return this.state.products.find((product) => product.lastFive === lastFive);
  }

  #endOf(key: HostKey, line: string | undefined): string {
    return key.lastFive ?? line?.slice(-5) ?? "";
  }

  #installKeys(): void {
    for (const [place, key] of this.parameters.keys.entries()) {
      const line = this.#given[place] ?? "";
      if (key.lastFive !== null && this.#find(key.lastFive) !== undefined) continue;
      if (!/^[0-9A-Z]{5}(-[0-9A-Z]{5}){4}$/.test(line)) this.#stop(32, `key ${key.name}`, "no product key");
      const lastFive = line.slice(-5);
      if (key.lastFive !== null && key.lastFive !== lastFive) this.#stop(33, `key ${key.name}`, "other key");
      if (this.#find(lastFive) !== undefined) continue;
      this.state.products = [...this.state.products, { lastFive, isHost: true, status: 2 }];
      this.did.push(`key ${key.name}`);
    }
  }

  #activate(): void {
    const { activation, keys } = this.parameters;
    if (activation === "none") return;
    for (const [place, key] of keys.entries()) {
      const step = `activation of key ${key.name}`;
      const product = this.#find(this.#endOf(key, this.#given[place]));
      if (product === undefined || product.status === 1) continue;
      if (activation === "phone" && key.confirmationId === null) this.#stop(42, step, "confirmation id");
      if (activation === "phone" && key.confirmationId !== this.state.confirmationId)
        this.#stop(41, step, "0xC004F02C");
      this.state.products = this.state.products.map((one) => (one === product ? { ...one, status: 1 } : one));
      this.did.push(step);
    }
  }

  #setValues(): void {
    const { state, parameters } = this;
    if (!state.products.some(({ isHost }) => isHost)) this.#stop(44, "settings", "no host");
    this.#set("port", "port", parameters.port);
    this.#set("publishing", "publishing", parameters.publishing);
    this.#set("priority", "lowPriority", parameters.lowPriority);
    this.#set("activation interval", "activationMinutes", parameters.intervals.activationMinutes);
    this.#set("renewal interval", "renewalMinutes", parameters.intervals.renewalMinutes);
  }

  #set<Name extends keyof RecordedState>(words: string, name: Name, value: RecordedState[Name]): void {
    if (this.state[name] === value) return;
    this.state[name] = value;
    this.did.push(words);
  }

  #setPublishList(): void {
    const lines = (list: readonly PublishEntry[]) => JSON.stringify(list.map((one) => JSON.stringify(one)).sort());
    if (lines(this.state.publishList) === lines(this.parameters.publishList)) return;
    this.state.publishList = this.parameters.publishList;
    this.did.push("publish list");
  }

  #setFirewall(): void {
    const { allowedNetworks } = this.parameters;
    if (allowedNetworks.length === 0) return;
    if (JSON.stringify(this.state.networks) !== JSON.stringify(allowedNetworks)) {
      this.state.networks = allowedNetworks;
      this.did.push("firewall rule");
    }
    this.#set("built-in firewall rule", "builtIn", false);
  }

  #restart(): void {
    if (this.did.length > 0 || !this.state.listening) this.did.push("restart");
    this.state.listening = true;
  }

  reading(): HostReading {
    const { state, parameters } = this;
    const base = recordedReading("licensed-2022");
    if (!state.admin) {
      const denied = recordedReading("denied-everything");
      const errors = [...this.errors, ...denied.errors];
      return { ...denied, script: scriptHash, mode: parameters.mode, exit: this.exit, errors };
    }
    const { port, publishing, lowPriority, activationMinutes, renewalMinutes } = state;
    return {
      ...base,
      script: scriptHash,
      mode: parameters.mode,
      exit: this.exit,
      os: base.os === null ? null : { ...base.os, name: state.name },
      service: base.service === null ? null : { ...base.service, listening: state.listening },
      host: { port, publishing, lowPriority, activationMinutes, renewalMinutes },
      publishList: state.publishList,
      products: state.products.map((product) => productReading(base, product, parameters)),
      firewall: rules(state),
      time: base.time === null ? null : { ...base.time, skewSeconds: state.skewSeconds },
      did: this.did,
      errors: this.errors,
    };
  }
}

function productReading(base: HostReading, { lastFive, isHost, status }: RecordedProduct, parameters: Parameters) {
  const [sample] = base.products ?? [];
  const waiting = parameters.activation === "phone" && status !== 1;
  const installationId = waiting ? recordedInstallationId : null;
  return { ...sample, lastFive, isHost, status, installationId } as ProductReading;
}

function rules({ networks, port, builtIn }: RecordedState): readonly FirewallReading[] {
  const shared = { profiles: ["domain", "private"], program: null, enforcement: [] };
  const own = (networks === null ? [] : (["local", "active"] as const)).map((store) => ({
    ...shared,
    name: "activation-topology-kms-in",
    store,
    enabled: true,
    remote: networks,
    remoteHash: networksHash(networks ?? []),
    port: String(port),
  }));
  const any = { remote: ["Any"], remoteHash: networksHash(["Any"]), port: "1688" };
  return [...own, { ...shared, ...any, name: "SPPSVC-In-TCP", store: "local", enabled: builtIn }];
}

const noise =
  '#< CLIXML\r\nWARNUNG: Das Kennwort l\u00e4uft bald ab.\r\n{line}\r\n<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"></Objs>\r\n';

function answered(run: Run, fault: Fault | undefined, given: readonly string[]): RecordedAnswer {
  const line = `activation-host/1 ${JSON.stringify(run.reading())} activation-host/end`;
  const plain = { stdout: `${line}\r\n`, stderr: "", exitCode: run.exit, waitBefore: 0, waitAfter: 0 };
  switch (fault?.kind) {
    case "silent":
      return { ...plain, stdout: "", stderr: "#< CLIXML\r\nThe pipeline has been stopped.\r\n", exitCode: 1 };
    case "cutOff":
      return { ...plain, stdout: plain.stdout.slice(0, 900) };
    case "malformed":
      return { ...plain, stdout: plain.stdout.replace('"schemaVersion":1', '"schemaVersion":1,,') };
    case "exitZero":
      return { ...plain, exitCode: 0 };
    case "exitLost":
      return { ...plain, exitCode: 1 };
    case "clixml":
      return { ...plain, stdout: `\uFEFF${noise.replace("{line}", () => line)}`, stderr: "#< CLIXML\r\n" };
    case "crlf":
      return { ...plain, stdout: `\r\n\r\n${(line.match(/.{1,79}/g) ?? []).join("\r\n")}\r\n\r\n` };
    case "printsKey":
      return { ...plain, stdout: `${given.find((one) => one !== "") ?? "no key"}\r\n${plain.stdout}` };
    case "slow":
      return { ...plain, waitBefore: fault.ms };
    case "hangs":
      return { ...plain, waitAfter: fault.ms };
    default:
      return plain;
  }
}
