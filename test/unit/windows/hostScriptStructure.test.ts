import { describe, expect, it } from "vitest";
import type { Node } from "web-tree-sitter";
import { hostScript } from "../../../modules/windows/hostScript.ts";
import { above, functionAround, nameOf, nodesOf, powershellTree } from "../../helpers/powershell.ts";
import { commands, methods } from "../../helpers/powershellAllowed.ts";

const script = hostScript();

const functionsOf = (root: Node): readonly Node[] => nodesOf(root, "function_statement");
const commandsOf = (root: Node): readonly Node[] => nodesOf(root, "command");

/** Names of methods that a text calls: `SetValue` of `$path.SetValue(...)`. */
function calledMethods(root: Node): readonly { readonly name: string; readonly node: Node }[] {
  return nodesOf(root, "invokation_expression").map((node) => ({
    name: node.children.find((child) => child?.type === "member_name")?.text ?? "",
    node,
  }));
}

/** Places that change the machine, whoever calls them. */
function writingPlaces(root: Node): readonly Node[] {
  return [
    ...commandsOf(root).filter((command) => commands[nameOf(command)]?.does === "writes"),
    ...calledMethods(root)
      .filter(({ name }) => methods[name] === "writes")
      .map(({ node }) => node),
  ];
}

/** Functions with a writing place whose first statement is not the guard. */
function unguarded(source: string): readonly string[] {
  const root = powershellTree(source);
  const guarded = new Set(functionsOf(root).filter(isGuarded).map(nameOf));
  return [...new Set(writingPlaces(root).map(functionAround))].filter((name) => !guarded.has(name));
}

function isGuarded(node: Node): boolean {
  const [first] = nodesOf(node, "script_block_body")[0]?.children[0]?.children ?? [];
  return first?.text.trim() === "Assert-MayWrite";
}

/** Functions that run although the mode is not configure, by name. */
function reachedWhenVerifying(source: string): ReadonlySet<string> {
  const root = powershellTree(source);
  const calls = new Map<string, string[]>();
  for (const command of commandsOf(root)) {
    if (isBehindMode(command)) continue;
    const caller = functionAround(command);
    calls.set(caller, [...(calls.get(caller) ?? []), nameOf(command)]);
  }
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const callee of calls.get(name) ?? []) visit(callee);
  };
  visit("(script)");
  return reached;
}

/** Inside the top-level `if ($Settings.mode -ceq 'configure') { ... }`. */
function isBehindMode(node: Node): boolean {
  const condition = above(node, "if_statement");
  if (condition === null || functionAround(node) !== "(script)") return false;
  return condition.text.startsWith("if ($Settings.mode -ceq 'configure')") || isBehindMode(condition);
}

/** Functions that both change the machine and run in mode verify. */
function writesWhenVerifying(source: string): readonly string[] {
  const reached = reachedWhenVerifying(source);
  return [...new Set(writingPlaces(powershellTree(source)).map(functionAround))].filter((name) => reached.has(name));
}

describe("what the script may do", () => {
  const root = powershellTree(script);
  const defined = functionsOf(root).map(nameOf);

  it("calls only commands of the list, by their whole names, and functions of its own", () => {
    const called = [...new Set(commandsOf(root).map(nameOf))].filter((name) => !defined.includes(name));
    // Blocks of its own: the parts of the reading and what is cut from it.
    const blocks = ["$Read", "$cut.Cut"];
    expect(called.filter((name) => !blocks.includes(name)).sort()).toEqual(Object.keys(commands).sort());
  });

  it("calls only methods of the list", () => {
    const called = new Set(calledMethods(root).map(({ name }) => name));
    expect([...called].sort()).toEqual(Object.keys(methods).sort());
  });

  it("asks the directory, and changes nothing in it", () => {
    expect(script).toContain("Protocols.SearchRequest]::new(");
    expect(script).not.toMatch(/\b(?:Add|Modify|ModifyDN|Delete|Extended)Request\b|DirectoryEntry/);
  });

  it("calls every function that it defines, and defines each once", () => {
    const called = new Set(commandsOf(root).map(nameOf));
    expect(defined.filter((name) => !called.has(name))).toEqual([]);
    expect(new Set(defined).size).toBe(defined.length);
  });

  it("has no pipeline, so that nothing is handed on that could be logged", () => {
    expect(nodesOf(powershellTree("a | b"), "pipeline_chain")[0]?.text).toContain("|");
    expect(nodesOf(root, "pipeline_chain").filter((chain) => isPiped(chain))).toEqual([]);
  });

  it("builds no text by interpolation", () => {
    expect(nodesOf(powershellTree('"a $b"'), "expandable_string_literal")).toHaveLength(1);
    expect(
      nodesOf(root, "expandable_string_literal", "expandable_here_string_literal").map(({ text }) => text),
    ).toEqual([]);
  });

  it("hides no failure: only asking whether a command exists ignores one", () => {
    const ignoring = commandsOf(root).filter(({ text }) => /-ErrorAction/.test(text));
    expect(ignoring.map(nameOf).sort()).toEqual(["Get-Command", "Remove-TypeData"]);
  });
});

function isPiped(chain: Node): boolean {
  return chain.children.some((child) => child?.type === "|" || child?.text === "|");
}

describe("writing", () => {
  it("happens in guarded functions only", () => {
    expect(unguarded(script)).toEqual([]);
  });

  it("is out of reach for mode verify", () => {
    expect(writesWhenVerifying(script)).toEqual([]);
    // What reads is in reach, or the test would look at nothing.
    expect([...reachedWhenVerifying(script)]).toEqual(expect.arrayContaining(["Write-ReadBack", "Read-Firewall"]));
  });

  it.each(["Invoke-Licensing", "Install-Role", "Set-PublishList", "Set-Firewall", "Restart-Licensing"])(
    "is found unguarded where %s loses its guard",
    (name) => {
      const start = script.indexOf(`function ${name} {`);
      const broken = script.slice(0, start) + script.slice(start).replace("Assert-MayWrite", "");
      expect(unguarded(broken)).toEqual([name]);
    },
  );

  it("is found in reach where a reading part writes", () => {
    const broken = script.replace("function Read-Time {", "function Read-Time {\n    Set-Firewall");
    expect(writesWhenVerifying(broken)).toContain("Set-Firewall");
  });

  it("is found in reach where the mode is not asked", () => {
    const broken = script.replace("if ($Settings.mode -ceq 'configure') {", "if ($true) {");
    expect(writesWhenVerifying(broken)).toContain("Restart-Licensing");
  });
});

/** Places where a variable is an argument of a command other than inside a Hashtable for Windows licensing. */
function exposures(source: string, variable: string): readonly string[] {
  return nodesOf(powershellTree(source), "variable")
    .filter(({ text }) => text.toLowerCase() === variable)
    .filter((node) => {
      const inside = above(node, "hash_literal_expression", "command");
      if (inside === null || inside.type === "command") return inside !== null;
      const callee = above(inside, "command");
      return callee === null || !["Invoke-Licensing", "Send-Request"].includes(nameOf(callee));
    })
    .map((node) => above(node, "command")?.text ?? node.text);
}

describe("a product key", () => {
  it.each(["$secret", "$token"])("in %s is argument of no command, where it could be logged", (variable) => {
    expect(nodesOf(powershellTree(script), "variable").filter(({ text }) => text === variable)).not.toEqual([]);
    expect(exposures(script, variable)).toEqual([]);
  });

  it.each(["Install-It $secret", "Install-It -Key $secret", "Write-Host @{ Key = $secret }", "Out ($secret.Trim())"])(
    "would be found in %s",
    (broken) => {
      expect(exposures(broken, "$secret")).toHaveLength(1);
    },
  );

  it("is read from standard input, one line for each key, and from nowhere else but the vault", () => {
    const sources = [...script.matchAll(/\$secret = (.+?)(?: \})?$/gm)].map((match) => match[1]);
    expect([...new Set(sources)].sort()).toEqual(
      [
        "$null",
        "([string] $secret).Trim().ToUpperInvariant()",
        "Get-VaultSecret $forest",
        "Get-VaultSecret $key",
        "[Console]::In.ReadLine()",
      ].sort(),
    );
  });

  it("goes nowhere but into the methods that need it", () => {
    const methodsWithKey = commandsOf(powershellTree(script))
      .filter(({ text }) => text.startsWith("Invoke-Licensing") && text.includes("ProductKey = $secret"))
      .map(({ text }) => /'(\w+)'/.exec(text)?.[1]);
    expect(methodsWithKey).toEqual([
      "InstallProductKey",
      "DoActiveDirectoryOnlineActivation",
      "GenerateActiveDirectoryOfflineActivationId",
      "DepositActiveDirectoryOfflineActivationConfirmation",
    ]);
  });
});

describe("order", () => {
  it("checks the clock before each activation", () => {
    for (const [before, method] of [
      ["Enable-HostKeys", "'Activate'"],
      ["Enable-HostKeys", "'DepositOfflineConfirmationId'"],
      ["Enable-Forest", "'DoActiveDirectoryOnlineActivation'"],
    ] as const) {
      const body = script.slice(script.indexOf(`function ${before} {`));
      expect(body.indexOf("Assert-Clock")).toBeGreaterThan(0);
      expect(body.indexOf("Assert-Clock")).toBeLessThan(body.indexOf(method));
    }
  });

  it("runs the steps one after the other, and the read-back after all of them", () => {
    const main = script.slice(script.lastIndexOf("if ($Settings.mode"));
    expect(main.match(/^ {8}[A-Z][\w-]+$/gm)?.map((line) => line.trim())).toEqual([
      "Assert-Preflight",
      "Install-Role",
      "Install-HostKeys",
      "Enable-HostKeys",
      "Set-ServiceValues",
      "Set-PublishList",
      "Set-Firewall",
      "Restart-Licensing",
      "Enable-Forest",
    ]);
    expect(main.indexOf("Write-ReadBack")).toBeGreaterThan(main.indexOf("Enable-Forest"));
  });

  it("restarts the service in one place", () => {
    expect(script.match(/Restart-Service/g)).toHaveLength(1);
  });
});
