import { randomBytes } from "node:crypto";
import type { Client } from "ldapts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { rights } from "../../modules/directory/accessEvaluation.ts";
import { changeContainerRights } from "../../modules/directory/changeContainerRights.ts";
import {
  activationObjectClass,
  type ContainerAccess,
  entriesFor,
  holdersOf,
} from "../../modules/directory/containerRights.ts";
import type { Directory, DirectoryConnection } from "../../modules/directory/directory.ts";
import { DirectoryError } from "../../modules/directory/directoryError.ts";
import { withDirectory } from "../../modules/directory/openDirectory.ts";
import { principalFinder } from "../../modules/directory/principals.ts";
import { entryText } from "../../modules/directory/sddl.ts";
import { accessEntry } from "../../modules/directory/securityDescriptor.ts";
import {
  activationContainerRights,
  activationContainerRightsKind,
} from "../../modules/provider/activationContainerRights.ts";
import type { CallContext, Live, Properties } from "../../modules/provider/resourceKind.ts";
import { takeTurnAtContainer } from "../helpers/containerTurn.ts";
import { administrator, describeInLab, labConnection } from "../helpers/lab.ts";
import {
  access,
  addObject,
  as,
  asAdministrator,
  container,
  dsacl,
  entriesOfOthers,
  makeAccount,
  mayCreate,
  product,
  replaced,
  type TestAccount,
  withList,
} from "../helpers/labContainer.ts";

// Accounts of its own: others use the lab's at the same time, and count on what they may do.
describeInLab("rights on the container of a real forest", () => {
  takeTurnAtContainer();
  const mark = randomBytes(3).toString("hex");
  const theirs = accessEntry({ mask: rights.readProperty, sid: "S-1-5-21-9-9-9-9" });
  const made: TestAccount[] = [];
  let [one, two, other] = [] as unknown as [TestAccount, TestAccount, TestAccount];
  let admin: Client;
  let before: ContainerAccess;
  let said: string[] = [];

  beforeAll(async () => {
    admin = await administrator("corp.example");
    for (const name of ["a", "b", "c"]) made.push(await makeAccount(admin, `rights-${name}-${mark}`));
    [one, two, other] = made as [TestAccount, TestAccount, TestAccount];
    before = await access();
  });

  afterAll(async () => {
    const ours = [...made.map(({ sid }) => sid), theirs.sid];
    await withList(container, (list) => list.filter((entry) => entry.type === "other" || !ours.includes(entry.sid)));
    for (const { dn } of made) await admin.del(dn).catch(() => undefined);
    await admin.unbind();
  });

  it("are not there at first, and the server agrees with our reading of its list", async () => {
    expect(await mayCreate(one)).toEqual({ server: false, evaluated: false });
    await as(one, async (client) => {
      await expect(addObject(client, `CN=${mark},${container}`)).rejects.toMatchObject({ code: 50 });
    });
  });

  it("are refused to be given by an account that may not, and nothing is changed", async () => {
    const context = contextFor(labConnection("corp.example", "svc-audit"));
    await expect(activationContainerRights.create(inputs(one), context)).rejects.toThrow(
      /^writing the access list of CN=Activation Objects,.* at dc1\.corp\.example:636: svc-audit@corp\.example lacks the right .*;/,
    );
    await expect(activationContainerRights.create(inputs(one), contextFor(null))).rejects.toThrow(/set rightsAs/);
    expect((await access()).octets).toEqual(before.octets);
  });

  it("are given as exactly two entries, and every other keeps its octets", async () => {
    const live = await activationContainerRights.create(inputs(one), contextFor());
    expect(live).toMatchObject({ id: "corp.example", inputs: inputs(one), outputs: { container } });
    expect(live.outputs.principals).toEqual({ [`CORP\\${one.name}`]: one.sid });
    const shown = await dsacl("get");
    // Samba has the same letters in another order.
    expect(shown).toContain(`(OA;;CC;${activationObjectClass};;${one.sid})`);
    expect(shown).toContain(`(OA;CIIO;RPWPLCLORCSD;;${activationObjectClass};${one.sid})`);
    expect(entriesOfOthers(await access(), one)).toEqual(entriesOfOthers(before));
    expect((await access()).descriptor.control).toBe(before.descriptor.control);
    expect(await mayCreate(one)).toEqual({ server: true, evaluated: true });
    expect(await mayCreate(two)).toEqual({ server: false, evaluated: false });
  });

  it("suffice to make, change and remove activation objects, its own and those of others", async () => {
    await addObject(admin, `CN=theirs-${mark},${container}`);
    await as(one, async (client) => {
      for (const dn of [`CN=mine-${mark},${container}`, `CN=theirs-${mark},${container}`]) {
        if (dn.includes("mine")) await addObject(client, dn);
        await client.modify(dn, replaced("displayName", "changed"));
        const { searchEntries } = await client.search(dn, { scope: "base", attributes: ["displayName"] });
        expect(searchEntries).toMatchObject([{ displayName: "changed" }]);
        await client.del(dn);
      }
    });
  });

  it("suffice for nothing else", async () => {
    const refused = { code: 50 };
    const folder = { objectClass: "container" };
    await as(one, async (client) => {
      // The schema itself refuses other classes here, before anybody's rights are asked about.
      await expect(client.add(`CN=x-${mark},${container}`, folder)).rejects.toMatchObject({ code: 64 });
      for (const above of [product, "CN=Services,CN=Configuration,DC=corp,DC=example"]) {
        await expect(client.add(`CN=x-${mark},${above}`, folder)).rejects.toMatchObject(refused);
      }
      await expect(client.modify(container, replaced("description", "x"))).rejects.toMatchObject(refused);
      await expect(client.modify(product, replaced("description", "x"))).rejects.toMatchObject(refused);
      await expect(client.del(container)).rejects.toMatchObject(refused);
    });
    const account = labConnection("corp.example", "svc-audit", {
      bindAs: `${one.name}@corp.example`,
      password: one.password,
    });
    await withDirectory(account, async (directory) => {
      await expect(directory.replaceAccessList(container, before.octets)).rejects.toMatchObject({ kind: "denied" });
    });
  });

  it("leave alone an object that its owner protects from deletion", async () => {
    const dn = `CN=kept-${mark},${container}`;
    await addObject(admin, dn);
    await withList(dn, (list) => [accessEntry({ mask: rights.delete, sid: "S-1-1-0" }, "deny"), ...list]);
    await as(one, async (client) => expect(client.del(dn)).rejects.toMatchObject({ code: 50 }));
    await withList(dn, (list) => list.slice(1));
    await as(one, (client) => client.del(dn));
  });

  it("go with who leaves the list, and come with who joins it", async () => {
    const [state, news] = [await refreshed(inputs(one)), inputs(two)];
    const live = await activationContainerRights.update(state.id, state.outputs, news, contextFor());
    expect(live.inputs).toEqual(news);
    expect(await mayCreate(one)).toEqual({ server: false, evaluated: false });
    expect(await mayCreate(two)).toEqual({ server: true, evaluated: true });
  });

  it("are seen to be gone after damage by hand, and come back", async () => {
    const state = await refreshed(inputs(two));
    await withList(container, (list) => list.filter((entry) => entryText(entry) !== entryText(entriesFor(two.sid)[1])));
    const seen = await activationContainerRights.read(state, contextFor());
    expect(seen?.inputs).toEqual(inputs());
    expect(activationContainerRights.diff(seen?.inputs ?? {}, inputs(two))).toMatchObject([{ property: "delegates" }]);
    await activationContainerRights.update(state.id, seen?.outputs ?? {}, inputs(two), contextFor());
    expect((await refreshed(inputs(two), seen?.outputs)).inputs).toEqual(inputs(two));
  });

  it("can be imported by an ordinary account, by the name of the forest", async () => {
    const found = await activationContainerRights.read({ id: "CORP.example" }, contextFor(null));
    expect(found?.inputs).toMatchObject({
      forest: "corp.example",
      delegates: expect.arrayContaining([`CORP\\${two.name}`]),
    });
    expect(activationContainerRights.check(found?.inputs ?? {}).failures).toEqual([]);
    const again = await activationContainerRights.read(found as Live, contextFor(null));
    expect(again).toEqual(found);
  });

  it("are more than needed where Microsoft's sample was followed: reported, and left", async () => {
    const sample = `(A;CI;GA;;;${other.sid})`;
    await dsacl("set", `--sddl=${sample}`);
    const { outputs } = await refreshed(inputs(two));
    const finding = (outputs.findings as string[]).find((text) => text.includes(other.sid));
    expect(finding).toMatch(new RegExp(`^CORP\\\\${other.name} \\(${other.sid}\\) has full control \\(GenericAll\\)`));
    expect(said).toContain(finding);
    await activationContainerRights.update("corp.example", outputs, inputs(two, one), contextFor());
    expect((await access()).descriptor.dacl?.map(entryText).join("")).toContain(other.sid);
  });

  it("are given all the same where somebody changes the list between reading and writing", async () => {
    let reads = 0;
    const kind = activationContainerRightsKind((connection, use, options) =>
      withDirectory(
        connection,
        (directory) => {
          const search: Directory["search"] = async (base, wanted) => {
            if (wanted.attributes.includes("replPropertyMetaData") && ++reads === 2) {
              await withList(container, (list) => [theirs, ...list]);
            }
            return await directory.search(base, wanted);
          };
          return use({ ...directory, search });
        },
        options,
      ),
    );
    const state = await refreshed(inputs(two, one));
    said = [];
    await kind.update(state.id, state.outputs, inputs(one), contextFor());
    const dacl = (await access()).descriptor.dacl ?? [];
    expect(dacl.map(entryText)).toContain(entryText(theirs));
    expect(holdersOf(dacl)).toContain(one.sid);
    expect(holdersOf(dacl)).not.toContain(two.sid);
    expect(said.filter((text) => text.includes("somebody else"))).toEqual([]);
  });

  it("are never lost without a word where two write at the same moment", async () => {
    for (let round = 0; round < 8; round += 1) {
      const words: string[] = [];
      const change = (account: TestAccount, withdraw: boolean) =>
        asAdministrator((directory) => {
          const mine = [account.sid];
          const wanted = withdraw ? { grant: [], withdraw: mine } : { grant: mine, withdraw: [] };
          return changeContainerRights(directory, wanted, (message) => words.push(message));
        });
      await Promise.all([change(one, true), change(two, true)]);
      words.length = 0;
      await Promise.all([change(one, false), change(two, false)]);
      const holders = holdersOf((await access()).descriptor.dacl ?? []);
      const both = holders.includes(one.sid) && holders.includes(two.sid);
      expect(both || words.length > 0, `round ${round}: ${holders.join(" ")}`).toBe(true);
      await change(one, false);
      await change(two, false);
    }
  });

  it("are taken back from an account that was deleted", async () => {
    const state = await refreshed(inputs(one, two));
    await admin.del(one.dn);
    const live = await activationContainerRights.update(state.id, state.outputs, inputs(one, two), contextFor());
    expect(live.outputs.findings).toContainEqual(
      expect.stringContaining(`does not know CORP\\${one.name} (${one.sid})`),
    );
    await activationContainerRights.update(state.id, live.outputs, inputs(two), contextFor());
    expect(holdersOf((await access()).descriptor.dacl ?? [])).not.toContain(one.sid);
  });

  it("are taken back with the resource, and everybody else's stay", async () => {
    const state = await refreshed(inputs(two));
    const others = entriesOfOthers(await access(), two);
    await activationContainerRights.delete(state.id, state.outputs, contextFor());
    await activationContainerRights.delete(state.id, state.outputs, contextFor());
    expect(entriesOfOthers(await access())).toEqual(others);
    expect(await mayCreate(two)).toEqual({ server: false, evaluated: false });
  });

  it("find accounts of a domain that the server does not hold in its global catalogue", async () => {
    await asAdministrator(async (directory) => {
      const away = Object.assign(new Error("referral"), { code: 10 });
      const search: Directory["search"] = async (base, wanted) => {
        if (wanted.scope === "sub") throw new DirectoryError("failed", "referral", away);
        return await directory.search(base, wanted);
      };
      const catalogue = { ...labConnection("corp.example", "svc-audit"), servers: ["dc1.corp.example:3269"] };
      const finder = principalFinder({ ...directory, search }, (use) => withDirectory(catalogue, use));
      expect(await finder.find(`${two.name}@corp.example`)).toMatchObject({ sid: two.sid, name: `CORP\\${two.name}` });
    });
  });

  function inputs(...accounts: readonly TestAccount[]): Properties {
    return { forest: "corp.example", delegates: accounts.map(({ name }) => `CORP\\${name}`) };
  }

  function contextFor(
    rightsAs: DirectoryConnection | null = labConnection("corp.example", "Administrator"),
  ): CallContext {
    const ordinary = labConnection("corp.example", "svc-audit");
    const forest = { ...ordinary, reader: null, rightsAs, backupKey: null, backups: {} };
    return {
      config: { zones: [], forests: [forest], hosts: [] },
      signal: AbortSignal.timeout(60_000),
      log: (_severity, message) => void said.push(message),
    };
  }

  /** As a refresh, by the ordinary account. */
  async function refreshed(now: Properties, outputs?: Properties): Promise<Live> {
    const request = { id: "corp.example", inputs: now, ...(outputs === undefined ? {} : { outputs }) };
    return (await activationContainerRights.read(request, contextFor(null))) as Live;
  }
});
