import { credentials } from "@grpc/grpc-js";
import engineRpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import enginePb from "@pulumi/pulumi/proto/engine_pb.js";

/** Tells the person at the engine something about one resource. */
export type EngineLog = (severity: "info" | "warning", urn: string, message: string) => void;

/**
 * The log of the engine at an address (`host:port`).
 *
 * A message that does not arrive fails nothing: what it is about has been done.
 */
export function engineLog(address: string): EngineLog {
  const client = new engineRpc.EngineClient(address, credentials.createInsecure());
  return (severity, urn, message) => {
    const request = new enginePb.LogRequest();
    request.setSeverity(severity === "info" ? enginePb.LogSeverity.INFO : enginePb.LogSeverity.WARNING);
    request.setUrn(urn);
    request.setMessage(message);
    client.log(request, () => {});
  };
}
