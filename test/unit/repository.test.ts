import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { findProductKeys } from "../../modules/topology/productKeys.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Every file that git has or would take, with its text. */
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: root, encoding: "utf8" })
  .split("\0")
  .filter((name) => name !== "" && existsSync(path.join(root, name)))
  .map((name) => ({ name, text: readFileSync(path.join(root, name), "utf8") }));

/** `file:line` of every match; not the text, which may be a secret. */
function placesOf(pattern: RegExp, where = files): string[] {
  return where.flatMap(({ name, text }) =>
    text.split("\n").flatMap((line, i) => (pattern.test(line) ? [`${name}:${i + 1}`] : [])),
  );
}

describe("the repository", () => {
  it("is not empty, so that a scan of it means something", () => {
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(["package.json", "README.md"]));
  });

  it("holds no product key that is not public", () => {
    expect(files.filter(({ text }) => findProductKeys(text).length > 0).map(({ name }) => name)).toEqual([]);
  });

  it("holds no path of somebody's machine", () => {
    expect(placesOf(/(?:^|[^\w.])\/(?:work|root|home|Users)\/\w/)).toEqual([]);
  });

  it("names no host of a package registry", () => {
    expect(placesOf(/\bregistry\.(?:npm|yarn)|\bproxy\.golang\b|_auth[T]oken/)).toEqual([]);
  });

  it("holds no private key", () => {
    expect(placesOf(/-----BEGIN [A-Z ]*PRIVATE/)).toEqual([]);
  });

  it("gives no password or secret a value outside its tests", () => {
    const product = files.filter(({ name }) => !name.startsWith("test/"));
    const source = product.filter(({ name }) => /\.m?[jt]s$/.test(name));
    const data = product.filter(({ name }) => /\.(?:ya?ml|md|svg)$/.test(name));
    expect(placesOf(/(?:password|passphrase|secret)["']?\s*[:=]\s*(["'`])(?!--)[^\s"'`{}$]{6,}\1/i, source)).toEqual(
      [],
    );
    expect(
      placesOf(/(?:password|passphrase|secret)["']?:\s+["']?(?!\$\()[^\s"'{}[\]#<]{6,}["']?(?:\s|$)/i, data),
    ).toEqual([]);
  });

  // The order of the project names them; each is there to be used.
  it.each(["@pulumi/pulumi", "@pulumi/azure-native", "ldapts", "yaml", "ajv", "execa", "vitest"])(
    "has %s among its dependencies, and imports it",
    (name) => {
      const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
      expect({ ...dependencies, ...devDependencies }).toHaveProperty([name]);
      const imports = new RegExp(`(?:from|import\\()\\s*"${name}(?:/[^"]*)?"`);
      expect(files.some(({ name: file, text }) => /\.m?ts$/.test(file) && imports.test(text))).toBe(true);
    },
  );
});
