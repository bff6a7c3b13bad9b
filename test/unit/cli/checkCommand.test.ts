import { describe, expect, it } from "vitest";
import { runActivation } from "../../../modules/cli/program.ts";
import { fakeIo } from "../../helpers/fakeIo.ts";
import { smallTopology } from "../../helpers/inFolder.ts";
import { rulesInSarif } from "../../helpers/sarif.ts";
import { junitProblems } from "../../helpers/schemas.ts";

/** More machines than licensed: TOT-01, a mandatory failure. */
const wrong = smallTopology.replace("client: 30 }", "client: 31 }");

async function check(file: string, format: string) {
  const io = fakeIo({ "x.yaml": smallTopology, "wrong.yaml": wrong });
  const exitCode = await runActivation(["check", file, "--format", format], io);
  return { exitCode, out: io.out() };
}

describe("activation check for CI hosts", () => {
  it.each(["x.yaml", "wrong.yaml"])("keeps to the schemas of SARIF and JUnit for %s", async (file) => {
    const rules = rulesInSarif(JSON.parse((await check(file, "sarif")).out), file);
    expect(rules.includes("TOT-01")).toBe(file === "wrong.yaml");
    expect(await junitProblems((await check(file, "junit")).out)).toEqual([]);
  });

  it("fails the test case of a rule that fails, and passes no rule that saw nothing of what it judges", async () => {
    const { exitCode, out } = await check("wrong.yaml", "junit");
    expect(exitCode).toBe(1);
    expect(out).toMatch(/name="TOT-01: [^>]+>\s*<failure type="mandatory" message="wrong\.yaml:4:\d+: /);
    expect(out).toMatch(/name="KEY-02: [^>]+>\s*<skipped type="not judged" message="not judged: it looks at resources/);
  });

  it("annotates the line of the file", async () => {
    expect((await check("wrong.yaml", "github")).out).toMatch(
      /^::error file=wrong\.yaml,line=4,col=\d+,title=TOT-01%3A mandatory::.*31/m,
    );
    expect((await check("wrong.yaml", "azure-devops")).out).toMatch(
      /^##vso\[task\.logissue type=error;sourcepath=wrong\.yaml;linenumber=4;columnnumber=\d+;code=TOT-01;\]TOT-01: /m,
    );
  });
});
