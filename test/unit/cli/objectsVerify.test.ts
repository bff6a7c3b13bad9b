import { beforeEach, describe, expect, it, vi } from "vitest";
import { openEnvironment } from "../../../modules/cli/environment.ts";
import { objectsVerifyCommand } from "../../../modules/cli/objectsVerifyCommand.ts";
import { DirectoryError } from "../../../modules/directory/directoryError.ts";
import { type DirectoryConnection, withDirectory } from "../../../modules/directory/openDirectory.ts";
import type { VerifyFinding } from "../../../modules/report/objectsVerify.ts";
import { csvlk, forest, site } from "../../helpers/facts.ts";
import { container, descriptor, fakeDirectory, type Values } from "../../helpers/fakeDirectory.ts";
import { fakeIo } from "../../helpers/fakeIo.ts";
import { aForest, forestWith, objectsEnvironment, opening, wholeObject } from "../../helpers/objectsEnvironment.ts";

vi.mock("../../../modules/directory/openDirectory.ts", () => ({ withDirectory: vi.fn() }));
vi.mock("../../../modules/cli/environment.ts", () => ({ openEnvironment: vi.fn() }));

const [dc1, dc2] = ["dc1.corp.example", "dc2.corp.example"] as const;
const inOrder = forestWith({ a: wholeObject("windows-2025") });

/** Who opened which server, in order. */
let opened: string[];

function play(open: (connection: DirectoryConnection) => Map<string, Values>): void {
  vi.mocked(withDirectory).mockImplementation(
    opening((connection) => {
      opened.push(`${connection.bindAs} ${connection.servers.join()}`);
      return fakeDirectory(open(connection), { server: connection.servers[0] ?? "" });
    }),
  );
}

async function verify(connection = aForest({ verifyFrom: [dc1, dc2] }), lastFive: string | null = "LABXX") {
  const facts = {
    keys: [csvlk({ lastFive })],
    sites: [
      site({ domainControllers: [`${dc1}.`] }),
      site({ name: "plant", domainControllers: [`${dc2}.`, `${dc1}.`] }),
    ],
  };
  const { environment } = await objectsEnvironment([connection], { facts, secrets: { readerPassword: "reader pw" } });
  vi.mocked(openEnvironment).mockResolvedValue(environment);
  const io = fakeIo();
  const exitCode = await objectsVerifyCommand({ environment: "test", format: "json" }, io);
  const [verified] = JSON.parse(io.out()).forests;
  const findings = verified.findings as VerifyFinding[];
  // What to do stands in every message.
  for (const { message } of findings) expect(message).toMatch(/; \S/);
  return { exitCode, verified, findings };
}

const short = ({ object, server, problem }: VerifyFinding) => [object, server, problem];

describe("activation objects verify", () => {
  beforeEach(() => {
    opened = [];
  });

  it("is in order where each site's controllers show the declared object, and says which they are", async () => {
    play(() => inOrder);
    const { exitCode, verified } = await verify();
    expect(exitCode).toBe(0);
    expect(verified).toEqual({
      forest: "corp.example",
      objects: ["windows-2025"],
      controllers: [
        { server: dc1, sites: ["hq", "plant"] },
        { server: dc2, sites: ["plant"] },
      ],
      findings: [],
    });
  });

  it("misses an object that is not in the forest, and one that has not come to a controller", async () => {
    play(() => forestWith({ b: wholeObject("other") }));
    expect((await verify()).findings.map(short)).toEqual([["windows-2025", null, "missing"]]);
    play(({ servers }) => (servers[0] === dc2 ? forestWith({ b: wholeObject("other") }) : inOrder));
    const { exitCode, findings } = await verify();
    expect(exitCode).toBe(1);
    expect(findings.map(short)).toEqual([["windows-2025", dc2, "missing"]]);
  });

  it.each([
    [
      "another key",
      { "msSPP-CSVLKPartialProductKey": "LABYY" },
      /a key that ends in LABYY, and the file declares one that ends in LABXX/,
    ],
    [
      "the licence of another group",
      { "msSPP-CSVLKSkuId": Buffer.from("34235170b447db44a233be5ea33b914c", "hex") },
      /covers Office 2019 \(office-2019\), and the file declares windows-server-2025/,
    ],
    ["another class", { objectClass: ["top", "container"] }, /not of the class msSPP-ActivationObject/],
  ])("finds an object wrong that has %s", async (_name, change, message) => {
    play(() => forestWith({ a: wholeObject("windows-2025", change) }));
    const { findings } = await verify();
    expect(findings.map(short)).toEqual([["windows-2025", null, "wrong"]]);
    expect(findings[0]?.message).toMatch(message);
  });

  it("finds two objects of one name wrong, and two findings for two faults", async () => {
    play(() => forestWith({ a: wholeObject("windows-2025"), b: wholeObject("Windows-2025") }));
    expect((await verify()).findings.map(short)).toEqual([["windows-2025", null, "wrong"]]);
    play(() =>
      forestWith({
        a: wholeObject("windows-2025", { "msSPP-CSVLKPartialProductKey": "LABYY", nTSecurityDescriptor: descriptor() }),
      }),
    );
    expect((await verify(aForest({ verifyFrom: [dc1] }))).findings.map(short)).toEqual([
      ["windows-2025", null, "wrong"],
      ["windows-2025", dc1, "hidden"],
    ]);
  });

  it("does not know what an object activates where neither licence nor file tell, and says how to make it known", async () => {
    play(() => inOrder);
    const { findings } = await verify(aForest(), null);
    expect(findings.map(short)).toEqual([["windows-2025", null, "unknown"]]);
    expect(findings[0]?.message).toContain("state the last five characters of its key in the file (lastFive)");
  });

  it("does not know who may read an object where it is not shown, unless a declared reader reads it", async () => {
    const dn = `CN=a,${container}`;
    const { nTSecurityDescriptor: _, ...shown } = inOrder.get(dn) ?? {};
    const unsaid = forestWith({}).set(dn, shown);
    play(() => unsaid);
    expect((await verify(aForest({ verifyFrom: [dc1] }))).findings.map(short)).toEqual([
      ["windows-2025", dc1, "unknown"],
    ]);
    const reader = { bindAs: "reader@corp.example", password: { config: "readerPassword" } };
    opened = [];
    expect(await verify(aForest({ verifyFrom: [dc1], reader }))).toMatchObject({ exitCode: 0 });
    expect(opened).toEqual([
      `svc-activation@corp.example ${dc1}`,
      `svc-activation@corp.example ${dc1}`,
      `reader@corp.example ${dc1}`,
    ]);
  });

  it("tells a controller that does not answer from one that lacks the object", async () => {
    play(({ servers }) => {
      if (servers[0] === dc2) throw new DirectoryError("timeout", "dc2 says nothing; see to it");
      return inOrder;
    });
    const { exitCode, findings } = await verify();
    expect(exitCode).toBe(1);
    expect(findings.map(short)).toEqual([[null, dc2, "unknown"]]);
  });

  it("tries a password that is refused once, and not at every controller", async () => {
    play(() => {
      throw new DirectoryError("credentials", "dc1 refuses the account; correct it");
    });
    const { exitCode, findings } = await verify();
    expect(exitCode).toBe(1);
    expect(findings.map(short)).toEqual([[null, null, "unknown"]]);
    expect(opened).toHaveLength(1);
  });

  it("asks nobody where nothing is declared", async () => {
    play(() => inOrder);
    const { environment } = await objectsEnvironment([aForest()], {
      facts: { forests: [forest({ activationObjects: [] })] },
    });
    vi.mocked(openEnvironment).mockResolvedValue(environment);
    const io = fakeIo();
    expect(await objectsVerifyCommand({ environment: "test", format: "text" }, io)).toBe(0);
    expect(io.out()).toContain("no object is declared");
    expect(opened).toEqual([]);
  });
});
