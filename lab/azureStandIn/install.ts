import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sdkVersion } from "./schemas.ts";

/**
 * Puts the Azure stand-in where the engine looks for azure-native, in a PULUMI_HOME that belongs to a test.
 * Every program run with that PULUMI_HOME meets the stand-in and not Azure. Needs ACTIVATION_AZURE_STORE later.
 */
export async function installStandIn(pulumiHome: string): Promise<void> {
  const folder = join(pulumiHome, "plugins", `resource-azure-native-v${sdkVersion}`);
  const program = join(folder, "pulumi-resource-azure-native");
  await mkdir(folder, { recursive: true });
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  // The very Node that installs it: the one on PATH may be older and know no types.
  const words = [process.execPath, "--disable-warning=ExperimentalWarning", main].map(quoted).join(" ");
  await writeFile(program, `#!/bin/sh\n# Azure stand-in: not Azure, for tests only\nexec ${words} "$@"\n`);
  await chmod(program, 0o755);
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
