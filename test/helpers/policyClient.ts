import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { credentials } from "@grpc/grpc-js";
import analyzerRpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import analyzerPb from "@pulumi/pulumi/proto/analyzer_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import structPb, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import type { TestResource } from "./policyHarness.ts";

const pack = new URL("../../policies", import.meta.url).pathname;
const runner = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack");

type Start = "file" | "directory";

/** The two ways in which an engine starts the pack. */
const commands: Readonly<Record<Start, readonly [string, ...string[]]>> = {
  file: [`${pack}/run`, "127.0.0.1:1", pack],
  directory: [process.execPath, runner, "127.0.0.1:1", pack],
};

/** The policy pack as the engine runs it: a process of its own, spoken to over gRPC on the loopback. */
export class PolicyClient {
  readonly #child: ChildProcess;
  readonly #client: InstanceType<typeof analyzerRpc.AnalyzerClient>;

  private constructor(child: ChildProcess, port: string) {
    this.#child = child;
    this.#client = new analyzerRpc.AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  static async start(as: Start): Promise<PolicyClient> {
    const [command, ...args] = commands[as];
    const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
    const child = spawn(command, args, { cwd: pack, env, stdio: ["ignore", "pipe", "pipe"] });
    let complaints = "";
    child.stderr.on("data", (text) => {
      complaints += text;
    });
    const started = await Promise.race([once(child.stdout, "data"), once(child, "exit").then(() => null)]);
    if (started === null) throw new Error(`the pack ended before it listened: ${complaints}`);
    return new PolicyClient(child, String(started[0]).trim());
  }

  async stop(): Promise<void> {
    this.#client.close();
    const ended = once(this.#child, "exit");
    this.#child.kill();
    await ended;
  }

  /** `<level> <name>` of each policy. */
  async policies(): Promise<string[]> {
    const info = await new Promise<analyzerPb.AnalyzerInfo>((resolve, reject) => {
      this.#client.getAnalyzerInfo(new emptyPb.Empty(), (error, answer) => (error ? reject(error) : resolve(answer)));
    });
    return info.getPoliciesList().map((policy) => `${levels[policy.getEnforcementlevel()]} ${policy.getName()}`);
  }

  /** `<level> <policy>: <message>` of each violation by one resource. */
  async analyze({ type, name, props }: TestResource): Promise<string[]> {
    const request = new analyzerPb.AnalyzeRequest();
    request.setType(type);
    request.setName(name);
    request.setUrn(urnOf(type, name));
    request.setOptions(options());
    request.setProperties(structPb.Struct.fromJavaScript(props as Record<string, JavaScriptValue>));
    return this.#violations((callback) => this.#client.analyze(request, callback));
  }

  /** `<level> <policy>: <message>` of each violation by a stack. */
  async analyzeStack(resources: readonly TestResource[]): Promise<string[]> {
    const request = new analyzerPb.AnalyzeStackRequest();
    request.setResourcesList(resources.map(resourceOf));
    return this.#violations((callback) => this.#client.analyzeStack(request, callback));
  }

  async #violations(
    call: (callback: (error: Error | null, answer: analyzerPb.AnalyzeResponse) => void) => unknown,
  ): Promise<string[]> {
    const answer = await new Promise<analyzerPb.AnalyzeResponse>((resolve, reject) => {
      call((error, response) => (error ? reject(error) : resolve(response)));
    });
    return answer
      .getDiagnosticsList()
      .map((found) => `${levels[found.getEnforcementlevel()]} ${found.getPolicyname()}: ${found.getMessage()}`);
  }
}

const levels: Readonly<Record<number, string>> = { 0: "advisory", 1: "mandatory" };

function resourceOf({ type, name, props }: TestResource): analyzerPb.AnalyzerResource {
  const resource = new analyzerPb.AnalyzerResource();
  resource.setType(type);
  resource.setName(name);
  resource.setUrn(urnOf(type, name));
  resource.setOptions(options());
  resource.setProperties(structPb.Struct.fromJavaScript(props as Record<string, JavaScriptValue>));
  return resource;
}

function urnOf(type: string, name: string): string {
  return `urn:pulumi:test::activation-topology::${type}::${name}`;
}

/** Without them the pack takes the engine for one that is too old. */
function options(): analyzerPb.AnalyzerResourceOptions {
  const all = new analyzerPb.AnalyzerResourceOptions();
  all.setCustomtimeouts(new analyzerPb.AnalyzerResourceOptions.CustomTimeouts());
  return all;
}
