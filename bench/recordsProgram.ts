/**
 * A Pulumi program that declares the SRV records of the bench, each by itself. Its folder holds `bench.json` with a
 * `ProgramInput`.
 */
import { readFileSync } from "node:fs";
import { ActivationProvider, type ZoneArgs } from "../modules/provider/providerArgs.ts";
import { SrvRecord } from "../modules/provider/resources.ts";
import { changesOf, zoneName } from "./recordChanges.ts";

export interface ProgramInput {
  readonly count: number;
  readonly inEachSet: number;
  readonly zone: ZoneArgs;
}

const { count, inEachSet, zone } = JSON.parse(readFileSync("bench.json", "utf8")) as ProgramInput;
const provider = new ActivationProvider("activation", { zones: { [zoneName]: zone }, forests: {}, hosts: {} });
for (const { owner, add } of changesOf(count, inEachSet)) {
  new SrvRecord(`${owner}/${add.target}`, { zone: zoneName, name: owner, ...add }, { provider });
}
