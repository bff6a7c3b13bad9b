import * as grpc from "@grpc/grpc-js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import type { Properties } from "./armTypes.ts";
import type { Change } from "./diff.ts";
import type { StandIn } from "./standIn.ts";
import { plain } from "./values.ts";

/** What the engine says when it configures the provider. */
export interface Configuration {
  readonly subscriptionId: string | undefined;
  readonly location: string | undefined;
}

/** The calls of the engine, answered by a stand-in that `configure` makes. */
export function serviceOf(
  version: string,
  configure: (configuration: Configuration) => Promise<StandIn>,
): grpc.UntypedServiceImplementation {
  let configured: StandIn | undefined;
  const standIn = (): StandIn => {
    if (!configured) throw new Error("Azure stand-in: the engine called before it configured the provider");
    return configured;
  };
  return {
    ...sameForEveryStack(version),
    configure: answer(async (request: messages.ConfigureRequest) => {
      configured = await configure(configurationOf(request));
      return new messages.ConfigureResponse().setSupportspreview(true);
    }),
    ...resourceCalls(standIn),
  };
}

/** Calls whose answers depend on nothing, and those that a provider of resources need not answer. */
function sameForEveryStack(version: string): grpc.UntypedServiceImplementation {
  return {
    handshake: unimplemented("Handshake"),
    parameterize: unimplemented("Parameterize"),
    getSchema: unimplemented("GetSchema"),
    construct: unimplemented("Construct"),
    call: unimplemented("Call"),
    list: (call: grpc.ServerWritableStream<unknown, unknown>) => {
      call.emit("error", { code: grpc.status.UNIMPLEMENTED, details: "Azure stand-in: List is not implemented" });
    },
    attach: answer(() => new emptyMessages.Empty()),
    cancel: answer(() => new emptyMessages.Empty()),
    getMapping: answer(() => new messages.GetMappingResponse()),
    getMappings: answer(() => new messages.GetMappingsResponse()),
    getPluginInfo: answer(() => new plugins.PluginInfo().setVersion(version)),
    checkConfig: answer((r: messages.CheckRequest) => new messages.CheckResponse().setInputs(r.getNews())),
    diffConfig: answer(() => new messages.DiffResponse().setChanges(messages.DiffResponse.DiffChanges.DIFF_NONE)),
  };
}

function resourceCalls(standIn: () => StandIn): grpc.UntypedServiceImplementation {
  return {
    check: answer((r: messages.CheckRequest) => checked(standIn(), r)),
    diff: answer((r: messages.DiffRequest) => {
      return diffOf(standIn().diff(tokenOf(r), values(r.getOldInputs()), values(r.getNews())));
    }),
    create: answer((r: messages.CreateRequest) => {
      const { id, properties } = standIn().create(tokenOf(r), values(r.getProperties()), r.getPreview());
      return new messages.CreateResponse().setId(id).setProperties(struct(properties));
    }),
    read: answer((r: messages.ReadRequest) => read(standIn(), r)),
    update: answer((r: messages.UpdateRequest) => updated(standIn(), r)),
    delete: answer((r: messages.DeleteRequest) => {
      standIn().remove(r.getId());
      return new emptyMessages.Empty();
    }),
    invoke: answer((r: messages.InvokeRequest) => {
      return new messages.InvokeResponse().setReturn(struct(standIn().invoke(r.getTok(), values(r.getArgs()))));
    }),
  };
}

function read(standIn: StandIn, request: messages.ReadRequest): messages.ReadResponse {
  const [inputs, state] = [values(request.getInputs()), values(request.getProperties())];
  const found = standIn.read(tokenOf(request), request.getId(), inputs, state);
  // No id and no properties say that the resource is gone.
  if (!found) return new messages.ReadResponse();
  const response = new messages.ReadResponse().setId(found.id);
  return response.setProperties(struct(found.properties)).setInputs(struct(found.inputs));
}

function updated(standIn: StandIn, request: messages.UpdateRequest): messages.UpdateResponse {
  const { properties } = standIn.update({
    token: tokenOf(request),
    id: request.getId(),
    oldInputs: values(request.getOldInputs()),
    inputs: values(request.getNews()),
    now: values(request.getOlds()),
    preview: request.getPreview(),
  });
  return new messages.UpdateResponse().setProperties(struct(properties));
}

/** Turns a function into a call handler; whatever it throws becomes the error that the engine shows. */
function answer<Request, Response>(
  work: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => work(call.request))
      .then(
        (response) => callback(null, response),
        (error: unknown) =>
          callback({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) }),
      );
  };
}

function unimplemented(name: string): grpc.handleUnaryCall<unknown, unknown> {
  return (_, callback) =>
    callback({ code: grpc.status.UNIMPLEMENTED, details: `Azure stand-in: ${name} is not implemented` });
}

function tokenOf(request: { getUrn(): string }): string {
  // urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME
  return request.getUrn().split("::")[2]?.split("$").at(-1) ?? "";
}

function values(message: structs.Struct | undefined): Properties {
  return message ? (message.toJavaScript() as Properties) : {};
}

function struct(properties: Properties): structs.Struct {
  return structs.Struct.fromJavaScript(plain(properties) as Parameters<typeof structs.Struct.fromJavaScript>[0]);
}

function checked(standIn: StandIn, request: messages.CheckRequest): messages.CheckResponse {
  const { inputs, failures } = standIn.check(tokenOf(request), values(request.getOlds()), values(request.getNews()));
  const response = new messages.CheckResponse().setInputs(struct(inputs));
  for (const { property, reason } of failures) {
    response.addFailures(new messages.CheckFailure().setProperty(property).setReason(`Azure stand-in: ${reason}`));
  }
  return response;
}

function diffOf(changes: readonly Change[]): messages.DiffResponse {
  const { DiffChanges } = messages.DiffResponse;
  const replaces = changes.filter((change) => change.replaces).map((change) => change.path);
  const response = new messages.DiffResponse()
    .setHasdetaileddiff(true)
    .setChanges(changes.length > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE)
    .setDiffsList(changes.map((change) => change.path))
    .setReplacesList(replaces)
    // Names are given by programs, so a replacement would clash with what it replaces.
    .setDeletebeforereplace(replaces.length > 0);
  for (const change of changes) response.getDetaileddiffMap().set(change.path, propertyDiff(change));
  return response;
}

function propertyDiff({ kind, replaces }: Change): messages.PropertyDiff {
  const { Kind } = messages.PropertyDiff;
  const kinds = replaces
    ? { add: Kind.ADD_REPLACE, delete: Kind.DELETE_REPLACE, update: Kind.UPDATE_REPLACE }
    : { add: Kind.ADD, delete: Kind.DELETE, update: Kind.UPDATE };
  return new messages.PropertyDiff().setKind(kinds[kind]).setInputdiff(true);
}

/** Settings come as stack configuration or as arguments of an explicit provider; both are plain texts here. */
function configurationOf(request: messages.ConfigureRequest): Configuration {
  const args = values(request.getArgs());
  const text = (name: string): string | undefined => {
    const value = args[name] ?? request.getVariablesMap().get(`azure-native:config:${name}`);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return { subscriptionId: text("subscriptionId"), location: text("location") };
}
