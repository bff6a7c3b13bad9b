import { defaultServers } from "./controllers.ts";
import { type CrossCheck, type Declared, mustBeKnown } from "./declared.ts";
import { absolute, bare } from "./dnsName.ts";
import type { Report } from "./draft.ts";
import type { Path } from "./places.ts";
import type { ActivationObject, Forest, TopologyFile } from "./topology.gen.ts";

/** Domains, connections and activation objects of every forest. */
export const checkForests: CrossCheck = (declared, report) => {
  const owners = new Map<string, string>();
  for (const [name, forest] of Object.entries(declared.file.forests ?? {})) {
    const path = ["forests", name];
    checkDomains(owners, report, path, [name, forest]);
    if (
      forest.connection !== undefined &&
      (forest.connection.servers ?? defaultServers(declared.file, name)).length === 0
    )
      report(
        [...path, "connection"],
        'needs "servers", as no site with machines in this forest names domain controllers; add it',
        "key",
      );
    checkObjects(declared, report, path, forest);
    if (forest.backupKey?.vault !== undefined)
      report([...path, "backupKey"], "names a vault; a backup key is a secret of the stack, write { config: NAME }");
  }
};

/** A domain belongs to one forest. */
function checkDomains(owners: Map<string, string>, report: Report, path: Path, [name, forest]: [string, Forest]): void {
  const claim = (domain: string, at: Path): void => {
    const owner = owners.get(absolute(domain)) ?? name;
    if (owner !== name) report(at, `${JSON.stringify(bare(domain))} belongs to the forest ${owner} already; keep one`);
    owners.set(absolute(domain), owner);
  };
  claim(name, path);
  for (const [i, domain] of (forest.domains ?? []).entries()) claim(domain, [...path, "domains", i]);
}

function checkObjects(declared: Declared, report: Report, path: Path, forest: Forest): void {
  for (const [name, object] of Object.entries(forest.activationObjects ?? {})) {
    const at = [...path, "activationObjects", name];
    mustBeKnown(report, [...at, "key"], { name: object.key, known: declared.keys, what: "key" });
    const key = declared.keys.get(object.key);
    if (key?.type === "mak")
      report([...at, "key"], `${JSON.stringify(object.key)} is a mak; an activation object takes a csvlk`);
    else if (key !== undefined && key.secret === undefined && isActivatedHere(object))
      report([...at, "key"], `${JSON.stringify(object.key)} has no secret; add keys.${object.key}.secret`);
    checkOrigin(declared, report, at, object);
    checkContent(report, at, object, forest);
  }
}

/** What comes from a backup, and what came by phone. */
function checkContent(report: Report, at: Path, { origin, backup, confirmationId }: ActivationObject, forest: Forest) {
  if (origin === "restore" && backup === undefined)
    report(at, 'needs "backup" for the origin restore; name the sealed backup', "key");
  if (origin === "restore" && forest.backupKey === undefined)
    report(at, 'needs "backupKey" of the forest for the origin restore; add { config: NAME }', "key");
  if (origin !== "restore" && backup !== undefined)
    report([...at, "backup"], `says nothing for the origin ${origin}; remove it`, "key");
  if (origin !== "phone" && confirmationId !== undefined)
    report([...at, "confirmationId"], `says nothing for the origin ${origin}; remove it`, "key");
}

const isActivatedHere = ({ origin }: ActivationObject): boolean => origin === "online" || origin === "phone";

/** Only an object that is activated from here needs a host that does it. */
function checkOrigin({ hosts }: Declared, report: Report, at: Path, object: ActivationObject): void {
  const { origin, runsOn } = object;
  const needsHost = isActivatedHere(object);
  if (needsHost && runsOn === undefined)
    report(at, `needs "runsOn" for the origin ${origin}; name the KMS host that activates the forest`, "key");
  else if (!needsHost && runsOn !== undefined)
    report([...at, "runsOn"], `says nothing for the origin ${origin}; remove it`, "key");
  else if (runsOn !== undefined)
    mustBeKnown(report, [...at, "runsOn"], { name: runsOn, known: hosts, what: "KMS host" });
}

/** GSS-TSIG takes its tickets from a keytab or from a cache. */
export const checkSigning: CrossCheck = ({ file }, report) => {
  for (const [name, zone] of Object.entries(file.zones ?? {})) {
    const gssTsig = zone.provider === "rfc2136" ? zone.signing?.gssTsig : undefined;
    if (gssTsig === undefined) continue;
    const { principal, keytab, ticketCache } = gssTsig;
    const withKeytab = principal !== undefined && keytab !== undefined && ticketCache === undefined;
    const withCache = principal === undefined && keytab === undefined && ticketCache !== undefined;
    if (!withKeytab && !withCache)
      report(
        ["zones", name, "signing", "gssTsig"],
        'needs tickets; give "principal" and "keytab", or "ticketCache" alone',
        "key",
      );
  }
};

/** Azure private zones lie in the subscription under `azure`, and names of secrets in the vault there. */
export const checkAzureParts: CrossCheck = ({ file }, report) => {
  for (const [name, zone] of Object.entries(file.zones ?? {})) {
    if (zone.provider === "azurePrivate" && file.azure === undefined)
      report(
        ["zones", name],
        "is an Azure private zone in a file without azure; add azure, whose subscription holds it",
        "key",
      );
  }
  if (file.azure?.keyVault !== undefined) return;
  for (const [path, vault] of vaultSecrets(file)) {
    if (vault !== undefined && !vault.startsWith("https://"))
      report(
        [...path, "vault"],
        `names the secret ${JSON.stringify(vault)} of no vault; add azure.keyVault or write its https:// address`,
      );
  }
};

function vaultSecrets(file: TopologyFile): [Path, string | undefined][] {
  const keys = Object.entries(file.keys ?? {}).map(([name, key]): [Path, string | undefined] => [
    ["keys", name, "secret"],
    key.secret?.vault,
  ]);
  const forests = Object.entries(file.forests ?? {}).map(([name, forest]): [Path, string | undefined] => [
    ["forests", name, "connection", "password"],
    forest.connection?.password.vault,
  ]);
  const zones = Object.entries(file.zones ?? {}).flatMap(([name, zone]): [Path, string | undefined][] => {
    const signing = zone.provider === "rfc2136" ? zone.signing : undefined;
    const path = ["zones", name, "signing"];
    return [
      [[...path, "tsig", "secret"], signing?.tsig?.secret.vault],
      [[...path, "gssTsig", "keytab"], signing?.gssTsig?.keytab?.vault],
    ];
  });
  return [...keys, ...forests, ...zones];
}
