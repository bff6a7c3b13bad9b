import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runActivation } from "../../../modules/cli/program.ts";
import { catalogue } from "../../../modules/rules/catalogue.ts";
import { activationPolicies } from "../../../policies/policies.ts";
import { fakeIo } from "../../helpers/fakeIo.ts";

async function rules(...argv: string[]) {
  const io = fakeIo();
  const exitCode = await runActivation(["rules", ...argv], io);
  return { exitCode, out: io.out(), err: io.err() };
}

describe("activation rules", () => {
  it("lists the catalogue", async () => {
    const { exitCode, out } = await rules();
    expect(exitCode).toBe(0);
    const lines = out.trimEnd().split("\n");
    expect(lines).toHaveLength(catalogue.length + 3);
    for (const [i, { id, severity, summary }] of catalogue.entries())
      expect(lines[i + 1]?.split(/ {2,}/)).toEqual([id, severity, summary]);
    expect(lines.at(-1)).toBe(`${catalogue.length} rules`);
  });

  it("lists it for machines, with the names of the policies in the pack and the pages", async () => {
    const list = JSON.parse((await rules("--format", "json")).out).rules as readonly {
      policies: string[];
      url: string;
    }[];
    const own = ["inputs", "settings", "estate"];
    const policies = activationPolicies(() => "2027-06-15").map(({ name }) => name);
    expect(list.flatMap((rule) => rule.policies)).toEqual(policies.filter((name) => !own.includes(name)));
    for (const { url } of list) expect(existsSync(new URL(`../../../${url}`, import.meta.url))).toBe(true);
  });

  it("lists it as a table with links", async () => {
    const { out } = await rules("--format", "markdown");
    expect(out).toContain("\n|[KMS-THR-04](docs/rules/KMS-THR-04.md)|advisory|Every KMS host is asked by ");
  });

  it.each(["KMS-THR-04", "kms-thr-04"])("shows %s with all that is known of it", async (id) => {
    expect((await rules(id)).out).toBe(
      [
        "KMS-THR-04",
        "Severity  advisory",
        "Rule      Every KMS host is asked by at least a fifth more machines than its threshold.",
        "Remedy    Let more machines ask the host, or know what to do when some of them stay away.",
        "Reads     sites, kmsHosts, keys, forests",
        "Settings  severity: mandatory, advisory, info or off",
        "          margin: 0 to 1000 percent, 20 unless set. Machines that a host needs beyond its threshold, in percent of it.",
        "Policies  kms-thr-04",
        "Source    https://learn.microsoft.com/windows-server/get-started/kms-activation-planning",
        "Page      docs/rules/KMS-THR-04.md",
        "",
      ].join("\n"),
    );
  });

  it("shows both policies of a mandatory rule, and that lowering it takes a reason", async () => {
    const { out } = await rules("KMS-THR-01", "--format", "markdown");
    expect(out).toContain("|Policies|kms-thr-01<br>kms-thr-01-note|");
    expect(out).toContain("|Settings|severity: mandatory, advisory, info or off; with a reason where it is lowered|");
  });

  it("shows one rule for machines as a list of one", async () => {
    const { rules: list } = JSON.parse((await rules("sup-01", "--format", "json")).out);
    expect(list).toMatchObject([{ id: "SUP-01", thresholds: [{ name: "notice", standard: 14 }] }]);
  });

  it("says which rules the file cannot set", async () => {
    expect((await rules("KEY-02")).out).toContain("Settings  none in the topology file");
  });

  it("ends with 2 for a rule that does not exist, and names the nearest", async () => {
    expect(await rules("kms-thr-1")).toEqual({
      exitCode: 2,
      out: "",
      err: 'there is no rule "kms-thr-1"; did you mean "KMS-THR-01"?\n',
    });
  });
});
