import { describe, expect, it } from "vitest";
import { hostExits } from "../../../modules/windows/hostExit.ts";
import {
  hostInput,
  hostScript,
  hostStub,
  hostStubSource,
  runCommandScript,
  scriptHash,
} from "../../../modules/windows/hostScript.ts";
import { licensingErrors } from "../../../modules/windows/licensingError.ts";
import { hostKey, hostSettings, vaultKey } from "../../helpers/hostSettings.ts";
import { nodesOf, powershellTree, syntaxErrors } from "../../helpers/powershell.ts";

const azure = hostSettings({ keys: [vaultKey()], runnerUtc: null });

describe("the script as text", () => {
  it.each(["if ($a {", "$a ? 1 : 2", "$x = $a ?? 1", "$a?.b", "foreach ($x in 1) {"])(
    "is judged by a parser that refuses %s",
    (broken) => {
      expect(syntaxErrors(broken)).not.toEqual([]);
    },
  );

  it.each([
    ["itself", hostScript()],
    ["the stub that reads it", hostStubSource()],
    ["as a run command", runCommandScript(azure)],
  ])("parses: %s", (_, source) => {
    expect(syntaxErrors(source)).toEqual([]);
  });

  it("is ASCII, as a console's code page is anybody's guess", () => {
    expect(hostScript()).toMatch(/^[\n\x20-\x7e]+$/);
  });

  it("has a hash of its own that changes with every change of it", () => {
    expect(scriptHash).toMatch(/^[0-9a-f]{16}$/);
    expect(hostScript()).not.toContain(scriptHash);
  });

  it("uses nothing that Windows PowerShell 5.1 has not got", () => {
    // The grammar takes && and || of PowerShell 7; it refuses its other operators, see above.
    expect(nodesOf(powershellTree("a && b"), "pipeline_chain_tail")).toHaveLength(1);
    expect(nodesOf(powershellTree(hostScript()), "pipeline_chain_tail")).toEqual([]);
    expect(hostScript()).not.toMatch(/-Parallel\b|\$IsWindows\b|-AsHashtable\b|-SkipHttpErrorCheck\b|-NoProxy\b/);
  });

  it("does not mention the tools that put keys on command lines", () => {
    expect(hostScript()).not.toMatch(/slmgr|cscript|wscript|ospp|Start-Process|Invoke-Expression|\biex\b/i);
  });

  it("never restarts the machine", () => {
    expect(hostScript()).not.toMatch(/-Restart\b(?!-)|Restart-Computer|shutdown/);
  });

  it("ends with exit codes that are all explained, and explains none that it does not have", () => {
    const codes = [
      ...[...hostScript().matchAll(/Stop-Run (\d+)/g)].map((match) => match[1]),
      // The two codes of a call of Windows licensing, for a passing and for a final reason.
      ...[...hostScript().matchAll(/Invoke-Licensing [^\n]*? (\d\d) (\d\d)$/gm)].flatMap((match) => match.slice(1)),
      ...[...hostScript().matchAll(/^ *\} (?:\$step|'forest') (\d\d) (\d\d)$/gm)].flatMap((match) => match.slice(1)),
      ...[...hostScript().matchAll(/(?:\bexit|\.Exit =) (\d+)/g)].map((match) => match[1]),
    ].map(Number);
    // 0 is where it starts; 1 is powershell.exe's own.
    const explained = Object.keys(hostExits).map(Number);
    expect([...new Set([0, 1, ...codes])].sort((a, b) => a - b)).toEqual(explained);
  });

  it("calls the same codes passing as the explanations do", () => {
    const list = /\$PassingCodes = @\(([^)]*)\)/.exec(hostScript())?.[1] ?? "";
    const passing = [...list.matchAll(/'([^']+)'/g)].map((match) => match[1]);
    expect(passing.sort()).toEqual(
      licensingErrors
        .filter(({ retry }) => retry)
        .map(({ code }) => code)
        .sort(),
    );
  });
});

describe("the command line", () => {
  it("is fixed, and short enough for cmd.exe", () => {
    expect(hostStub().length).toBeLessThan(8191);
    expect(hostStub()).toMatch(
      /^powershell\.exe -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand [A-Za-z0-9+/]+=*$/,
    );
  });

  it("carries the stub", () => {
    const encoded = hostStub().split(" ").at(-1) ?? "";
    expect(Buffer.from(encoded, "base64").toString("utf16le")).toBe(hostStubSource());
  });

  it("leaves the rest of the input to the script", () => {
    // PowerShell reads the whole input before a command that names this variable.
    expect(hostStubSource()).not.toMatch(/\$input\b/i);
    expect(hostScript()).not.toMatch(/\$input\b/i);
  });
});

describe("the input", () => {
  it("is the script and the settings, a line each", () => {
    const [script = "", parameters = "", ...rest] = hostInput(hostSettings()).split("\n");
    expect(decoded(script)).toBe(hostScript());
    expect(JSON.parse(decoded(parameters))).toMatchObject({ schemaVersion: 1, script: scriptHash, port: 1688 });
    expect(rest).toEqual([""]);
  });
});

describe("the run command", () => {
  it("calls the script with its settings as a literal that nothing can end", () => {
    const text = runCommandScript(azure);
    expect(text.startsWith(`& {\n${hostScript()}`)).toBe(true);
    const literal = /\n\} '([A-Za-z0-9+/=]+)'\n$/.exec(text)?.[1] ?? "";
    expect(JSON.parse(decoded(literal))).toMatchObject({ keys: [{ name: "csvlk-2025" }], runnerUtc: null });
  });

  it("is the same for the same settings and another for others", () => {
    expect(runCommandScript(azure)).toBe(runCommandScript({ ...azure }));
    expect(runCommandScript({ ...azure, port: 1689 })).not.toBe(runCommandScript(azure));
  });

  it("refuses a key that would come from standard input", () => {
    expect(() => runCommandScript(hostSettings({ keys: [hostKey()] }))).toThrow(/no standard input; name a vault/);
  });

  it("may verify a host whose key it does not need", () => {
    expect(() => runCommandScript(hostSettings({ mode: "verify", keys: [hostKey()] }))).not.toThrow();
  });
});

const decoded = (text: string): string => Buffer.from(text, "base64").toString("utf8");
