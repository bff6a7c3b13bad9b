import * as pulumi from "@pulumi/pulumi";
import { type EstateOutputs, estateType } from "./readState.ts";

/**
 * Carries the facts of the file into the stack, where rules across resources need them.
 *
 * As outputs: stack policies see of a component only what it registers, and inputs would swell the state for nothing.
 */
export class Estate extends pulumi.ComponentResource {
  constructor(name: string, outputs: EstateOutputs, opts?: pulumi.ComponentResourceOptions) {
    super(estateType, name, {}, opts);
    this.registerOutputs({ ...outputs });
  }
}
