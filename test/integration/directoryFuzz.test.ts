import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readActivationObjects } from "../../modules/directory/activationObjects.ts";
import { DirectoryError } from "../../modules/directory/directoryError.ts";
import { type Directory, openDirectory } from "../../modules/directory/openDirectory.ts";
import { entry, searchDone } from "../helpers/ber.ts";
import { type TestAuthority, testAuthority } from "../helpers/certificates.ts";
import { mutated, withOtherValue } from "../helpers/damagedOctets.ts";
import { anObject, container, emptyForest, type Values } from "../helpers/fakeDirectory.ts";
import { ldapStandIn, type StandInAnswer, type StandInRequest } from "../helpers/ldapStandIn.ts";
import { randomFrom } from "../helpers/random.ts";

const packets = 10_000;
/** Clients that read at the same time. */
const clients = 24;
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
/** Milliseconds: what an answer that never becomes whole costs. */
const timeouts = { connect: 5_000, operation: 400 };

describe("answers that are cut off, changed or made up", () => {
  const random = randomFrom(seed);
  const forest = [...emptyForest(), [`CN=one,${container}`, anObject("one")] as const].map(
    ([dn, values]) => [dn, texts(values)] as const,
  );
  const counts = { sent: 0, refused: 0, read: 0, late: 0 };
  let authority: TestAuthority;
  let standIn: Awaited<ReturnType<typeof ldapStandIn>>;

  beforeAll(async () => {
    authority = await testAuthority();
    standIn = await ldapStandIn(await authority.issue("127.0.0.1"), spoiling);
  });
  afterAll(async () => {
    await standIn?.close();
    await authority?.remove();
  });

  /** Answers as a directory would, and spoils four in ten of its answers. */
  function spoiling({ id, operation, octets }: StandInRequest): StandInAnswer | undefined {
    const right = rightAnswer(id, operation, octets);
    if (right === undefined || random() > 0.4 || counts.sent >= packets) return right && { octets: right };
    counts.sent += 1;
    const spoilt = random() < 0.6 ? withOtherValue(right, random) : mutated(right, random);
    // A client may wait for the rest of an answer that has none; few are left waiting until they have had enough.
    return { octets: spoilt, hangUp: random() < 0.005 ? undefined : 20 };
  }

  function rightAnswer(id: number, operation: number, octets: Buffer): Buffer | undefined {
    if (operation === 0x60) return searchDone(id, 0, 0x61);
    return operation === 0x63 ? found(id, octets) : undefined;
  }

  function found(id: number, octets: Buffer): Buffer {
    const text = octets.toString("latin1");
    const base = forest
      .map(([dn]) => dn)
      .filter((dn) => text.includes(dn))
      .sort((a, b) => b.length - a.length)[0];
    const root = { dn: "", values: rootValues };
    if (base === undefined) return Buffer.concat([entry(id, root.dn, root.values), searchDone(id)]);
    // ENUMERATED 1 behind the base is a search one level below it.
    const below = text.includes(`${base}\n\x01\x01`);
    const hits = forest.filter(([dn]) => (below ? dn.replace(/^[^,]+,/, "") === base : dn === base));
    return Buffer.concat([...hits.map(([dn, values]) => entry(id, dn, values)), searchDone(id)]);
  }

  async function readOften(): Promise<void> {
    while (counts.sent < packets) {
      const directory = await judged(openDirectory(connection(), { timeouts }));
      if (directory === "lost" || directory === "refused") continue;
      while (counts.sent < packets && (await readOnce(directory)));
      await directory.close();
    }
  }

  /** True where the connection may be used again. */
  async function readOnce(directory: Directory): Promise<boolean> {
    const reading = await judged(readActivationObjects(directory));
    if (reading === "lost" || reading === "refused") return reading === "refused";
    // The object is there, and nothing that arrived may have made it vanish.
    expect(reading.objects.length, `seed ${seed}`).toBeGreaterThan(0);
    counts.read += 1;
    return true;
  }

  /** What was read, or what was said in words of ours. */
  async function judged<T>(work: Promise<T>): Promise<T | "refused" | "lost"> {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof DirectoryError)) throw error;
      counts.refused += 1;
      if (error.kind === "timeout") counts.late += 1;
      return error.kind === "timeout" || error.kind === "unreachable" ? "lost" : "refused";
    }
  }

  const connection = () => ({
    forest: "corp.example",
    servers: [standIn.address],
    bindAs: "svc@corp.example",
    password: "not a secret",
    ca: authority.ca,
  });

  it(`are ${packets}: none crashes, hangs, or is taken for an empty forest`, async () => {
    await Promise.all(Array.from({ length: clients }, readOften));
    process.stdout.write(`fuzz: seed ${seed}, ${JSON.stringify(counts)}\n`);
    expect(counts.sent).toBeGreaterThanOrEqual(packets);
    expect(counts.refused).toBeGreaterThan(packets / 10);
    expect(counts.read).toBeGreaterThan(packets / 100);
  });
});

const rootValues = {
  configurationNamingContext: ["CN=Configuration,DC=corp,DC=example"],
  schemaNamingContext: ["CN=Schema,CN=Configuration,DC=corp,DC=example"],
  defaultNamingContext: ["DC=corp,DC=example"],
  rootDomainNamingContext: ["DC=corp,DC=example"],
  tokenGroups: [Buffer.from("01010000000000050b000000", "hex")],
};

function texts(values: Values): Readonly<Record<string, readonly (string | Buffer)[]>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, [value].flat() as (string | Buffer)[]]),
  );
}
