import { randomBytes } from "node:crypto";
import { globSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { corp, other } from "./forests.ts";
import { LabError } from "./labError.ts";
import { run, startServer, untilAnswers } from "./run.ts";
import { addresses, enterBare, insideDir, type Lab } from "./sites.ts";

/** Zone that a plain RFC 2136 server holds, without final dot. */
const siteZone = "site.example";

function options(address: string, dir: string, more: string): string {
  return `options {
  directory "${dir}"; pid-file "${dir}/named.pid"; session-keyfile "${dir}/session.key"; lock-file none;
  managed-keys-directory "${dir}"; listen-on port 53 { ${address}; }; listen-on-v6 { none; };
  dnssec-validation no; notify no; ${more}
};
controls { };
`;
}

/** Starts the name server of the forest's zones, which it reads and writes in Samba's database. */
export async function startForestNameServer(lab: Lab, signal?: AbortSignal): Promise<void> {
  const dir = `${insideDir}/${corp.folder}`;
  const keytab = `tkey-gssapi-keytab "${dir}/bind-dns/dns.keytab";`;
  await writeFile(
    `${lab.dir}/${corp.folder}/named.conf`,
    `${options(addresses.corp, `${dir}/run`, `recursion no; minimal-responses yes; ${keytab}`)}
dlz "AD DNS Zone" { database "dlopen ${await dlzModule(signal)}"; };
`,
  );
  const environment = [
    `SMB_CONF_PATH=${dir}/etc/smb.conf`,
    `KRB5_CONFIG=${dir}/private/krb5.conf`,
    "KRB5RCACHETYPE=none",
  ];
  await startNamed(
    lab,
    { environment, folder: corp.folder, address: addresses.corp, question: corp.controller },
    signal,
  );
}

/** The module of Samba that fits the installed BIND. */
async function dlzModule(signal?: AbortSignal): Promise<string> {
  const version = /BIND 9\.(\d+)/.exec(await run(["named", "-v"], { signal }))?.[1];
  const [module] = globSync(`/usr/lib/*/samba/bind9/dlz_bind9_${version}.so`);
  if (module === undefined) throw new LabError(`Samba has no module for BIND 9.${version}; install Debian's own pair`);
  return module;
}

/**
 * Makes the zone site.example on a server of its own and starts it: signed updates of SRV records anywhere in it with
 * the key lab-update; anything below lab.site.example as well. The key lab-other is known and may do nothing.
 *
 * It is also the sites' resolver: it passes questions about the two forests on to their own servers.
 *
 * @returns The secret of lab-update, base64.
 */
export async function startSiteNameServer(lab: Lab, signal?: AbortSignal): Promise<string> {
  const dir = `${lab.dir}/bind`;
  await mkdir(dir);
  const secrets = { "lab-update": randomBytes(32).toString("base64"), "lab-other": randomBytes(32).toString("base64") };
  for (const [name, secret] of Object.entries(secrets)) {
    await writeFile(`${dir}/${name}.key`, `key "${name}" { algorithm hmac-sha256; secret "${secret}"; };\n`, {
      mode: 0o600,
    });
  }
  const include = Object.keys(secrets).map((name) => `include "${insideDir}/bind/${name}.key";\n`);
  const forwarded = [corp, other].map(
    ({ name, listenOn }) => `zone "${name}" { type forward; forward only; forwarders { ${listenOn[0]}; }; };\n`,
  );
  await writeFile(
    `${dir}/named.conf`,
    `${include.join("")}${options(addresses.bind, `${insideDir}/bind`, "recursion yes; allow-recursion { any; };")}${forwarded.join("")}
zone "${siteZone}" {
  type primary; file "${siteZone}.db"; allow-transfer { key lab-update; };
  update-policy { grant lab-update zonesub SRV; grant lab-update subdomain lab.${siteZone}. ANY; };
};
`,
  );
  await writeFile(
    `${dir}/${siteZone}.db`,
    `$TTL 3600
@ SOA ns1 hostmaster 1 3600 600 86400 300
@ NS ns1
ns1 A ${addresses.bind}
kms-lab-3 A ${addresses.other}
`,
  );
  await startNamed(
    lab,
    { environment: [], folder: "bind", address: addresses.bind, question: `ns1.${siteZone}` },
    signal,
  );
  return secrets["lab-update"];
}

interface NamedStart {
  readonly environment: readonly string[];
  readonly folder: string;
  readonly address: string;
  /** A name that the server knows once it is ready. */
  readonly question: string;
}

async function startNamed(lab: Lab, start: NamedStart, signal?: AbortSignal): Promise<void> {
  const config = `${insideDir}/${start.folder}/named.conf`;
  const server = startServer(
    enterBare(lab, ["env", ...start.environment, "named", "-f", "-g", "-n", "1", "-c", config]),
    `${lab.dir}/${start.folder}/named.log`,
  );
  // `host` fails where dig would print an empty answer and succeed.
  const ask = ["host", "-W", "1", "-R", "1", "-t", "A", `${start.question}.`, start.address];
  await untilAnswers(server, ["ip", "netns", "exec", lab.namespaces.core, ...ask], signal);
}
