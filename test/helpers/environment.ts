import path from "node:path";
import type { Environment } from "../../modules/cli/environment.ts";
import type { Configuration } from "../../modules/engine/configuration.ts";
import { type Project, packageDir } from "../../modules/engine/project.ts";
import { topology } from "./topology.ts";

// Builders of environments that no folder holds: a test names only what matters to it.

/** The stack `test` of this checkout, with nothing configured. */
export const aProject = (configured: Partial<Configuration> = {}): Project => ({
  dir: packageDir,
  stack: "test",
  policyPack: path.join(packageDir, "policies", "run"),
  configuration: {
    topology: path.join(packageDir, "stacks", "test.topology.yaml"),
    scope: null,
    acknowledge: null,
    leaveOut: [],
    keepAliases: false,
    vantage: null,
    ...configured,
  },
  keys: [],
});

/** The whole of `topology()` as one stack; every subject stands at line 1 of x.yaml. */
export const anEnvironment = (overrides: Partial<Environment> = {}): Environment => ({
  project: aProject(),
  topology: topology(),
  places: { of: () => ({ file: "x.yaml", line: 1, column: 1 }) },
  scope: ["hq", "plant"],
  leftOut: [],
  ...overrides,
});
