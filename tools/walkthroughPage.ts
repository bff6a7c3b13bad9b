import { atTerminal, type Terminal } from "./walkthroughTerminal.ts";

/** The environment of the page. `CA` is the path of the forest's authority. */
const topology = `version: 1
environment: walkthrough
licensed: { client: 60 }
keys:
  windows-2025: { type: csvlk, group: windows-server-2025, secret: { vault: "https://kv-lab.vault.azure.net/secrets/windows-2025" } }
forests:
  corp.example:
    domains: [corp.example]
    schemaVersion: 69
    connection:
      servers: [dc1.corp.example]
      bindAs: svc-adba@corp.example
      password: { config: corpBindPassword }
      ca: CA
    backupKey: { config: corpBackupKey }
    activationObjects:
      lab-placeholder: { key: windows-2025, origin: existing }
zones:
  site.example:
    provider: rfc2136
    server: 10.88.0.53
    signing: { tsig: { keyName: lab-update, algorithm: hmac-sha256, secret: { config: siteExampleTsig } } }
kmsHosts:
  kms-1:
    site: hq
    fqdn: kms-1.site.example
    os: windows-server-2025-datacenter
    keys: [windows-2025]
    existing: { address: 10.88.0.4, manage: verify }
  kms-2:
    site: hq
    fqdn: kms-2.site.example
    os: windows-server-2025-datacenter
    keys: [windows-2025]
    existing: { address: 10.88.0.5, manage: verify }
sites:
  hq:
    kind: core
    networks: [10.88.0.0/24]
    suffixes: [site.example]
    domainControllers: [dc1.corp.example]
    cohorts:
      desktops: { product: client, os: windows-11-enterprise, count: 60 }
`;

const owner = "_vlmcs._tcp.site.example.";
const damage = [
  `update delete ${owner} SRV 0 0 1688 kms-1.site.example.`,
  `update add ${owner} 3600 SRV 20 0 1688 kms-1.site.example.`,
  `update delete ${owner} SRV 0 0 1688 kms-2.site.example.`,
  `update add ${owner} 3600 SRV 0 0 1688 elsewhere.site.example.`,
];

/** Text, and between it the commands of one session; `codes` says how each may end. */
type Part = string | { readonly line: string; readonly code: number };

const run = (line: string, code = 0): Part => ({ line, code });

const parts = (dn: string): readonly Part[] => [
  `# A session: up, damage, refresh, up

Two hosts that are there already publish themselves in the zone \`site.example\`, and the forest \`corp.example\` has one
activation object. The servers are those of the [lab](../lab/README.md): BIND and Samba. No KMS host is among them, and the
object is a placeholder that activates nothing.

Everything in the blocks was printed by the commands in them: \`npm run walkthrough\` writes this page, and a test
compares it. \`TIME\`, \`GUID\` and \`N s\` stand for what is another value each time.

## The environment

\`stacks/walkthrough.topology.yaml\`, where \`CA\` is the path of the forest's root certificate:

\`\`\`yaml
${topology}\`\`\`

## A sealed copy of the object, before anything else

The first backup makes the key and stores it, encrypted, in the stack's configuration. The file opens for this forest alone.
`,
  run("npx activation objects backup walkthrough"),
  `## Up

The two records are made; the object was there and is adopted.
`,
  run("npx activation up walkthrough --yes"),
  run(`dig +short @10.88.0.53 ${owner} SRV | sort`),
  `## Damage

Somebody gives one record another priority, removes another one, and adds one of their own. Somebody else deletes the object.
`,
  run(`nsupdate -k lab-update.key <<'END'\nserver 10.88.0.53\nzone site.example\n${damage.join("\n")}\nsend\nEND`),
  run(`ldapdelete -x -H ldaps://dc1.corp.example -D svc-adba@corp.example -y svc-adba.password '${dn}'`),
  `## Drift

\`drift\` asks the servers themselves, touches nothing and ends with exit code 1. The foreign record is reported, and
nothing of ours will ever remove it.
`,
  run("npx activation drift walkthrough", 1),
  `## Refresh

Pulumi's own \`refresh\` writes into the state what became of the resources in it. It does not know of the foreign record.
`,
  run(
    "npx pulumi refresh --yes --skip-preview --stack walkthrough --non-interactive | grep -E '(updated|deleted|unchanged)' | sort",
  ),
  `## The object comes back

The sealed copy puts it back, with the name, the attributes and the licence that it had; nobody has to call Microsoft.
`,
  run(
    "npx activation objects restore walkthrough --forest corp.example --backup stacks/backups/corp.example/lab-placeholder.sealed --yes",
  ),
  `## Up again

The records are put right, and the object is adopted again.
`,
  run("npx activation up walkthrough --yes"),
  run(`dig +short @10.88.0.53 ${owner} SRV | sort`),
  `The record of the others is where it was. A second \`up\` finds nothing to do, and what \`drift\` has left to say is about that record:
`,
  run("npx activation up walkthrough --yes --expect-no-changes"),
  run("npx activation drift walkthrough", 1),
];

/** Plays the session in a lab of its own. @returns The page. @throws {Error} Where a command ends as it should not. */
export async function walkthroughPage(): Promise<string> {
  return atTerminal(topology, async (terminal) => {
    const texts: string[] = [];
    for (const part of parts(await nameOfObject(terminal)))
      texts.push(typeof part === "string" ? part : await shown(part, terminal));
    return `${texts.join("\n").trimEnd()}\n`;
  });
}

async function shown({ line, code }: { line: string; code: number }, terminal: Terminal): Promise<string> {
  const { exitCode, text } = await terminal.run(line);
  if (exitCode !== code) throw new Error(`\`${line}\` ended with ${exitCode}, and not with ${code}:\n${text}`);
  const asShown = line.replace(/CN=[0-9a-f-]{36}/i, "CN=GUID");
  return `\`\`\`console\n$ ${asShown}\n${text === "" ? "" : `${text}\n`}\`\`\`\n`;
}

async function nameOfObject({ quietly }: Terminal): Promise<string> {
  const base = "CN=Services,CN=Configuration,DC=corp,DC=example";
  const search = `ldapsearch -x -LLL -o ldif-wrap=no -H ldaps://dc1.corp.example -D svc-adba@corp.example -y svc-adba.password`;
  const found = await quietly(`${search} -b ${base} '(displayName=lab-placeholder)' dn`);
  const dn = /^dn: (.+)$/m.exec(found)?.[1];
  if (dn === undefined) throw new Error("the lab has no object lab-placeholder");
  return dn;
}
