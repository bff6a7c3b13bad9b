// Writes docs/pull-request/: one change of the example environment that breaks a threshold, and what a pull request with it gets.
// `node tools/pullRequestExample.ts` writes, `node tools/pullRequestExample.ts --check` exits 1 when a file is stale.
import { readFileSync, writeFileSync } from "node:fs";
import { CliError, type Io } from "../modules/cli/io.ts";
import { runActivation } from "../modules/cli/program.ts";

const root = new URL("../", import.meta.url);
const file = "examples/enterprise.topology.yaml";
const base = "base.topology.yaml";

/** Line 2 of the plant is shut, whose machines stay on KMS by order of the author, and Lisbon loses its VPN. */
const edits: readonly (readonly [string, string])[] = [
  ["licensed: { client: 4068,", "licensed: { client: 3902,"],
  [
    "reaches: { domain: corp.example, kms: core } # over the VPN: LDAP and DNS; TCP 1688 and RPC to every core host",
    "reaches: {} # the VPN is given up; the new line comes later",
  ],
  [
    "lines: { product: client, os: windows-10-ltsc-2021, count: 180 }",
    "lines: { product: client, os: windows-10-ltsc-2021, count: 14, method: kms-local }",
  ],
];

const before = readFileSync(new URL(file, root), "utf8");
const after = edits.reduce(changed, before);

function changed(text: string, [old, replacement]: readonly [string, string]): string {
  if (text.split(old).length !== 2)
    throw new Error(`${file} no longer has exactly one \`${old}\`; choose another change`);
  return text.replace(old, replacement);
}

/** A unified diff of two texts that differ in whole lines alone, none of them next to another. */
function difference(): string {
  const now = after.split("\n");
  const hunks = before
    .split("\n")
    .flatMap((line, i) => (line === now[i] ? [] : [`@@ -${i + 1} +${i + 1} @@\n-${line}\n+${now[i]}\n`]));
  return `--- a/${file}\n+++ b/${file}\n${hunks.join("")}`;
}

/** What one command writes to stdout, where the environment's file is the changed one, on a day that stays. */
async function printed(...argv: string[]): Promise<string> {
  const texts = new Map([
    [file, after],
    [base, before],
  ]);
  let out = "";
  const io: Io = {
    readFile: async (path) => texts.get(path) ?? refuse(path),
    writeFile: async (path) => refuse(path),
    write: (text) => {
      out += text;
    },
    writeError: (text) => console.error(text),
    progress: () => {},
    isTerminal: false,
    colour: false,
    columns: null,
    today: "2026-06-01",
  };
  const exitCode = await runActivation(argv, io);
  if (exitCode !== 1) throw new Error(`activation ${argv.join(" ")} ends with ${exitCode}, and not with 1`);
  return out;
}

function refuse(path: string): never {
  throw new CliError(`the example has no file ${path}`);
}

const links = "../../"; // to docs/rules/, from where the summary lies
const generated: Readonly<Record<string, string>> = {
  "change.diff": difference(),
  "summary.md": await printed("pull-request", file, "--base", base, "--links", links),
  "findings.sarif": await printed("check", file, "--format", "sarif"),
  "annotations.txt": await printed("check", file, "--format", "github"),
  "annotations-azure-devops.txt": await printed("check", file, "--format", "azure-devops"),
};

const place = (name: string): URL => new URL(`docs/pull-request/${name}`, root);
const current = (name: string): string | undefined => {
  try {
    return readFileSync(place(name), "utf8");
  } catch {
    return undefined;
  }
};
const stale = Object.entries(generated).filter(([name, text]) => current(name) !== text);

if (process.argv.includes("--check")) {
  for (const [name] of stale)
    console.error(`docs/pull-request/${name} is stale; run \`node tools/pullRequestExample.ts\``);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [name, text] of stale) writeFileSync(place(name), text);
  console.log(stale.length > 0 ? `wrote ${stale.map(([name]) => name).join(", ")}` : "all files are current");
}
