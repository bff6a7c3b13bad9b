import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { rulesInSarif } from "../../helpers/sarif.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const read = (name: string) => readFileSync(`${root}/docs/pull-request/${name}`, "utf8");

describe("the example of a pull request", () => {
  it("is what the commands write", () => {
    execFileSync("node", ["tools/pullRequestExample.ts", "--check"], { cwd: root });
  }, 60_000);

  it("breaks a threshold in every form that it has", () => {
    expect(read("summary.md")).toMatch(/### New failures[^#]*KMS-THR-01/);
    expect(rulesInSarif(JSON.parse(read("findings.sarif")), "examples/enterprise.topology.yaml")).toContain(
      "KMS-THR-01",
    );
    expect(read("annotations.txt")).toMatch(/^::error .*KMS-THR-01/m);
    expect(read("annotations-azure-devops.txt")).toMatch(/^##vso\[task\.logissue type=error;.*KMS-THR-01/m);
  });

  it("is what its page says of it", () => {
    for (const text of ["which 23 machines ask, and Windows clients need 25", "44 of the 120 activations"])
      expect(read("summary.md")).toContain(text);
    expect(read("README.md").replaceAll("\n", " ")).toContain("44 of the 120 activations");
    expect(read("README.md")).toContain("23 machines ask kms-plant-1 where Windows clients need 25");
  });
});
