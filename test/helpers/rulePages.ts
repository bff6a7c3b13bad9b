import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { itemsOf } from "../../modules/azure/toItems.ts";
import { desiredItems } from "../../modules/desired/desired.ts";
import { keyOf } from "../../modules/desired/item.ts";
import type { Finding } from "../../modules/rules/rule.ts";
import { runResourceRules, runRules } from "../../modules/rules/run.ts";
import { worldOf } from "../../modules/rules/world.ts";
import { parseTopology } from "../../modules/topology/parse.ts";
import { today } from "./world.ts";

const folder = new URL("../../docs/rules/", import.meta.url);

/** An example of a page: a fragment of a topology, or a resource of a stack. */
export interface Example {
  readonly language: "yaml" | "json";
  readonly text: string;
}

/** What a page of docs/rules/ holds besides prose. */
export interface RulePage {
  readonly text: string;
  readonly failing: Example;
  /** What the failing example gives. */
  readonly message: string;
  readonly passing: Example;
}

/** Reads a page: its code blocks are the failing example, the message and the passing example. */
export function rulePage(id: string): RulePage {
  const text = readFileSync(new URL(`${id}.md`, folder), "utf8");
  const [failing, message, passing] = [...text.matchAll(/^```(yaml|json|text)\n([\s\S]*?)^```$/gm)].map(
    ([, language, block]) => ({ language, text: block?.trimEnd() ?? "" }) as Example,
  );
  if (failing === undefined || message === undefined || passing === undefined)
    throw new Error(`docs/rules/${id}.md has no three code blocks: failing example, message, passing example`);
  return { text, failing, message: message.text, passing };
}

/** Everything that the rules find in the small estate of the pages with an example laid over it. */
export function findingsOf({ language, text }: Example): Finding[] {
  const estate = parse(readFileSync(new URL("estate.topology.yaml", folder), "utf8")) as Tree;
  const merged = language === "yaml" ? overlay(estate, parse(text) as Tree) : estate;
  const { facts } = parseTopology(stringify(merged), "estate.topology.yaml").topology;
  const resources = language === "json" ? [{ urn: "urn:pulumi:docs::p::t::r", ...JSON.parse(text) }] : [];
  const added = itemsOf(resources, facts);
  const changed = new Set(added.map(keyOf));
  const items = [...desiredItems(facts).filter((item) => !changed.has(keyOf(item))), ...added];
  const world = worldOf(facts, items, { today });
  return [...runRules(world), ...runResourceRules(resources, world)];
}

interface Tree {
  readonly [name: string]: unknown;
}

/** Objects are merged, everything else replaces what is there. */
function overlay(under: Tree, over: Tree): Tree {
  const merged = Object.entries(over).map(([name, value]) => {
    const below = under[name];
    return [name, isTree(value) && isTree(below) ? overlay(below, value) : value];
  });
  return { ...under, ...Object.fromEntries(merged) };
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
