/** What a command or method does: `session` changes nothing but the PowerShell process itself. */
type Effect = "reads" | "writes" | "session";

interface Allowed {
  readonly does: Effect;
  /** Where Microsoft documents it for Windows PowerShell 5.1. */
  readonly source: string;
}

const module = (name: string, does: Effect, ...commands: readonly string[]): Readonly<Record<string, Allowed>> =>
  Object.fromEntries(
    commands.map((command) => [
      command,
      { does, source: `https://learn.microsoft.com/powershell/module/${name}/${command.toLowerCase()}` },
    ]),
  );

/** Every command that the host script uses, by its whole name. */
export const commands: Readonly<Record<string, Allowed>> = {
  ...module("microsoft.powershell.core", "session", "Set-StrictMode"),
  ...module("microsoft.powershell.core", "reads", "Get-Command"),
  ...module("microsoft.powershell.utility", "session", "Add-Type", "Remove-TypeData", "Start-Sleep"),
  ...module("microsoft.powershell.utility", "reads", "ConvertFrom-Json", "ConvertTo-Json"),
  ...module("microsoft.powershell.diagnostics", "reads", "Get-WinEvent"),
  ...module("microsoft.powershell.management", "writes", "Restart-Service"),
  ...module("cimcmdlets", "reads", "Get-CimInstance"),
  ...module("cimcmdlets", "writes", "Invoke-CimMethod"),
  ...module("servermanager", "reads", "Get-WindowsFeature"),
  ...module("servermanager", "writes", "Install-WindowsFeature"),
  ...module(
    "netsecurity",
    "reads",
    "Get-NetFirewallRule",
    "Get-NetFirewallPortFilter",
    "Get-NetFirewallAddressFilter",
    "Get-NetFirewallApplicationFilter",
  ),
  ...module("netsecurity", "writes", "New-NetFirewallRule", "Set-NetFirewallRule", "Disable-NetFirewallRule"),
};

const named = (does: Effect, ...names: readonly string[]): Readonly<Record<string, Effect>> =>
  Object.fromEntries(names.map((name) => [name, does]));

/** Every method of .NET that it calls, all in .NET Framework 4.6 (https://learn.microsoft.com/dotnet/api). */
export const methods: Readonly<Record<string, Effect>> = {
  ...named("writes", "SetValue", "DeleteValue"),
  // What makes, fills and ends objects of the process, and writes its output.
  ...named("session", "Add", "Create", "CreateHttp", "Dispose", "Flush", "WriteLine", "new"),
  // The registry, the directory (searches only), the web and standard input.
  ...named("reads", "GetResponse", "GetResponseStream", "GetValue", "GetValues", "OpenBaseKey", "OpenSubKey"),
  ...named("reads", "ReadLine", "ReadToEnd", "SendRequest"),
  // The process and the machine.
  ...named("reads", "GetActiveTcpListeners", "GetCurrent", "GetIPGlobalProperties", "IsInRole"),
  // Values.
  ...named("reads", "Abs", "ComputeHash", "Contains", "ContainsValue", "EscapeDataString", "FromBase64String"),
  ...named("reads", "FromSeconds", "GetBaseException", "GetBytes", "GetString", "GetType", "IndexOf", "Parse"),
  ...named("reads", "ParseExact", "Replace", "Split", "Substring", "ToLowerInvariant", "ToString"),
  ...named("reads", "ToUniversalTime", "ToUpperInvariant", "Trim", "TrimEnd", "TryParse"),
};
