import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostParameters } from "./hostParameters.ts";
import type { HostSettings } from "./hostSettings.ts";

/** One concern each, in the order in which they have to be defined; `main` runs them. */
const fragments = [
  "preferences",
  "failures",
  "settings",
  "licensing",
  "web",
  "directory",
  "preflight",
  "clock",
  "role",
  "key",
  "activation",
  "service",
  "publishList",
  "firewall",
  "restart",
  "forest",
  "readMachine",
  "readLicences",
  "readFirewall",
  "readEvents",
  "readBack",
  "main",
];

const text: string = fragments
  .map((name) => readFileSync(new URL(`script/${name}.ps1`, import.meta.url), "utf8"))
  .join("\n")
  // Whatever a checkout makes of line ends: the hash is the same everywhere.
  .replaceAll("\r\n", "\n");

/** The PowerShell 5.1 script, the same for every host. Its one argument is `hostParameters` in Base64. */
export function hostScript(): string {
  return text;
}

/** SHA-256 of the script's UTF-8 octets, first 16 hexadecimal digits. */
export const scriptHash: string = createHash("sha256").update(text).digest("hex").slice(0, 16);

/**
 * What powershell.exe is told on its command line: take a script and its argument from standard input, run the script as
 * one block, and leave the rest of the input to it. Without a certain automatic variable, as naming it would make
 * PowerShell read the input first: https://github.com/PowerShell/PowerShell ConsoleHost.cs, IsUsingDollarInput.
 */
const stub = [
  "$ErrorActionPreference = 'Stop'",
  "$ProgressPreference = 'SilentlyContinue'",
  "try {",
  "  $octets = [Convert]::FromBase64String([Console]::In.ReadLine())",
  "  $block = [ScriptBlock]::Create([Text.Encoding]::UTF8.GetString($octets))",
  "  $argument = [Console]::In.ReadLine()",
  "} catch { exit 10 }",
  "& $block $argument",
  "exit 1",
  "",
].join("\n");

/** Source of the stub, for tests and for readers. */
export function hostStubSource(): string {
  return stub;
}

/** The whole command line for cmd.exe: nothing in it depends on the settings. cmd.exe takes 8,191 characters. */
export function hostStub(): string {
  const encoded = Buffer.from(stub, "utf16le").toString("base64");
  return `powershell.exe -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand ${encoded}`;
}

const base64 = (value: string): string => Buffer.from(value, "utf8").toString("base64");

/**
 * What goes to the stub's standard input before the product keys: two lines, each with its end. Append a line with each
 * key of kind `stdin`: those of `keys` in their order, then the forest's. Then close the input.
 */
export function hostInput(settings: HostSettings): string {
  return `${base64(text)}\n${base64(hostParameters(settings, scriptHash))}\n`;
}

/**
 * The script of a managed run command: the same block, called with the same argument as a literal in Base64, whose
 * alphabet cannot end a literal. Run command's own parameters are not used: they become arguments of a process.
 *
 * @throws {TypeError} Where a key would have to come from standard input, which a run command has not got.
 */
export function runCommandScript(settings: HostSettings): string {
  const keys = [...settings.keys, ...(settings.forest === null ? [] : [settings.forest])];
  if (settings.mode === "configure" && keys.some(({ secret }) => secret.kind === "stdin")) {
    throw new TypeError(
      `settings of ${settings.host}: a run command has no standard input; name a vault for every key`,
    );
  }
  return `& {\n${text}\n} '${base64(hostParameters(settings, scriptHash))}'\n`;
}
