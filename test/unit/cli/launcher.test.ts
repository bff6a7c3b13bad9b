import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import packageJson from "../../../package.json" with { type: "json" };

const launcher = fileURLToPath(new URL("../../../modules/cli/activation.mjs", import.meta.url));
const activation = (...argv: string[]) => spawnSync(process.execPath, [launcher, ...argv], { encoding: "utf8" });

it.each(["--version", "-V"])("answers %s", (flag) => {
  expect(activation(flag)).toMatchObject({ status: 0, stdout: `${packageJson.version}\n`, stderr: "" });
});

it("passes arguments on, and the exit code back", () => {
  const { status, stdout, stderr } = activation("plna");
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain("Did you mean plan?");
});

it("prints the schema, whole, through a pipe", () => {
  const { status, stdout } = activation("schema");
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toHaveProperty("properties.version");
});
