import { promisify } from "node:util";
import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import providerRpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import { engineLog } from "./engineLog.ts";
import { checkResponse, lifecycle } from "./lifecycle.ts";
import { parseProviderConfig } from "./parseProviderConfig.ts";
import { InvalidRequest, type ResourceKind } from "./resourceKind.ts";
import schema from "./schema.json" with { type: "json" };
import type { Session } from "./session.ts";
import { unary } from "./unary.ts";
import { fromWire } from "./wire.ts";

/** Octets; Pulumi's own limit for one message. */
const messageLimit = 400 * 1024 * 1024;

/**
 * Serves the given kinds of resource as Pulumi's ResourceProvider on a free port of the loopback interface.
 *
 * Methods that are not here answer UNIMPLEMENTED, Handshake too: then the flags of Configure count.
 *
 * @param engineAddress - Where the engine takes log messages; undefined: Attach tells it.
 * @returns The port.
 */
export async function serve(kinds: readonly ResourceKind[], engineAddress: string | undefined): Promise<number> {
  const session: Session = {
    config: undefined,
    log: engineAddress === undefined ? undefined : engineLog(engineAddress),
    cancel: new AbortController(),
    declared: new Set(),
  };
  const server = new Server({ "grpc.max_receive_message_length": messageLimit });
  server.addService(providerRpc.ResourceProviderService as Parameters<Server["addService"]>[0], {
    ...description(session),
    ...configuration(session),
    ...lifecycle(kinds, session),
  });
  return await promisify(server.bindAsync.bind(server))("127.0.0.1:0", ServerCredentials.createInsecure());
}

function description(session: Session): UntypedServiceImplementation {
  return {
    getSchema: unary(() => {
      const response = new providerPb.GetSchemaResponse();
      response.setSchema(JSON.stringify(schema));
      return response;
    }),
    getPluginInfo: unary(() => {
      const info = new pluginPb.PluginInfo();
      info.setVersion(schema.version);
      return info;
    }),
    attach: unary((request: pluginPb.PluginAttach) => {
      session.log = engineLog(request.getAddress());
      return new emptyPb.Empty();
    }),
    cancel: unary(() => {
      session.cancel.abort();
      return new emptyPb.Empty();
    }),
  };
}

function configuration(session: Session): UntypedServiceImplementation {
  return {
    checkConfig: unary((request: providerPb.CheckRequest) => {
      const response = checkResponse({}, parseProviderConfig(fromWire(request.getNews())).failures);
      // As they came: still marked as secrets.
      response.setInputs(request.getNews());
      return response;
    }),
    diffConfig: unary(() => {
      // Another server or key reaches the same zone, so nothing is ever replaced; the engine compares the rest itself.
      const response = new providerPb.DiffResponse();
      response.setChanges(providerPb.DiffResponse.DiffChanges.DIFF_UNKNOWN);
      return response;
    }),
    configure: unary((request: providerPb.ConfigureRequest) => {
      const { config, failures } = parseProviderConfig(fromWire(request.getArgs()));
      if (failures.length > 0) {
        const problems = failures.map(({ property, reason }) => `${property}: ${reason}`);
        throw new InvalidRequest(["the provider's arguments are wrong:", ...problems].join("\n  "));
      }
      session.config = config;
      const response = new providerPb.ConfigureResponse();
      // All other flags stay false: plain values come in, and the engine marks secrets again by property name.
      response.setSupportspreview(true);
      return response;
    }),
  };
}
