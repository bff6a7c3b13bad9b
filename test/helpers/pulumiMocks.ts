import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceOutputsRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import type { StackResource } from "../../modules/azure/toItems.ts";

/** A resource as the program registered it: what the engine would be told, options included. */
export interface Registered extends StackResource {
  /** Inputs as they travel, secrets marked; of a component: the outputs that it registered. */
  readonly wire: Readonly<Record<string, unknown>>;
  readonly parent: string;
  readonly provider: string;
  readonly protect: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly aliases: number;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  /** URNs. */
  readonly dependencies: readonly string[];
}

/** Marks a value on its way to the engine; its key for secrets. */
const signature = "4dabf18193072939515e22adb298388d";

/**
 * Runs a program against Pulumi's mocks and returns what it registered, sorted by type and name.
 *
 * Waits for every registration, so that nothing is missing. The mocks themselves keep options to themselves, so the
 * requests are read on their way in.
 */
export async function registered(program: () => void): Promise<readonly Registered[]> {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
    call: ({ inputs }) => inputs,
  });
  const requests: RegisterResourceRequest[] = [];
  const outputs = new Map<string, Record<string, unknown>>();
  const urns: string[] = [];
  listen(requests, urns, outputs);
  await pulumi.runtime.runInPulumiStack(async () => program());
  await pulumi.runtime.disconnect();
  return requests
    .map((request, i) => seen(request, urns[i] ?? "", outputs))
    .filter(({ type }) => type !== "pulumi:pulumi:Stack")
    .toSorted((a, b) => `${a.type} ${a.name}`.localeCompare(`${b.type} ${b.name}`));
}

type Callback = (error: unknown, response: { getUrn(): string }) => void;

interface Monitor {
  registerResource(request: RegisterResourceRequest, callback: Callback): void;
  registerResourceOutputs(request: RegisterResourceOutputsRequest, callback: Callback): void;
}

function listen(
  requests: RegisterResourceRequest[],
  urns: string[],
  outputs: Map<string, Record<string, unknown>>,
): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResource = (request, callback) => {
    const index = requests.push(request) - 1;
    register(request, (error, response) => {
      urns[index] = response?.getUrn() ?? "";
      callback(error, response);
    });
  };
  monitor.registerResourceOutputs = (request, callback) => {
    outputs.set(request.getUrn(), request.getOutputs()?.toJavaScript() ?? {});
    registerOutputs(request, callback);
  };
}

function seen(
  request: RegisterResourceRequest,
  urn: string,
  outputs: ReadonlyMap<string, Record<string, unknown>>,
): Registered {
  const wire = request.getCustom() ? (request.getObject()?.toJavaScript() ?? {}) : (outputs.get(urn) ?? {});
  return {
    type: request.getType(),
    name: request.getName(),
    urn,
    wire,
    properties: plain(wire) as Record<string, unknown>,
    parent: request.getParent(),
    provider: request.getProvider(),
    protect: request.getProtect() ?? false,
    deleteBeforeReplace: request.getDeletebeforereplace(),
    aliases: request.getAliasesList().length,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    dependencies: request.getDependenciesList(),
  };
}

/** Takes the marks off secrets and outputs. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (signature in value) return plain((value as unknown as { value: unknown }).value);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
}
