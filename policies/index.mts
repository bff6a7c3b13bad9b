import { PolicyPack } from "@pulumi/policy";
import { endWithEngine } from "../modules/provider/endWithEngine.ts";
import { activationPolicies } from "./policies.ts";

// Constructing a PolicyPack starts a gRPC server, so nothing but Pulumi may import this file. No top-level await below
// it: Pulumi loads a pack directory with require().
endWithEngine();
new PolicyPack("activation", { policies: activationPolicies(() => new Date().toISOString().slice(0, 10)) });
