import { jsonDocument } from "./json.ts";
import { code, escapeMarkdown, table } from "./markdown.ts";
import { type Column, textTable } from "./textTable.ts";
import type { View } from "./view.ts";
import { wrap } from "./wrap.ts";

/** One activation object of a forest, beside what the file says of it. */
export interface ListedObject {
  /** displayName. */
  readonly name: string;
  readonly cn: string;
  readonly distinguishedName: string;
  /** Last five characters of the key that made it; null where they cannot be read. */
  readonly lastFive: string | null;
  /** GUID of the licence that it carries; null where it cannot be read. */
  readonly skuId: string | null;
  /** What Microsoft calls that licence; null where its pages do not say. */
  readonly licence: string | null;
  /** Releases that it activates; null where nothing tells. */
  readonly products: readonly string[] | null;
  /** Name of the declared object that it is; null where the file has none of that name. */
  readonly declared: string | null;
  /** Name of the declared key that it was made with; null where none fits. */
  readonly key: string | null;
  /** Whether Authenticated Users may read it, and so every machine; null where the account may not see its rights. */
  readonly readable: boolean | null;
}

/** What a forest holds, or why nothing is known of it. */
export type ListedForest =
  | {
      readonly forest: string;
      /** `host:port` of the server that was asked. */
      readonly server: string;
      /** By name. */
      readonly objects: readonly ListedObject[];
      /** Names of entries in the container that are no activation objects. */
      readonly others: readonly string[];
    }
  | { readonly forest: string; readonly unreadable: string };

/** Activation objects for machines: forests and objects by name. */
export function objectsListJson(environment: string, forests: readonly ListedForest[]): string {
  return jsonDocument({ environment, forests });
}

const columns: readonly Column[] = [
  { title: "Object" },
  { title: "Key" },
  { title: "Declared as" },
  { title: "Readable" },
  { title: "Licence and products" },
];

/** Activation objects for a terminal: a table for each forest. */
export function objectsListText(forests: readonly ListedForest[], view: View): string {
  const texts = forests.map((forest) => {
    const title = view.paint("bold", titleOf(forest));
    if ("unreadable" in forest) return `${title}\n${wrap(`  ${forest.unreadable}`, view.columns, 2)}`;
    const rows = forest.objects.map((object) => {
      const readable = view.paint(object.readable === true ? "green" : "red", readableWords(object));
      return [object.name, keyWords(object), declaredWords(object), readable, licenceWords(object)];
    });
    const body = rows.length === 0 ? "  no activation object" : textTable(columns, rows, view);
    return [title, body, ...othersOf(forest)].join("\n");
  });
  return `${texts.join("\n\n")}\n`;
}

/** Activation objects for a page. */
export function objectsListMarkdown(environment: string, forests: readonly ListedForest[]): string {
  const texts = forests.map((forest) => {
    const title = `### ${escapeMarkdown(titleOf(forest))}\n`;
    if ("unreadable" in forest) return `${title}\n${escapeMarkdown(forest.unreadable)}\n`;
    if (forest.objects.length === 0) return `${title}\nno activation object\n`;
    const titles = ["Object", "cn", ...columns.slice(1).map((column) => column.title)];
    const rows = forest.objects.map((object) => [
      code(object.name),
      code(object.cn),
      ...[keyWords, declaredWords, readableWords, licenceWords].map((words) => escapeMarkdown(words(object))),
    ]);
    return `${title}\n${table(titles, rows)}`;
  });
  return `## Activation objects: ${escapeMarkdown(environment)}\n\n${texts.join("\n")}`;
}

function titleOf(forest: ListedForest): string {
  if ("unreadable" in forest) return `${forest.forest}: unreadable`;
  return `${forest.forest}, as ${forest.server} has it`;
}

function othersOf({ others }: Exclude<ListedForest, { readonly unreadable: string }>): readonly string[] {
  return others.length === 0 ? [] : [`  besides, no activation objects: ${others.join(", ")}`];
}

function keyWords({ key, lastFive }: ListedObject): string {
  const last = lastFive === null ? "unreadable" : `...${lastFive}`;
  return key === null ? last : `${last} (${key})`;
}

function declaredWords({ declared }: ListedObject): string {
  return declared ?? "nothing";
}

function readableWords({ readable }: ListedObject): string {
  if (readable === null) return "unknown";
  return readable ? "yes" : "no";
}

function licenceWords({ licence, skuId, products }: ListedObject): string {
  const covered = products === null ? "products unknown" : products.join(", ");
  return `${licence ?? skuId ?? "unreadable"}: ${covered}`;
}
