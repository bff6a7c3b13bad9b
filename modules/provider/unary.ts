import { type handleUnaryCall, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import anyPb from "google-protobuf/google/protobuf/any_pb.js";
import { InvalidRequest, PartlyCreated } from "./resourceKind.ts";
import { toWire } from "./wire.ts";

/**
 * A gRPC method from a plain function. What it throws becomes a status with the error's own sentence:
 * INVALID_ARGUMENT where the request is wrong, UNKNOWN (what Pulumi shows as a failed resource) for the rest.
 */
export function unary<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return async (call, callback) => {
    try {
      callback(null, await handle(call.request));
    } catch (error) {
      callback(statusOf(error));
    }
  };
}

function statusOf(error: unknown): Partial<ServiceError> {
  const code = error instanceof InvalidRequest ? status.INVALID_ARGUMENT : status.UNKNOWN;
  const details = error instanceof Error ? error.message : String(error);
  return { code, details, ...(error instanceof PartlyCreated ? { metadata: partOf(error) } : {}) };
}

/** The engine's sign for "keep this in the state, it is not finished" (pulumi: sdk/proto/pulumi/provider.proto). */
function partOf({ live, message }: PartlyCreated): Metadata {
  const failed = new providerPb.ErrorResourceInitFailed();
  failed.setId(live.id);
  failed.setInputs(toWire(live.inputs));
  failed.setProperties(toWire(live.outputs));
  failed.setReasonsList([message]);
  const detail = new anyPb.Any();
  detail.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const whole = new statusPb.Status();
  whole.setCode(status.UNKNOWN);
  whole.setMessage(message);
  whole.addDetails(detail);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(whole.serializeBinary()));
  return metadata;
}
