import { beforeEach, describe, expect, it, vi } from "vitest";
import { reachabilityDrift } from "../../../modules/cli/driftReach.ts";
import { probeTcp, type TcpAnswer } from "../../../modules/probe/tcp.ts";
import { anEnvironment, aProject } from "../../helpers/environment.ts";
import { fakeIo } from "../../helpers/fakeIo.ts";

vi.mock("../../../modules/probe/tcp.ts", () => ({ probeTcp: vi.fn() }));

/** The estate of `topology()`: kms-1 at hq, kms-2 at plant, an isolated site that reaches nothing else. */
const from = (vantage: string | null, scope = ["hq", "plant"]) =>
  anEnvironment({ project: aProject({ vantage }), scope });
const answers = (byAddress: Readonly<Record<string, TcpAnswer>>) =>
  vi.mocked(probeTcp).mockImplementation(async (address) => byAddress[address] ?? "no answer");
const kms1 = "10.10.1.4";
const kms2 = "10.40.0.9";

describe("drift of reachability", () => {
  beforeEach(() => void vi.mocked(probeTcp).mockReset());

  it("is not judged where nobody said which site this machine stands in", async () => {
    const io = fakeIo();
    expect(await reachabilityDrift(from(null), io)).toEqual([]);
    expect(io.err()).toContain("reachability is not judged: set activation-topology:vantage");
    expect(probeTcp).not.toHaveBeenCalled();
  });

  it("is none where the site's own host answers and no other does", async () => {
    answers({ [kms2]: "open" });
    expect(await reachabilityDrift(from("plant"), fakeIo())).toEqual([]);
    expect(probeTcp).toHaveBeenCalledTimes(2);
  });

  it.each(["refused", "no answer", "unreachable"] as const)(
    "is missing where the port is not open: %s",
    async (answer) => {
      answers({ [kms2]: answer });
      expect(await reachabilityDrift(from("plant"), fakeIo())).toEqual([
        {
          verb: "missing",
          area: "reachability",
          key: `plant -> kms-2 tcp ${kms2}:1688`,
          declared: "open",
          live: answer,
          cause: `the port is not open from here: ${answer}`,
        },
      ]);
    },
  );

  it("is unexpected where an isolated site reaches a host that it must not", async () => {
    answers({ [kms1]: "open", [kms2]: "open" });
    expect(await reachabilityDrift(from("plant"), fakeIo())).toMatchObject([
      { verb: "unexpected", key: `plant -> kms-1 tcp ${kms1}:1688`, declared: "shut", live: "open" },
    ]);
  });

  it("is not looked for between a core and an isolated site's host: it may be open or not", async () => {
    answers({ [kms1]: "open", [kms2]: "open" });
    expect(await reachabilityDrift(from("hq"), fakeIo())).toEqual([]);
    expect(vi.mocked(probeTcp).mock.calls.map(([address]) => address)).toEqual([kms1]);
  });

  it("is of the hosts of this stack only", async () => {
    answers({});
    expect(await reachabilityDrift(from("plant", ["hq"]), fakeIo())).toEqual([]);
    expect(vi.mocked(probeTcp).mock.calls.map(([address]) => address)).toEqual([kms1]);
  });

  it("is unreadable where the probe itself fails", async () => {
    vi.mocked(probeTcp).mockRejectedValue(new Error("EADDRNOTAVAIL"));
    const drifts = await reachabilityDrift(from("plant", ["plant"]), fakeIo());
    expect(drifts).toEqual([
      { verb: "unreadable", area: "reachability", key: `plant -> kms-2 tcp ${kms2}:1688`, cause: "EADDRNOTAVAIL" },
    ]);
  });

  it("is refused for a site that the topology does not have, with the nearest name", async () => {
    await expect(reachabilityDrift(from("plnt"), fakeIo())).rejects.toThrow(
      'activation-topology:vantage of stack test names the site "plnt", which the topology does not have; did you mean "plant"?',
    );
  });
});
