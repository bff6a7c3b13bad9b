import { readFileSync } from "node:fs";
import { Client, Control } from "ldapts";
import { describe, type SuiteAPI } from "vitest";
import type { DirectoryConnection } from "../../modules/directory/openDirectory.ts";
import { labDir } from "./estate.ts";

if (labDir === undefined) {
  process.stderr.write(
    "\nSKIPPED: tests on the local lab; run them with `npm test`, which brings it up, or see lab/\n\n",
  );
}

/** A suite that needs the lab; skipped, and said to be, where there is none. */
export const describeInLab: SuiteAPI | SuiteAPI["skip"] = labDir === undefined ? describe.skip : describe;

/** The two forests of the lab. */
export type ForestName = "corp.example" | "other.example";
const controllers = { "corp.example": "dc1.corp.example", "other.example": "dc2.other.example" } as const;
const authorities = { "corp.example": "ca.pem", "other.example": "other-ca.pem" } as const;

/** How an account of the lab reaches its forest. */
export function labConnection(
  forest: ForestName,
  account: string,
  changes: Partial<DirectoryConnection> = {},
): DirectoryConnection {
  return {
    forest,
    servers: [controllers[forest]],
    bindAs: `${account}@${forest}`,
    password: readFileSync(`${labDir}/passwords/${forest}/${account}`, "utf8"),
    ca: readFileSync(`${labDir}/${authorities[forest]}`, "utf8"),
    ...changes,
  };
}

/** A client of its own for preparing a forest as its administrator. */
export async function administrator(forest: ForestName): Promise<Client> {
  const { ca, bindAs, password } = labConnection(forest, "Administrator");
  const servername = controllers[forest];
  const client = new Client({ url: `ldaps://${servername}`, timeout: 10_000, tlsOptions: { ca: [ca], servername } });
  await client.bind(bindAs, password);
  return client;
}

/** Reads or writes the access list of a security descriptor, and no other part of it. */
export class AccessList extends Control {
  constructor() {
    super("1.2.840.113556.1.4.801", { critical: true });
  }

  protected override writeControl(writer: Parameters<Control["writeControl"]>[0]): void {
    writer.writeBuffer(Buffer.from([0x30, 3, 2, 1, 4]), 4);
  }
}
