import { readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { checkout, labDir } from "../helpers/estate.ts";

/** Labs are made outside the site that the tests run in, and the page has one of its own: no other test is in its sight. */
const outside = ["-t", `${process.env.ACTIVATION_LAB_OUTSIDE}`, "--mount", "--net", "env", "-u", "ACTIVATION_LAB_SITE"];

describe.skipIf(labDir === undefined)("docs/walkthrough.md", () => {
  it("shows what its session prints", async () => {
    const written = await readFile(path.join(checkout, "docs", "walkthrough.md"), "utf8");
    const tool = [process.execPath, path.join(checkout, "tools", "walkthrough.ts"), "--print"];
    // Written anew by `npm run walkthrough`.
    const { stdout } = await execa("nsenter", [...outside, ...tool], { stripFinalNewline: false });
    expect(stdout).toBe(written);
  });
});
