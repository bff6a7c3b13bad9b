/**
 * `npm run walkthrough`: plays the session of docs/walkthrough.md in a lab of its own, and writes the page.
 * With `--print` the page goes to stdout.
 */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { root } from "./paths.ts";
import { walkthroughPage } from "./walkthroughPage.ts";

const page = await walkthroughPage();
if (process.argv.includes("--print")) process.stdout.write(page);
else await writeFile(path.join(root, "docs", "walkthrough.md"), page);
