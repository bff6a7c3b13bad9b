import { createSocket } from "node:dgram";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configureLabSecrets, labDir, type TestEstate, testEstate } from "../helpers/estate.ts";
import { ldapDelete, makePlaceholder } from "../helpers/ldap.ts";
import { nsupdate } from "../helpers/nsupdate.ts";

const owner = "_vlmcs._tcp.drift.site.example.";
const object = "drift-placeholder";

interface Drift {
  readonly verb: string;
  readonly area: string;
  readonly key: string;
  readonly cause?: string;
  readonly declared?: unknown;
  readonly live?: unknown;
}

describe.skipIf(labDir === undefined)("activation drift, on the real parts", () => {
  let estate: TestEstate;

  /** Runs the command; the exit code must agree with what it says. */
  const drift = async (): Promise<Drift[]> => {
    const done = await estate.activation("drift", estate.stack, "--format", "json");
    expect(done.stderr).not.toContain("bug in activation");
    const report = JSON.parse(done.stdout) as { inSync: boolean; drifts: Drift[] };
    expect(done.exitCode).toBe(report.drifts.length === 0 ? 0 : 1);
    expect(report.inSync).toBe(report.drifts.length === 0);
    return report.drifts;
  };

  beforeAll(async () => {
    await makePlaceholder(object);
    estate = await testEstate({ name: "drift" });
    await configureLabSecrets(estate);
    await estate.config("vantage", "hq");
    await estate.topology((text) =>
      text.replaceAll("lab-placeholder:", `${object}: { key: windows-2025, origin: existing }\n      lab-placeholder:`),
    );
    expect(await estate.activation("up", estate.stack, "--yes")).toMatchObject({ exitCode: 0 });
  });

  afterAll(async () => {
    await nsupdate(`update delete ${owner} SRV`);
    await estate?.pulumi("destroy", "--yes");
    await estate?.remove();
  });

  it("finds the other tests' objects at most", async () => {
    const foreign = (await drift()).filter((d) => d.verb !== "unexpected" || d.area !== "ad");
    expect(foreign).toEqual([]);
  });

  it("finds a record that was changed by hand, and one that nobody declared", async () => {
    await nsupdate(
      `update delete ${owner} SRV 0 0 1688 kms-lab-1.az.lab.example.`,
      `update add ${owner} 3600 SRV 7 0 1688 kms-lab-1.az.lab.example.`,
      `update add ${owner} 3600 SRV 0 0 1688 rogue.site.example.`,
    );
    const found = (await drift()).filter((d) => d.area === "dns");
    expect(found).toEqual([
      expect.objectContaining({ verb: "changed", key: `srv ${owner} kms-lab-1.az.lab.example.:1688` }),
      expect.objectContaining({ verb: "unexpected", key: `srv ${owner} rogue.site.example.:1688` }),
    ]);
    expect(found[0]).toMatchObject({ declared: { priority: 0 }, live: { priority: 7 } });
    await nsupdate(
      `update delete ${owner} SRV 7 0 1688 kms-lab-1.az.lab.example.`,
      `update add ${owner} 3600 SRV 0 0 1688 kms-lab-1.az.lab.example.`,
      `update delete ${owner} SRV 0 0 1688 rogue.site.example.`,
    );
  });

  it("finds a record that is gone", async () => {
    await nsupdate(`update delete ${owner} SRV 0 0 1688 kms-lab-2.az.lab.example.`);
    expect((await drift()).filter((d) => d.area === "dns")).toMatchObject([
      { verb: "missing", key: `srv ${owner} kms-lab-2.az.lab.example.:1688` },
    ]);
    await nsupdate(`update add ${owner} 3600 SRV 0 0 1688 kms-lab-2.az.lab.example.`);
  });

  it("finds a security group that was edited, with the values that differ", async () => {
    const edit = (access: string) =>
      estate.store((store) => {
        const group = store.list().find(({ id }) => id.endsWith("/nsg-kms-lab-1"));
        store.edit(group?.id ?? "", (properties) => {
          const [first, ...rest] = properties.securityRules as Record<string, unknown>[];
          return { ...properties, securityRules: [{ ...first, access }, ...rest] };
        });
      });
    edit("Deny");
    expect((await drift()).filter((d) => d.area === "azure")).toEqual([
      {
        verb: "changed",
        area: "azure",
        key: "azure-native:network:NetworkSecurityGroup nsg-kms-lab-1",
        declared: { "securityRules[0].access": "Allow" },
        live: { "securityRules[0].access": "Deny" },
      },
    ]);
    edit("Allow");
  });

  it("finds an activation object that was deleted", async () => {
    await ldapDelete(object);
    const found = (await drift()).filter((d) => d.verb === "missing");
    expect(found).toMatchObject([{ area: "ad", key: `activationObject corp.example/${object}` }]);
  });

  it("takes a name server that does not answer for unreadable, and still reports everything else", async () => {
    const silent = createSocket("udp4");
    silent.bind(0, "127.0.0.1");
    await once(silent, "listening");
    await estate.topology((text) => text.replace("server: 10.88.0.53", `server: 127.0.0.1:${silent.address().port}`));
    const found = await drift();
    silent.close();
    const dns = found.filter((d) => d.area === "dns");
    expect(dns.length).toBeGreaterThan(0);
    for (const one of dns)
      expect(one).toMatchObject({ verb: "unreadable", cause: expect.stringContaining("127.0.0.1") });
    expect(found.filter((d) => d.area === "ad" && d.verb === "missing")).toHaveLength(1);
    await estate.topology((text) => text.replace(/server: 127.0.0.1:\d+/, "server: 10.88.0.53"));
  });

  it("cannot run for an environment that there is not, and says which there are", async () => {
    const done = await estate.activation("drift", "nowhere");
    expect(done.exitCode).toBe(2);
    expect(done.stderr).toContain('no environment "nowhere"');
    expect(done.stderr).toContain(estate.stack);
  });
});
