import * as grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { endWithEngine } from "../../modules/provider/endWithEngine.ts";
import { announce } from "./announce.ts";
import { loadShapes, Schemas, sdkVersion } from "./schemas.ts";
import { type Configuration, serviceOf } from "./service.ts";
import { StandIn } from "./standIn.ts";
import { openStore } from "./store.ts";

// The provider program that the engine starts as azure-native: it prints a port and answers until it is ended.

/** The engine passes its own address as the only argument. */
const engineAddress = process.argv[2] ?? "";

/** Names the file that the Azure stand-in keeps its resources in. */
const storeVariable = "ACTIVATION_AZURE_STORE";

/** A subscription of nobody, for programs that configure none. */
const noSubscription = "00000000-0000-0000-0000-000000000000";

async function configure({ subscriptionId, location }: Configuration): Promise<StandIn> {
  const file = process.env[storeVariable];
  if (!file) {
    throw new Error(
      `Azure stand-in: ${storeVariable} is not set. This is not Azure but a stand-in for tests; set ${storeVariable} to the file that is to hold its resources, or take the stand-in out of PULUMI_HOME to reach Azure.`,
    );
  }
  const schemas = new Schemas(await loadShapes());
  await announce(engineAddress);
  const chosen = subscriptionId ?? process.env.ARM_SUBSCRIPTION_ID ?? noSubscription;
  return new StandIn(schemas, { store: openStore(file), subscriptionId: chosen, location });
}

/** As large as the engine's own limit for one message, in bytes. */
const largestMessage = 400 * 1024 * 1024;

endWithEngine();
const server = new grpc.Server({ "grpc.max_receive_message_length": largestMessage });
const definition = (services as unknown as { ResourceProviderService: grpc.ServiceDefinition }).ResourceProviderService;
server.addService(definition, serviceOf(sdkVersion, configure));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
