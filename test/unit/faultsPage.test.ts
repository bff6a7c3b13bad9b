import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), "utf8");

/** Rows of the tables of docs/faults.md: what, what happens, where. */
const rows = read("docs/faults.md")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| Fault "))
  .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "")));

describe("the page of faults", () => {
  it("has rows for name servers, directories, hosts and kills", () => {
    const files = new Set(rows.map(([, , where = ""]) => where.split(":")[0]));
    for (const file of ["dns", "gssTsig", "directoryFaults", "kmsHostConfiguration", "faultsKill"])
      expect(files).toContain(file);
  });

  it.each(rows)("shows %s by a test that there is", (_fault, _outcome, where = "") => {
    const [file = "", ...name] = where.split(":");
    expect(read(`test/integration/${file}.test.ts`)).toContain(name.join(":").trim());
  });
});
