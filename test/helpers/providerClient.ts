import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { credentials, Server, ServerCredentials, type ServiceError } from "@grpc/grpc-js";
import engineRpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type enginePb from "@pulumi/pulumi/proto/engine_pb.js";
import providerRpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import type { Properties } from "../../modules/provider/resourceKind.ts";
import { fromWire, toWire } from "../../modules/provider/wire.ts";

const program = new URL("../../modules/provider/pulumi-resource-activation", import.meta.url).pathname;

/** A secret as the engine sends it to Configure. */
export function secretOnWire(value: unknown): Record<string, unknown> {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

/** The provider as the engine runs it: a process of its own, spoken to over gRPC. */
export class ProviderClient {
  /** Log messages that the engine got, as `severity message`. */
  readonly logged: string[] = [];
  /** All that the process wrote to its error output. */
  stderr = "";
  /** Seconds that the resource's customTimeouts allow; 0: no limit. */
  timeout = 0;
  /** Of the process; 0 until it is started. */
  pid = 0;
  #stop: () => Promise<void> = async () => {};
  #client!: InstanceType<typeof providerRpc.ResourceProviderClient>;
  readonly #type: string;

  /** `type`: of the resources that the client asks for. */
  constructor(type: string) {
    this.#type = type;
  }

  async start(): Promise<void> {
    const engine = new Server();
    engine.addService(engineRpc.EngineService as unknown as Parameters<Server["addService"]>[0], {
      log: (call: { request: enginePb.LogRequest }, answer: (error: null, empty: emptyPb.Empty) => void) => {
        this.logged.push(
          `${["debug", "info", "warning", "error"][call.request.getSeverity()]} ${call.request.getMessage()}`,
        );
        answer(null, new emptyPb.Empty());
      },
    });
    const enginePort = await promisify(engine.bindAsync.bind(engine))(
      "127.0.0.1:0",
      ServerCredentials.createInsecure(),
    );
    const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
    const child = spawn(program, [`127.0.0.1:${enginePort}`], { env, stdio: ["ignore", "pipe", "pipe"] });
    this.pid = child.pid ?? 0;
    child.stderr.on("data", (text) => {
      this.stderr += text;
    });
    const [port] = await once(child.stdout, "data");
    this.#client = new providerRpc.ResourceProviderClient(
      `127.0.0.1:${String(port).trim()}`,
      credentials.createInsecure(),
    );
    this.#stop = async () => {
      this.#client.close();
      child.kill("SIGKILL");
      await once(child, "exit");
      engine.forceShutdown();
    };
  }

  async stop(): Promise<void> {
    await this.#stop();
  }

  async configure(args: Properties): Promise<providerPb.ConfigureResponse.AsObject> {
    const request = new providerPb.ConfigureRequest();
    request.setArgs(toWire(args));
    return (await this.#call<providerPb.ConfigureResponse>("configure", request)).toObject();
  }

  async checkConfig(news: Properties): Promise<{ inputs: unknown; failures: string[] }> {
    const request = new providerPb.CheckRequest();
    request.setNews(toWire(news));
    const response = await this.#call<providerPb.CheckResponse>("checkConfig", request);
    return { inputs: response.getInputs()?.toJavaScript(), failures: failuresOf(response) };
  }

  async check(news: Properties): Promise<{ inputs: Properties; failures: string[] }> {
    const request = new providerPb.CheckRequest();
    request.setUrn(this.#urn());
    request.setNews(toWire(news));
    const response = await this.#call<providerPb.CheckResponse>("check", request);
    return { inputs: fromWire(response.getInputs()), failures: failuresOf(response) };
  }

  async diff(oldInputs: Properties, news: Properties): Promise<providerPb.DiffResponse.AsObject> {
    const request = new providerPb.DiffRequest();
    request.setUrn(this.#urn());
    request.setOldInputs(toWire(oldInputs));
    request.setNews(toWire(news));
    return (await this.#call<providerPb.DiffResponse>("diff", request)).toObject();
  }

  async create(inputs: Properties, preview = false): Promise<{ id: string; outputs: Properties }> {
    const request = new providerPb.CreateRequest();
    request.setUrn(this.#urn());
    request.setProperties(toWire(inputs));
    request.setPreview(preview);
    request.setTimeout(this.timeout);
    const response = await this.#call<providerPb.CreateResponse>("create", request);
    return { id: response.getId(), outputs: fromWire(response.getProperties()) };
  }

  /** Without `state` as an import asks, with it as a refresh does. */
  async read(id: string, state?: Properties): Promise<{ id: string; inputs?: Properties; outputs?: Properties }> {
    const request = new providerPb.ReadRequest();
    request.setUrn(this.#urn());
    request.setId(id);
    if (state !== undefined) request.setProperties(toWire(state)).setInputs(toWire(state));
    const response = await this.#call<providerPb.ReadResponse>("read", request);
    return {
      id: response.getId(),
      ...(response.hasInputs() ? { inputs: fromWire(response.getInputs()) } : {}),
      ...(response.hasProperties() ? { outputs: fromWire(response.getProperties()) } : {}),
    };
  }

  async update(id: string, olds: Properties, news: Properties, preview = false): Promise<Properties> {
    const request = new providerPb.UpdateRequest();
    request.setUrn(this.#urn());
    request.setId(id);
    request.setOlds(toWire(olds));
    request.setNews(toWire(news));
    request.setPreview(preview);
    request.setTimeout(this.timeout);
    return fromWire((await this.#call<providerPb.UpdateResponse>("update", request)).getProperties());
  }

  async delete(id: string, state: Properties): Promise<void> {
    const request = new providerPb.DeleteRequest();
    request.setUrn(this.#urn());
    request.setId(id);
    request.setProperties(toWire(state));
    await this.#call("delete", request);
  }

  async cancel(): Promise<void> {
    await this.#call("cancel", new emptyPb.Empty());
  }

  async schema(): Promise<unknown> {
    const response = await this.#call<providerPb.GetSchemaResponse>("getSchema", new providerPb.GetSchemaRequest());
    return JSON.parse(response.getSchema());
  }

  #urn(): string {
    return `urn:pulumi:test::activation-topology::${this.#type}::thing`;
  }

  async #call<Response>(method: string, request: unknown): Promise<Response> {
    const methods = this.#client as unknown as Record<string, (request: unknown, callback: Callback<Response>) => void>;
    return await new Promise((resolve, reject) => {
      methods[method]?.call(this.#client, request, (error, response) =>
        error === null ? resolve(response) : reject(error),
      );
    });
  }
}

type Callback<Response> = (error: ServiceError | null, response: Response) => void;

function failuresOf(response: providerPb.CheckResponse): string[] {
  return response.getFailuresList().map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
}
