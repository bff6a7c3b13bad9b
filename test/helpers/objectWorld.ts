import type { Directory } from "../../modules/directory/openDirectory.ts";
import { activationObjectKind } from "../../modules/provider/activationObject.ts";
import type { ForestAccess } from "../../modules/provider/providerConfig.ts";
import type { CallContext, Properties, ResourceKind } from "../../modules/provider/resourceKind.ts";
import { anObject, container, emptyForest, fakeDirectory, type Values } from "./fakeDirectory.ts";

/** A forest that a test may change, the provider's activation objects over it, and what was asked and said. */
export interface ObjectWorld {
  readonly kind: ResourceKind;
  readonly entries: Map<string, Values>;
  /** `account at servers` of each connection. */
  readonly asked: string[];
  /** Log messages, as `severity message`. */
  readonly said: string[];
  /** What takes the place of the forest, by `account at server` or `server`. */
  readonly instead: Map<string, () => Directory>;
  /** Puts objects into the forest. */
  put(...names: readonly string[]): void;
  context(access?: Partial<ForestAccess>, signal?: AbortSignal): CallContext;
}

/** A new world with an empty forest. */
export function objectWorld(): ObjectWorld {
  const entries = emptyForest();
  const asked: string[] = [];
  const said: string[] = [];
  const instead = new Map<string, () => Directory>();
  const kind = activationObjectKind(
    ({ bindAs, servers }, use) => {
      const [server = ""] = servers;
      asked.push(`${bindAs} at ${servers.join(" ")}`);
      const other = instead.get(`${bindAs} at ${server}`) ?? instead.get(server);
      return use(other?.() ?? fakeDirectory(entries, { server, bindAs }));
    },
    { wait: 400, interval: 1 },
  );
  return {
    ...{ kind, entries, asked, said, instead },
    put: (...names) => {
      for (const name of names) entries.set(dnOf(name), anObject(name));
    },
    context: (access = {}, signal = new AbortController().signal) => ({
      config: { zones: [], forests: [{ ...corpAccess, ...access }], hosts: [] },
      signal,
      log: (severity, message) => void said.push(`${severity} ${message}`),
    }),
  };
}

const corpAccess: ForestAccess = {
  forest: "corp.example",
  servers: ["dc1.corp.example"],
  bindAs: "svc@corp.example",
  password: "x",
  ca: "x",
  reader: null,
  rightsAs: null,
  backupKey: null,
  backups: {},
};

/** Where an object lies that `put` made. */
export function dnOf(name: string): string {
  return `CN=cn-of-${name},${container}`;
}

/** Inputs of an object named Windows. */
export function objectInputs(changes: Properties = {}): Properties {
  return { forest: "corp.example", name: "Windows", origin: "existing", readableFrom: [], ...changes };
}
