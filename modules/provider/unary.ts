import { type handleUnaryCall, status } from "@grpc/grpc-js";
import { InvalidRequest } from "./resourceKind.ts";

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
      const code = error instanceof InvalidRequest ? status.INVALID_ARGUMENT : status.UNKNOWN;
      callback({ code, details: error instanceof Error ? error.message : String(error) });
    }
  };
}
