import { describe, expect, it } from "vitest";
import { runActivation } from "../../../modules/cli/program.ts";
import { fakeIo } from "../../helpers/fakeIo.ts";
import { smallTopology } from "../../helpers/inFolder.ts";

const files = {
  "x.yaml": smallTopology,
  "few.yaml": smallTopology.replaceAll("30 }", "24 }"),
  "broken.yaml": "version: 1\nsites: []\n",
};

async function explain(...argv: string[]) {
  const io = fakeIo(files);
  const exitCode = await runActivation(["explain", ...argv], io);
  return { exitCode, out: io.out(), err: io.err() };
}

describe("activation explain", () => {
  it("shows an example with --help", async () => {
    const { exitCode, out } = await explain("--help");
    expect(exitCode).toBe(0);
    expect(out).toContain("Example:\n  $ activation explain examples/enterprise.topology.yaml plant/lines");
  });

  it("explains a method and what would change it", async () => {
    const { exitCode, out } = await explain("few.yaml", "hq/desktops");
    expect(exitCode).toBe(0);
    expect(out).toContain("hq/desktops: mak (online), row D13 (NO_NETWORK_MEETS_THRESHOLD)");
    expect(out).toMatch(/D11 +kms-central +no +kms-1 in the core is asked by 24, 25 are needed/);
    expect(out).toMatch(/kms-central +D11 +1 more machine that asks kms-1, at hq or elsewhere\./);
  });

  it("prints JSON and Markdown", async () => {
    const json = await explain("x.yaml", "hq/desktops", "--format", "json");
    expect(JSON.parse(json.out)).toMatchObject({ schemaVersion: 1, decision: { site: "hq", method: "kms-central" } });
    const { out } = await explain("x.yaml", "hq/desktops", "--format", "markdown");
    expect(out).toContain("## `hq/desktops`: kms-central, row D11 (CORE\\_KMS)");
  });

  it.each([
    ["hp/desktops", 'there is no site "hp"; did you mean "hq"?'],
    ["hq/desktop", 'site hq has no cohort "desktop"; did you mean "desktops"?'],
    ["hq/zebras", 'site hq has no cohort "zebras"; known cohorts of hq are desktops'],
    ["desktops", '"desktops" names no cohort; write SITE/COHORT, such as hq/desktops'],
    ["hq/", '"hq/" names no cohort; write SITE/COHORT, such as hq/desktops'],
    ["hq/desktops/1", '"hq/desktops/1" names no cohort; write SITE/COHORT, such as hq/desktops'],
  ])("ends with 2 for %s and names the nearest", async (cohort, message) => {
    expect(await explain("x.yaml", cohort)).toEqual({ exitCode: 2, out: "", err: `${message}\n` });
  });

  it("ends with 2 where the file is wrong, and where the cohort is missing", async () => {
    expect((await explain("broken.yaml", "hq/desktops")).err).toContain("broken.yaml is not a valid topology");
    const { exitCode, err } = await explain("x.yaml");
    expect(exitCode).toBe(2);
    expect(err).toContain("missing required argument 'site/cohort'");
  });
});
