import { type LiveActivationObject, readActivationObjects, sameName } from "../directory/activationObjects.ts";
import { againstKey } from "../directory/declaredKey.ts";
import { inTurns } from "../directory/inTurns.ts";
import { type DirectoryConnection, withDirectory } from "../directory/openDirectory.ts";
import { atOnce, type Sight, sightIn, sightWithout } from "../directory/sight.ts";
import type { VerifiedForest, VerifyFinding, VerifyProblem } from "../report/objectsVerify.ts";
import type { ActivationObjectFacts, Csvlk, Facts } from "../topology/model.ts";
import type { ForestConnection } from "../topology/provisioning.ts";
import type { Environment } from "./environment.ts";
import { connectionTo, isWorded } from "./objectsAccess.ts";

/** A declared object, and what the forest has in its place. */
interface Found {
  readonly declared: ActivationObjectFacts;
  readonly live: LiveActivationObject;
}

/**
 * Compares the declared objects of one forest with what is there, then looks at them from each domain controller that
 * machines ask.
 *
 * The first server that answers decides what is there, and whether the account is taken: a wrong password is tried once,
 * and not at every controller.
 */
export async function verifyForest(connection: ForestConnection, environment: Environment): Promise<VerifiedForest> {
  const { forest } = connection;
  const { facts } = environment.topology;
  const declared = facts.forests.find(({ name }) => sameName(name, forest))?.activationObjects ?? [];
  const objects = declared.map(({ name }) => name);
  if (declared.length === 0) return { forest, objects, controllers: [], findings: [] };
  const servers = connection.verifyFrom.length > 0 ? connection.verifyFrom : connection.servers;
  const controllers = servers.map((server) => ({ server, sites: sitesWith(server, facts) }));
  try {
    const accounts = await accountsOf(connection, environment);
    const { objects: live } = await withDirectory(accounts.own, readActivationObjects);
    const matched = declared.map((one) => match(one, live));
    const found = matched.filter((one) => "live" in one);
    const sights = await inTurns(atOnce, servers, (server) => lookFrom(server, found, accounts));
    const findings = [
      ...matched.flatMap((one) => ("live" in one ? differencesOf(one, facts) : [one])),
      ...sights.flat(),
    ].map((one): VerifyFinding => ({ forest, ...one }));
    return { forest, objects, controllers, findings };
  } catch (error) {
    if (!isWorded(error)) throw error;
    const finding = { forest, object: null, server: null, problem: "unknown", message: error.message } as const;
    return { forest, objects, controllers: [], findings: [finding] };
  }
}

type Finding = Omit<VerifyFinding, "forest">;

/** The connection's own account, and the declared reader where there is one. */
interface Accounts {
  readonly own: DirectoryConnection;
  readonly reader: DirectoryConnection | null;
}

async function accountsOf(connection: ForestConnection, environment: Environment): Promise<Accounts> {
  const own = await connectionTo(connection, environment);
  const { reader } = connection;
  return { own, reader: reader === null ? null : await connectionTo(connection, environment, reader) };
}

function match(declared: ActivationObjectFacts, live: readonly LiveActivationObject[]): Found | Finding {
  const { name } = declared;
  const [first, ...others] = live.filter((object) => sameName(object.name, name) || sameName(object.cn, name));
  const wrong = (message: string): Finding => ({ object: name, server: null, problem: "wrong", message });
  if (first === undefined) {
    const there = live.map((object) => JSON.stringify(object.name)).join(", ") || "no object at all";
    const remedy = "restore it with `activation objects restore`, or activate the forest anew";
    return { object: name, server: null, problem: "missing", message: `the forest has ${there}; ${remedy}` };
  }
  if (others.length > 0) {
    const all = [first, ...others].map(({ distinguishedName }) => distinguishedName).join(" and ");
    return wrong(`it may be ${all}; remove the one that is not wanted, or declare the cn of the one that is`);
  }
  if (!first.isActivationObject) {
    const what = `${first.distinguishedName} is not of the class msSPP-ActivationObject`;
    return wrong(`${what}; declare another name, or remove the entry`);
  }
  return { declared, live: first };
}

/** Where the key or the licence is another than that of the file, or nothing tells which it is. */
function differencesOf({ declared, live }: Found, { keys }: Facts): readonly Finding[] {
  const key = keys.find((one): one is Csvlk => one.type === "csvlk" && one.name === declared.key);
  if (key === undefined) return [];
  return againstKey(live, key).map(({ problem, words }) => {
    return { object: declared.name, server: null, problem, message: `it ${words}` };
  });
}

/** What is wrong with the objects as one controller shows them to the account and, where it sees all, to the reader. */
async function lookFrom(
  server: string,
  found: readonly Found[],
  { own, reader }: Accounts,
): Promise<readonly Finding[]> {
  const seen = await sightsAt(server, found, own);
  const unseen = seen.filter(isUnseen);
  if (unseen.length > 0) return unseen.map(findingOf);
  if (reader !== null) return (await sightsAt(server, found, reader)).filter(isUnseen).map(findingOf);
  const remedy = "declare an ordinary account as connection.reader, which proves it by reading";
  return seen
    .filter(({ sight }) => sight.everybody === null)
    .map(({ object }) => {
      const message = `${server} does not show ${own.bindAs} who may read it; ${remedy}`;
      return { object, server, problem: "unknown", message };
    });
}

interface Sighted {
  /** Name in the file; null where the controller could not be read at all. */
  readonly object: string | null;
  readonly sight: Sight;
}

async function sightsAt(
  server: string,
  found: readonly Found[],
  account: DirectoryConnection,
): Promise<readonly Sighted[]> {
  try {
    return await withDirectory({ ...account, servers: [server] }, async (directory) => {
      if (found.length === 0) return [];
      const reading = await readActivationObjects(directory);
      return await inTurns(1, found, async ({ declared, live }) => {
        return { object: declared.name, sight: await sightIn(directory, reading, live.cn, server) };
      });
    });
  } catch (error) {
    return [{ object: null, sight: sightWithout(server, error) }];
  }
}

function isUnseen({ sight }: Sighted): boolean {
  return sight.result !== "visible";
}

function findingOf({ object, sight }: Sighted): Finding {
  return { object, server: sight.server, problem: problems[sight.result], message: sight.words };
}

const problems: Readonly<Record<Sight["result"], VerifyProblem>> = {
  visible: "unknown",
  absent: "missing",
  denied: "hidden",
  unreachable: "unknown",
};

/** Names of the sites that have a domain controller of this name. */
function sitesWith(server: string, { sites }: Facts): readonly string[] {
  const host = server.replace(/:\d+$/, "");
  return sites
    .filter(({ domainControllers }) => domainControllers.some((name) => sameName(name.replace(/\.$/, ""), host)))
    .map(({ name }) => name);
}
