import { defineConfig, type ViteUserConfig } from "vitest/config";

/** Tests that need neither engine nor server share one rule: they may not open a socket. */
const offline = (name: string) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], setupFiles: ["test/helpers/noNetwork.ts"] },
});

const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      offline("unit"),
      offline("component"),
      offline("policy"),
      {
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
        },
      },
    ],
    coverage: {
      provider: "v8",
      include: ["modules/**/*.ts", "policies/**/*.ts"],
      exclude: ["**/*.gen.ts", "policies/index.mts", "modules/cli/main.ts", "modules/provider/main.ts"],
      reporter: ["text-summary", "json-summary"],
      thresholds: {
        // The core; then everything else, much of which only servers and the engine can run (npm test).
        "modules/{topology,plan,forecast,explain,desired,firewall,rules,drift,report}/**": { lines: 95, branches: 90 },
        "{modules/!(topology|plan|forecast|explain|desired|firewall|rules|drift|report),policies}/**": { lines: 70 },
      },
    },
  },
});

export default config;
