import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Attribute, Client } from "ldapts";
import { makeForest, startForest } from "../../lab/forest.ts";
import { delegateToServiceAccount } from "../../lab/forestContent.ts";
import type { LabForest } from "../../lab/forests.ts";
import { type Account, passwordFile } from "../../lab/passwords.ts";
import { type Lab, labOf } from "../../lab/sites.ts";
import type { ForestAccess } from "../../modules/provider/providerConfig.ts";
import { labDir } from "./estate.ts";

/** A forest that one test file has for itself: it may be stopped, frozen and changed. A real Samba, like the lab's. */
export interface OwnForest {
  /** DNS name. */
  readonly name: string;
  /** Address of its controller, on the loopback of the lab's core site. */
  readonly address: string;
  /** PEM text. */
  readonly ca: string;
  readonly container: string;
  access(account: Account, changes?: Partial<ForestAccess>): ForestAccess;
  administrator(): Promise<Client>;
  start(): Promise<void>;
  /** Ends the controller and waits until it is gone. */
  stop(): Promise<void>;
  /** Lets the controller stand still, and go on. */
  freeze(): void;
  thaw(): void;
  remove(): Promise<void>;
}

/** Makes and starts a forest with the containers of activation objects; svc-adba is delegated, as in the lab. */
export async function ownForest(label: string, address: string): Promise<OwnForest> {
  const dir = await mkdtemp(path.join(tmpdir(), "forest-"));
  const lab: Lab = { ...labOf(labDir ?? ""), dir };
  const name = `${label}.example`;
  const forest: LabForest = {
    // The folder is all that the type leaves to the lab's own two.
    folder: "dc1",
    name,
    controller: `dc1.${name}`,
    listenOn: [address],
    activationObjects: true,
    dns: "SAMBA_INTERNAL",
    settings: ["server services = ldap"],
  };
  const pid = () => Number(readFileSync(`${dir}/dc1/run/samba.pid`, "utf8"));
  const ca = () => readFileSync(`${dir}/dc1/certificates/ca.pem`, "utf8");
  const password = (account: Account) => readFileSync(passwordFile(lab, name, account), "utf8");
  const stop = async () => {
    if (!existsSync(`${dir}/dc1/run/samba.pid`)) return;
    const running = pid();
    process.kill(running, "SIGCONT");
    process.kill(running, "SIGTERM");
    while (existsSync(`/proc/${running}`)) await pause(20);
    await rm(`${dir}/dc1/run/samba.pid`, { force: true });
  };
  await makeForest(lab, forest);
  await delegateToServiceAccount(lab, forest);
  await startForest(lab, forest);
  return {
    ...{ name, address, ca: ca(), stop },
    container: `CN=Activation Objects,CN=Microsoft SPP,CN=Services,CN=Configuration,DC=${label},DC=example`,
    access: (account, changes = {}) => ({
      ...{ forest: name, servers: [address], bindAs: `${account}@${name}`, password: password(account), ca: ca() },
      ...{ reader: null, rightsAs: null, backupKey: null, backups: {} },
      ...changes,
    }),
    administrator: async () => {
      const client = new Client({
        url: `ldaps://${address}`,
        timeout: 10_000,
        tlsOptions: { ca: [ca()], host: address },
      });
      await client.bind(`Administrator@${name}`, password("Administrator"));
      return client;
    },
    start: () => startForest(lab, forest),
    freeze: () => void process.kill(pid(), "SIGSTOP"),
    thaw: () => void process.kill(pid(), "SIGCONT"),
    remove: async () => {
      await stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Adds an activation object that holds no licence and activates nothing. */
export async function addObject(
  forest: OwnForest,
  name: string,
  changes: Readonly<Record<string, string | Buffer>> = {},
): Promise<string> {
  const dn = `CN=${name},${forest.container}`;
  const client = await forest.administrator();
  const values = {
    objectClass: "msSPP-ActivationObject",
    displayName: name,
    "msSPP-CSVLKPartialProductKey": "LABXX",
    "msSPP-CSVLKPid": "placeholder of a test",
    "msSPP-CSVLKSkuId": Buffer.alloc(16, 7),
    "msSPP-KMSIds": Buffer.alloc(16, 8),
    ...changes,
  };
  const attributes = Object.entries(values).map(
    ([type, value]) => new Attribute({ type, values: [value] as string[] }),
  );
  await client.add(dn, attributes);
  await client.unbind();
  return dn;
}

/** Names of the activation objects that are there. */
export async function objectNames(forest: OwnForest): Promise<readonly string[]> {
  const client = await forest.administrator();
  const { searchEntries } = await client.search(forest.container, { scope: "one", attributes: ["displayName"] });
  await client.unbind();
  return searchEntries.map(({ displayName }) => String(displayName)).sort();
}

/** Takes activation objects away by hand. */
export async function deleteObjects(forest: OwnForest): Promise<void> {
  const client = await forest.administrator();
  const { searchEntries } = await client.search(forest.container, { scope: "one", attributes: ["cn"] });
  for (const { dn } of searchEntries) await client.del(dn);
  await client.unbind();
}
