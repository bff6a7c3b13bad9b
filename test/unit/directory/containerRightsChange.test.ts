import { describe, expect, it } from "vitest";
import { changeContainerRights, type RightsChange } from "../../../modules/directory/changeContainerRights.ts";
import { entriesFor, holdersOf } from "../../../modules/directory/containerRights.ts";
import type { Directory } from "../../../modules/directory/directory.ts";
import { DirectoryError } from "../../../modules/directory/directoryError.ts";
import { type AccessEntry, accessEntry } from "../../../modules/directory/securityDescriptor.ts";
import { type FakeContainer, fakeContainer, usualList } from "../../helpers/fakeContainer.ts";

const [one, two] = ["S-1-5-21-1-1-1-1105", "S-1-5-21-1-1-1-1106"];
const theirs = (number: number): AccessEntry => accessEntry({ mask: 0x10, sid: `S-1-5-21-9-9-9-${number}` });
const grant: RightsChange = { grant: [one], withdraw: [] };

interface Outcome {
  readonly said: readonly string[];
  readonly holders: readonly string[];
}

async function change(fake: FakeContainer, directory: Directory, wanted: RightsChange = grant): Promise<Outcome> {
  const said: string[] = [];
  await changeContainerRights(directory, wanted, (message) => said.push(message));
  return { said, holders: holdersOf(fake.list()) };
}

describe("changing the rights on the container", () => {
  it("gives, takes and keeps", async () => {
    const fake = fakeContainer();
    expect(await change(fake, fake.open())).toEqual({ said: [], holders: [one] });
    expect(await change(fake, fake.open(), { grant: [two], withdraw: [one] })).toEqual({ said: [], holders: [two] });
    await change(fake, fake.open(), { grant: [], withdraw: [two] });
    expect(fake.list()).toEqual(usualList);
  });

  it("writes nothing where nothing is to be changed", async () => {
    const fake = fakeContainer([...entriesFor(one), ...usualList]);
    const directory = fake.open({ replaceAccessList: () => Promise.reject(new Error("written")) });
    expect(await change(fake, directory)).toMatchObject({ holders: [one] });
  });

  it("starts again where somebody changed the list between reading and writing", async () => {
    const fake = fakeContainer();
    const plain = fake.open();
    let reads = 0;
    const search: Directory["search"] = async (base, wanted) => {
      // The second reading of the list is the one right before the write.
      if (wanted.attributes.includes("nTSecurityDescriptor") && ++reads === 2) fake.write([...fake.list(), theirs(1)]);
      return await plain.search(base, wanted);
    };
    expect(await change(fake, fake.open({ search }))).toEqual({ said: [], holders: [one] });
    expect(fake.list()).toContainEqual(theirs(1));
  });

  it("says so where somebody wrote in the moment that cannot be closed", async () => {
    const fake = fakeContainer();
    const plain = fake.open();
    const replaceAccessList: Directory["replaceAccessList"] = async (dn, descriptor) => {
      fake.write([...fake.list(), theirs(1)]);
      await plain.replaceAccessList(dn, descriptor);
    };
    const { said, holders } = await change(fake, fake.open({ replaceAccessList }));
    expect(holders).toEqual([one]);
    expect(said).toEqual([expect.stringMatching(/somebody else changed .*; have them look/)]);
  });

  it("writes again where somebody overwrote it at once", async () => {
    const fake = fakeContainer();
    const plain = fake.open();
    let writes = 0;
    const replaceAccessList: Directory["replaceAccessList"] = async (dn, descriptor) => {
      await plain.replaceAccessList(dn, descriptor);
      if (++writes === 1) fake.write([...usualList, theirs(2)]);
    };
    expect((await change(fake, fake.open({ replaceAccessList }))).holders).toEqual([one]);
    expect(fake.list()).toContainEqual(theirs(2));
  });

  it("shows an entry of somebody else that came with the write", async () => {
    const fake = fakeContainer();
    const plain = fake.open();
    const replaceAccessList: Directory["replaceAccessList"] = async (dn, descriptor) => {
      await plain.replaceAccessList(dn, descriptor);
      fake.write([...fake.list(), theirs(3)]);
    };
    const { said } = await change(fake, fake.open({ replaceAccessList }));
    expect(said).toEqual([expect.stringContaining("+(A;;RP;;;S-1-5-21-9-9-9-3)")]);
  });

  it("gives up, and says who to look for, where it is overtaken each time", async () => {
    const fake = fakeContainer();
    let number = 10;
    const replaceAccessList: Directory["replaceAccessList"] = async () => fake.write([...usualList, theirs(++number)]);
    await expect(change(fake, fake.open({ replaceAccessList }))).rejects.toThrow(
      /the access list of CN=Activation Objects,.* \(8 times\); find out who writes it/,
    );
  });
});

describe("a write whose answer was lost", () => {
  const lost = () => new DirectoryError("timeout", "no answer in time; see");

  it("counts where the list shows it", async () => {
    const fake = fakeContainer();
    const plain = fake.open();
    const replaceAccessList: Directory["replaceAccessList"] = async (dn, descriptor) => {
      await plain.replaceAccessList(dn, descriptor);
      throw lost();
    };
    expect(await change(fake, fake.open({ replaceAccessList }))).toEqual({ said: [], holders: [one] });
  });

  it("is repeated where it was not carried out", async () => {
    const fake = fakeContainer();
    const plain = fake.open();
    let writes = 0;
    const replaceAccessList: Directory["replaceAccessList"] = async (dn, descriptor) => {
      if (++writes === 1) throw lost();
      await plain.replaceAccessList(dn, descriptor);
    };
    expect((await change(fake, fake.open({ replaceAccessList }))).holders).toEqual([one]);
  });

  it("is unknown where the list cannot be read back", async () => {
    const fake = fakeContainer();
    const plain = fake.open();
    let dead = false;
    const search: Directory["search"] = (base, wanted) => (dead ? Promise.reject(lost()) : plain.search(base, wanted));
    const replaceAccessList = async () => {
      dead = true;
      throw lost();
    };
    await expect(change(fake, fake.open({ search, replaceAccessList }))).rejects.toMatchObject({ kind: "timeout" });
  });

  it("is no reason to try again where it was refused", async () => {
    const fake = fakeContainer();
    let writes = 0;
    const replaceAccessList = async () => {
      writes += 1;
      throw new DirectoryError("denied", "lacks the right");
    };
    await expect(change(fake, fake.open({ replaceAccessList }))).rejects.toMatchObject({ kind: "denied" });
    expect(writes).toBe(1);
  });
});

describe("a container without any access list", () => {
  it("is not given one with our entries alone", async () => {
    const fake = fakeContainer(null);
    await expect(change(fake, fake.open())).rejects.toThrow(/no access list at all.*; give it one first/);
  });

  it("has nothing to be taken back", async () => {
    const fake = fakeContainer(null);
    expect(await change(fake, fake.open(), { grant: [], withdraw: [one] })).toEqual({ said: [], holders: [] });
  });
});
