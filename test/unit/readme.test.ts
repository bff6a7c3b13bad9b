import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { runActivation } from "../../modules/cli/program.ts";
import { planTopology } from "../../modules/plan/plan.ts";
import { catalogue } from "../../modules/rules/catalogue.ts";
import { parseTopology } from "../../modules/topology/parse.ts";
import { drawMap } from "../../tools/map/drawMap.ts";
import { fakeIo } from "../helpers/fakeIo.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (name: string): string => readFileSync(path.join(root, name), "utf8");
const pages = [
  ...["README.md", "CONTRIBUTING.md", "lab/README.md", "examples/pipelines/README.md"],
  ...readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.join("docs", name)),
];

/** What stands as code in a page: between backquotes and in fenced blocks. */
function codeIn(page: string): string {
  return [...read(page).matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([code]) => code).join("\n");
}

const found = (pattern: RegExp): string[] => [
  ...new Set(pages.flatMap((page) => [...codeIn(page).matchAll(pattern)].map(([, name]) => name ?? ""))),
];

describe("README and docs", () => {
  const commands = found(/(?:^|`|npx |-- )activation ([a-z]+(?:-[a-z]+)*)\b/gm);

  it("name commands of activation, the ones that a reader needs among them", () => {
    expect(commands).toEqual(
      expect.arrayContaining([
        ...["plan", "explain", "forecast", "worksheet", "check"],
        ...["preview", "up", "drift", "schema"],
      ]),
    );
  });

  it.each(commands)("name `activation %s`, which exists", async (command) => {
    const io = fakeIo();
    expect(await runActivation([command, "--help"], io)).toBe(0);
    expect(io.out()).toContain(`Usage: activation ${command} `);
  });

  it.each(found(/\bnpm run (?:-s )?([\w:]+)/g))("name `npm run %s`, which exists", (script) => {
    expect(JSON.parse(read("package.json")).scripts).toHaveProperty([script]);
  });

  it.each(found(/\bnpm start -- --([a-z]+)/g))("name `npm start -- --%s`, which exists", (option) => {
    expect(read("tools/start.ts")).toMatch(new RegExp(`(?:option|Option)\\("--${option}\\b`));
  });

  it.each(pages)("have links in %s that lead somewhere", (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link]) => link ?? "");
    const missing = links.filter((link) => !existsSync(path.join(root, path.dirname(page), link)));
    expect(missing).toEqual([]);
  });

  it("list no rule as not yet checked that the catalogue has", () => {
    const first = [...read("docs/not-yet-checked.md").matchAll(/^\| ([A-Z][^|]+)\|/gm)].map(([, cell]) => cell).join();
    expect(first).toContain("KMS-THR-06");
    for (const { id } of catalogue) expect(first).not.toContain(id);
  });
});

/** Blocks of a page that run `activation`: their commands, and what they show. `...` stands for anything at the end. */
const blocksOf = (page: string) =>
  [...read(page).matchAll(/```console\n([\s\S]*?)```/g)]
    .map(([, block]) => block ?? "")
    .filter((block) => block.includes("$ npx activation"))
    .map((block) => ({
      commands: block.split("\n").flatMap((line) => (line.startsWith("$ ") ? [line.slice(2)] : [])),
      shown: block.replaceAll(/^\$ .*\n/gm, ""),
    }));

describe.each([
  { page: "README.md", count: 3 },
  { page: "docs/walkthrough-planner.md", count: 8 },
])("$page", ({ page, count }) => {
  const blocks = blocksOf(page);

  it.each(blocks)("shows what its commands print: $commands", ({ commands, shown }) => {
    const dir = mkdtempSync(path.join(tmpdir(), "readme-"));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    symlinkSync(path.join(root, "examples"), path.join(dir, "examples"));
    const activation = `"${process.execPath}" "${path.join(root, "modules/cli/activation.mjs")}"`;
    const script = commands.map((command) => command.replace(/^npx activation/, activation)).join("\n");
    // Exit code 1 says that there are findings.
    const printed = execFileSync("sh", ["-c", `${script}\n[ $? -le 1 ]`], { cwd: dir, encoding: "utf8" });
    const [start = "", rest] = shown.split("...\n");
    if (rest === undefined) expect(printed).toBe(start);
    else expect(printed.slice(0, start.length)).toBe(start);
  });

  it("has as many such blocks as it had", () => {
    expect(blocks).toHaveLength(count);
  });
});

describe("the README", () => {
  it("shows the map of the example as it is drawn now", () => {
    const file = "examples/enterprise.topology.yaml";
    const { facts } = parseTopology(read(file), file).topology;
    // Drawn anew by `npm exec -- node tools/picture.ts examples/enterprise.topology.yaml docs/enterprise.svg`.
    expect(drawMap(facts, planTopology(facts))).toBe(read("docs/enterprise.svg"));
  });
});

describe("the examples", () => {
  const files = readdirSync(path.join(root, "examples")).filter((name) => name.endsWith(".topology.yaml"));

  it.each(files)("have no failure in %s", async (name) => {
    expect(await runActivation(["check", name], fakeIo({ [name]: read(`examples/${name}`) }))).toBe(0);
  });
});
