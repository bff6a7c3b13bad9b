import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../../modules/rules/catalogue.ts";
import { knownRules, ownRules } from "../../knownRules.ts";

const page = readFileSync(new URL("../../../docs/not-yet-checked.md", import.meta.url), "utf8");

/** The ids in the first cells of the page's tables; `-08` behind `DNS-SRV-07` is short for `DNS-SRV-08`. */
const open = [...page.matchAll(/^\| ([A-Z][^|]*-\d{2}[^|]*) \|/gm)].flatMap(([, cell = ""]) => {
  const [first = "", ...others] = cell.split(", ");
  const area = first.replace(/-\d{2}$/, "");
  return [first, ...others.map((id) => (id.startsWith("-") ? `${area}${id}` : id))];
});

describe("the known rules", () => {
  it("are 87, and 10 of this project's own", () => {
    expect([Object.keys(knownRules).length, Object.keys(ownRules).length]).toEqual([87, 10]);
  });

  it.each(Object.keys(knownRules))("%s is in the catalogue, or on the page of what is not checked yet", (id) => {
    expect([catalogue.some((rule) => rule.id === id), open.includes(id)].filter(Boolean)).toHaveLength(1);
  });

  it("are all that the catalogue and the page hold, beside our own, which the page lists", () => {
    const strangers = [...open, ...catalogue.map(({ id }) => id)].filter((id) => !(id in knownRules));
    expect(strangers).toEqual(Object.keys(ownRules));
    for (const id of Object.keys(ownRules)) expect(page.split("## What the catalogue has beside")[1]).toContain(id);
  });

  it("have the level in the catalogue that they are to have", () => {
    const levels = Object.fromEntries(catalogue.map(({ id, severity }) => [id, severity]));
    const expected = Object.entries({ ...knownRules, ...ownRules }).filter(([id]) => id in levels);
    expect(levels).toEqual(Object.fromEntries(expected));
  });
});
