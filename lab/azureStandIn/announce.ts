import * as grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/engine_pb.js";

/** Says to the person at the command line, through the engine, that a stand-in answers and not Azure. */
export async function announce(engineAddress: string): Promise<void> {
  const client = new services.EngineClient(engineAddress, grpc.credentials.createInsecure());
  const request = new messages.LogRequest()
    .setSeverity(messages.LogSeverity.INFO)
    .setMessage("Azure stand-in: nothing here reaches Azure; it tests the program, not Azure.");
  try {
    await new Promise<void>((resolve, reject) => client.log(request, (error) => (error ? reject(error) : resolve())));
  } finally {
    client.close();
  }
}
