import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { readActivationObjects } from "../../modules/directory/activationObjects.ts";
import { type Directory, withDirectory } from "../../modules/directory/openDirectory.ts";
import { readWholeObject, rootDomainGuid } from "../../modules/directory/restoreObject.ts";
import { newBackupKey, seal } from "../../modules/directory/sealedBackup.ts";
import { activationObject, activationObjectKind } from "../../modules/provider/activationObject.ts";
import type { ForestAccess } from "../../modules/provider/providerConfig.ts";
import type { CallContext, Properties, ResourceKind } from "../../modules/provider/resourceKind.ts";
import { type TestAuthority, testAuthority } from "../helpers/certificates.ts";
import { describeInLab } from "../helpers/lab.ts";
import { addObject, deleteObjects, type OwnForest, objectNames, ownForest } from "../helpers/ownForest.ts";
import { delayingProxy, type Listener, tlsServer } from "../helpers/tcpProxy.ts";

const address = "127.0.0.32";
const at = `${address}:636`;
const key = newBackupKey();

/** What is in the forest before a fault, and what the table then says of it. */
interface Row {
  readonly fault: string;
  /** Objects that are there before. */
  readonly given?: readonly string[];
  /** Does it; what it says, or throws, is what happened. */
  readonly doing: () => Promise<string>;
  readonly happens: string | RegExp;
  /** Objects that are there afterwards; default: those from before. */
  readonly left?: readonly string[];
}

describeInLab("a domain controller that does not do as it should", () => {
  let forest: OwnForest;
  let authority: TestAuthority;
  let sealed: string;
  const listeners: Listener[] = [];
  const happened: string[] = [];

  const context = (access: ForestAccess): CallContext => ({
    config: { zones: [], forests: [access], hosts: [] },
    signal: AbortSignal.timeout(120_000),
    log: () => {},
  });
  const inputs = (changes: Properties = {}): Properties => ({
    ...{ forest: forest.name, name: "Windows", origin: "existing", readableFrom: [] },
    ...changes,
  });
  const adba = (changes: Partial<ForestAccess> = {}) =>
    forest.access("svc-adba", { backupKey: key, backups: { Windows: sealed }, ...changes });
  const adopt = async (access: Partial<ForestAccess> = {}) =>
    (await activationObject.create(inputs(), context(adba(access)))).id;
  const restore = async (kind: ResourceKind = activationObject, access = adba()) =>
    (await kind.create(inputs({ origin: "restore" }), context(access))).id;
  const remove = async (kind: ResourceKind = activationObject) => {
    const id = `CN=Windows,${forest.container}`;
    await kind.delete(id, inputs({ origin: "restore", acknowledgeLast: { reason: "test" } }), context(adba()));
    return "removed";
  };
  const listening = async (made: Promise<Listener>) => {
    const listener = await made;
    listeners.push(listener);
    return listener;
  };

  /** The provider, where something happens to the directory at the moment of a write; the first time only. */
  function meddling(write: "add" | "remove", meddle: () => Promise<void> | void): ResourceKind {
    let first = true;
    const meddleOnce = async () => {
      const now = first;
      first = false;
      if (now) await meddle();
    };
    return activationObjectKind((connection, use, options) =>
      withDirectory(connection, async (directory) => await use(wrapped(directory, write, meddleOnce)), {
        ...options,
        timeouts: { connect: 1_000, operation: 1_500 },
      }),
    );
  }

  const freezing = (write: "add" | "remove") =>
    meddling(write, () => {
      forest.freeze();
      setTimeout(() => forest.thaw(), 3_000);
    });

  const rows: readonly Row[] = [
    {
      fault: "is down",
      given: ["Windows"],
      doing: () => stopped(adopt),
      happens: `logging on at ${at}: not reached (ECONNREFUSED); see that the server runs`,
    },
    {
      fault: "is starting",
      given: ["Windows"],
      doing: async () => {
        await forest.stop();
        const started = forest.start();
        const said = new Set<string>();
        for (;;) {
          const id = await adopt().catch((error: Error) => void said.add(error.message));
          if (id === undefined) continue;
          await started;
          // Refused while nobody listened, or cut off while it came up; in words of ours in any case.
          return [...said].every((one) => /^logging on at .*; /.test(one)) ? `adopted ${id}` : [...said].join("\n");
        }
      },
      happens: /^adopted CN=Windows/,
    },
    {
      fault: "restarts in the middle of a reading",
      given: ["Windows"],
      doing: () =>
        withDirectory(adba(), async (directory) => {
          await forest.stop();
          await forest.start();
          return String((await readActivationObjects(directory)).objects.length);
        }),
      happens: `: the connection ended before the answer came; see whether the server restarts, and run again`,
    },
    {
      fault: "restarts in the middle of a restore",
      doing: () =>
        restore(
          meddling("add", async () => {
            await forest.stop();
            await forest.start();
          }),
        ),
      happens: /^CN=Windows/,
      left: ["Windows"],
    },
    {
      fault: "is frozen while it restores: the add is read back and never doubled",
      doing: () => restore(freezing("add")),
      happens: /^CN=Windows/,
      left: ["Windows"],
    },
    {
      fault: "is frozen while it removes",
      given: ["Windows", "Office"],
      doing: () => remove(freezing("remove")),
      happens: "removed",
      left: ["Office"],
    },
    {
      fault: "is frozen and stays so",
      given: ["Windows"],
      doing: () => {
        forest.freeze();
        return withDirectory(adba(), async () => "opened", { timeouts: { connect: 500, operation: 500 } });
      },
      happens: `logging on at ${at}: no answer in time; see whether the server is overloaded`,
    },
    {
      fault: "answers 3 s late",
      given: ["Windows"],
      doing: async () => {
        const { address: slow } = await listening(delayingProxy({ host: address, port: 636 }, 3_000));
        return await withDirectory(adba({ servers: [slow] }), async ({ server }) => `opened ${server}`);
      },
      happens: /^opened 127/,
    },
    {
      fault: "has a certificate of another CA",
      doing: () => adopt({ ca: authority.ca }),
      happens: `logging on at ${at}: its certificate was not issued by the pinned CA (`,
    },
    {
      fault: "has a certificate that has expired",
      doing: () => behind("127.0.0.1", "expired"),
      happens: /its certificate has expired \(CERT_HAS_EXPIRED\); renew it, 0 octets sent/,
    },
    {
      fault: "has a certificate for another name",
      doing: () => behind("dc9.example", "valid"),
      happens: /its certificate is for other names; name the server as in its certificate.*, 0 octets sent/,
    },
    {
      fault: "refuses the password",
      doing: () => adopt({ password: "wrong" }),
      happens: `logging on at ${at}: the server refuses svc-adba@faulty.example: `,
    },
    {
      fault: "gives the account no right to write",
      doing: () =>
        restore(activationObject, { ...forest.access("svc-audit"), backupKey: key, backups: { Windows: sealed } }),
      happens: `svc-audit@faulty.example lacks the right (insufficientAccessRights); have it delegated`,
    },
    {
      fault: "refers to another server",
      doing: () =>
        withDirectory(adba(), async (directory) => {
          const search = { scope: "one", filter: "(objectClass=*)", attributes: ["cn"] } as const;
          return String((await directory.search("DC=faulty,DC=example", search))?.length);
        }),
      happens: /reading DC=faulty,DC=example at .*: referral \(ldaps?:.*\); this server does not hold the entry/,
    },
    {
      fault: "has more entries than were asked for",
      given: ["Windows", "Office"],
      doing: () =>
        withDirectory(adba(), async (directory) => {
          const search = { scope: "one", filter: "(objectClass=*)", attributes: ["cn"], sizeLimit: 1 } as const;
          return String((await directory.search(forest.container, search))?.length);
        }),
      happens: /: sizeLimitExceeded \(1\); there is more than the server gives or than was asked for/,
    },
    {
      fault: "gets another object of the name between our read and our write",
      doing: () =>
        restore(meddling("add", async () => void (await addObject(forest, "Windows", { "msSPP-CSVLKPid": "other" })))),
      happens:
        /an object of the name "Windows" is there with other content than the backup: .* differs in msSPP-CSVLKPid;/,
      left: ["Windows"],
    },
    {
      fault: "gets the same object between our read and our write",
      doing: () => restore(meddling("add", async () => void (await addObject(forest, "Windows")))),
      happens: /^CN=Windows/,
      left: ["Windows"],
    },
    {
      fault: "loses the object between our read and our removal",
      given: ["Windows"],
      doing: () => remove(meddling("remove", () => deleteObjects(forest))),
      happens: "removed",
      left: [],
    },
    {
      fault: "does not have what is declared, while another does",
      given: ["Windows"],
      doing: async () =>
        (await activationObject.create(inputs({ readableFrom: [address, "127.0.0.33"] }), context(adba()))).id,
      happens: `logging on at 127.0.0.33:636: not reached (ECONNREFUSED)`,
    },
  ];

  beforeAll(async () => {
    [forest, authority] = await Promise.all([ownForest("faulty", address), testAuthority()]);
    const dn = await addObject(forest, "Windows");
    sealed = await withDirectory(forest.access("svc-audit"), async (directory) =>
      seal(await readWholeObject(directory, dn), {
        ...{ key, forest: forest.name },
        rootDomainGuid: await rootDomainGuid(directory),
      }),
    );
  });
  afterEach(async () => {
    for (const listener of listeners.splice(0)) await listener.close();
  });
  afterAll(async () => {
    process.stdout.write(`${happened.join("\n")}\n`);
    await forest?.remove();
    await authority?.remove();
  });

  it.each(rows)("$fault", async ({ fault, given = [], doing, happens, left = given }) => {
    await deleteObjects(forest);
    for (const name of given) await addObject(forest, name);
    const what = await doing().catch((error: Error) => error.message);
    forest.thaw();
    happened.push(`${fault}: ${what}`);
    if (typeof happens === "string") expect(what).toContain(happens);
    else expect(what).toMatch(happens);
    expect(await objectNames(forest)).toEqual([...left].sort());
  });

  async function stopped(work: () => Promise<string>): Promise<string> {
    await forest.stop();
    try {
      return await work();
    } finally {
      await forest.start();
    }
  }

  /** Adopts through a server with this certificate, and says what it was sent. */
  async function behind(name: string, when: "valid" | "expired"): Promise<string> {
    const server = await listening(tlsServer(await authority.issue(name, when)));
    const said = await adopt({ servers: [server.address], ca: authority.ca }).catch((error: Error) => error.message);
    return `${said}, ${server.received()} octets sent`;
  }
});

function wrapped(directory: Directory, write: "add" | "remove", before: () => Promise<void>): Directory {
  const { add, remove } = directory;
  if (write === "add") {
    return {
      ...directory,
      add: async (dn, attributes) => {
        await before();
        await add(dn, attributes);
      },
    };
  }
  return {
    ...directory,
    remove: async (dn) => {
      await before();
      await remove(dn);
    },
  };
}
