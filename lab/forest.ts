import { mkdir, writeFile } from "node:fs/promises";
import { makeCertificates } from "./certificates.ts";
import { offlineContent } from "./forestContent.ts";
import type { LabForest } from "./forests.ts";
import { run, startServer, untilAnswers } from "./run.ts";
import { enterBare, insideDir, type Lab } from "./sites.ts";

/**
 * Makes a forest that is not running yet: provisioned, with schema update, certificates and accounts.
 *
 * Nothing is written outside the state directory.
 */
export async function makeForest(lab: Lab, forest: LabForest, signal?: AbortSignal): Promise<void> {
  const dir = `${lab.dir}/${forest.folder}`;
  const inside = `${insideDir}/${forest.folder}`;
  const config = `--configfile=${inside}/etc/smb.conf`;
  const database = `${inside}/private/sam.ldb`;
  const inCore = (command: readonly string[], input?: string) =>
    run(enterBare(lab, command), { signal, ...(input === undefined ? {} : { input }) });
  for (const folder of ["run/ncalrpc", "log", "certificates"]) await mkdir(`${dir}/${folder}`, { recursive: true });
  // Samba insists that only root may enter these two.
  for (const folder of ["run/winbindd", "run/ntp"]) await mkdir(`${dir}/${folder}`, { mode: 0o750 });
  await makeCertificates(`${dir}/certificates`, { fqdn: forest.controller, address: forest.listenOn[0] ?? "" }, signal);
  // An empty configuration to start from: Debian's own would bring its shares and this machine's resolver along.
  await writeFile(`${dir}/empty.conf`, "[global]\n");
  await inCore(provision(forest, inside));
  await writeFile(`${dir}/etc/smb.conf`, smbConf(forest, inside));
  if (forest.activationObjects) {
    // Microsoft's published updates 91 and 92, which make the containers and their access rights.
    await inCore(["samba-tool", "domain", "functionalprep", config, "-H", database, "--function-level=2012_R2"]);
  }
  await inCore(
    ["ldbmodify", "-H", database, config, "--option=dsdb:schema update allowed=true"],
    offlineContent(lab, forest),
  );
}

function provision(forest: LabForest, inside: string): string[] {
  return [
    ...["samba-tool", "domain", "provision", "--quiet", `--configfile=${inside}/empty.conf`, `--targetdir=${inside}`],
    ...[`--realm=${forest.name.toUpperCase()}`, `--domain=${netbiosName(forest)}`, "--server-role=dc"],
    ...[`--host-name=${forest.controller.split(".")[0]}`, `--host-ip=${forest.listenOn[0]}`],
    ...[`--dns-backend=${forest.dns}`, "--base-schema=2012_R2", "--use-rfc2307"],
    ...[`--option=interfaces=${forest.listenOn[0]}/8`, "--option=bind interfaces only=yes"],
  ];
}

function netbiosName(forest: LabForest): string {
  return (forest.name.split(".")[0] ?? "").toUpperCase();
}

function smbConf(forest: LabForest, inside: string): string {
  const lines = [
    `netbios name = ${forest.controller.split(".")[0]?.toUpperCase()}`,
    `realm = ${forest.name.toUpperCase()}`,
    `workgroup = ${netbiosName(forest)}`,
    "server role = active directory domain controller",
    "dcerpc endpoint servers = epmapper, samr, netlogon, lsarpc, drsuapi, dssetup, dnsserver",
    "idmap_ldb:use rfc2307 = yes",
    // With a mask of the single address Samba finds no interface at all.
    `interfaces = ${forest.listenOn.map((address) => `${address}/8`).join(" ")}`,
    "bind interfaces only = yes",
    `private dir = ${inside}/private`,
    `binddns dir = ${inside}/bind-dns`,
    `state directory = ${inside}/state`,
    `cache directory = ${inside}/cache`,
    `lock directory = ${inside}`,
    `pid directory = ${inside}/run`,
    `ncalrpc dir = ${inside}/run/ncalrpc`,
    `winbindd socket directory = ${inside}/run/winbindd`,
    `ntp signd socket directory = ${inside}/run/ntp`,
    `tls keyfile = ${inside}/certificates/key.pem`,
    `tls certfile = ${inside}/certificates/cert.pem`,
    `tls cafile = ${inside}/certificates/ca.pem`,
    "logging = file",
    `log file = ${inside}/log/samba`,
    "max log size = 0",
    ...forest.settings,
  ];
  return `[global]\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

/** Starts the domain controller of a made forest and waits until it answers LDAP. */
export async function startForest(lab: Lab, forest: LabForest, signal?: AbortSignal): Promise<void> {
  const config = `${insideDir}/${forest.folder}/etc/smb.conf`;
  const server = startServer(
    enterBare(lab, ["samba", "-F", "--no-process-group", "-M", "single", "-s", config]),
    `${lab.dir}/${forest.folder}/log/start`,
  );
  const url = `ldap://${forest.listenOn[0]}`;
  const ask = ["ldapsearch", "-x", "-H", url, "-o", "nettimeout=1", "-s", "base", "-b", "", "defaultNamingContext"];
  await untilAnswers(server, ["ip", "netns", "exec", lab.namespaces.core, ...ask], signal);
}
