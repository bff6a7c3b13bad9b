import * as pulumi from "@pulumi/pulumi";

/** Groups the resources of one site; it holds no facts, those are in the Estate. */
export class Site extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("activation:azure:Site", name, {}, opts);
    this.registerOutputs({});
  }
}
