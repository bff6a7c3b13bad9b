import { readFile } from "node:fs/promises";
import type { Io } from "../../modules/cli/io.ts";
import { runActivation } from "../../modules/cli/program.ts";
import { fakeIo } from "./fakeIo.ts";
import { folderOf } from "./folder.ts";

/** A core site whose 30 clients use kms-1, which is in a zone that takes updates by RFC 2136. */
export const smallTopology = `
version: 1
environment: test
licensed: { client: 30 }
keys:
  windows: { type: csvlk, group: windows-server-2025, secret: { vault: "https://kv.vault.azure.net/secrets/windows" } }
kmsHosts:
  kms-1:
    site: hq
    fqdn: kms-1.corp.example
    os: windows-server-2025-datacenter
    keys: [windows]
    existing: { address: 10.1.0.10, manage: verify }
zones:
  corp.example:
    provider: rfc2136
    server: ns1.corp.example
    signing: { tsig: { keyName: corp-update, algorithm: hmac-sha256, secret: { config: corpTsig } } }
sites:
  hq:
    kind: core
    networks: [10.1.0.0/24]
    suffixes: [corp.example]
    cohorts:
      desktops: { product: client, os: windows-11-enterprise, count: 30 }
`;

/** Runs one command of `activation` on the environment `test` of a folder made for it. */
export async function inFolder(
  argv: readonly string[],
  { config = "", io: overrides = {} }: { readonly config?: string; readonly io?: Partial<Io> } = {},
): Promise<{ readonly exitCode: number; readonly out: string; readonly err: string }> {
  const dir = await folderOf({ "stacks/Pulumi.test.yaml": config, "stacks/test.topology.yaml": smallTopology });
  const io = fakeIo({}, { readFile: (file) => readFile(file, "utf8"), ...overrides });
  const exitCode = await runActivation([...argv, "--project", dir], io);
  return { exitCode, out: io.out(), err: io.err() };
}
