import { createRequire } from "node:module";
import { Language, type Node, Parser } from "web-tree-sitter";

const require = createRequire(import.meta.url);

await Parser.init();
const parser: Parser = new Parser();
parser.setLanguage(await Language.load(require.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm")));

/** Syntax tree of a PowerShell text. The grammar knows PowerShell 5.1, and of 7 only `&&` and `||`. */
export function powershellTree(source: string): Node {
  const tree = parser.parse(source);
  if (tree === null) throw new Error("the parser gave no tree");
  return tree.rootNode;
}

/** Nodes of these types anywhere below, in the order of the text. */
export function nodesOf(root: Node, ...types: readonly string[]): readonly Node[] {
  return root.descendantsOfType([...types]).filter((node): node is Node => node !== null);
}

/** `line: text` of what the parser could not read or had to make up. */
export function syntaxErrors(source: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (node.isError || node.isMissing) found.push(`${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`);
    for (const child of node.children) if (child !== null) visit(child);
  };
  visit(powershellTree(source));
  return found;
}

/** Nearest node above of one of these types. */
export function above(node: Node, ...types: readonly string[]): Node | null {
  for (let up = node.parent; up !== null; up = up.parent) if (types.includes(up.type)) return up;
  return null;
}

/** Name of the function around a node; `(script)` at the top. */
export function functionAround(node: Node): string {
  const around = node.type === "function_statement" ? node : above(node, "function_statement");
  return around === null ? "(script)" : nameOf(around);
}

/** Name of a function statement, or of what a command calls; the expression after `&` for a block. */
export function nameOf(node: Node): string {
  const named = node.children.find((child) =>
    ["function_name", "command_name", "command_name_expr"].includes(child?.type ?? ""),
  );
  return named?.text ?? "";
}
