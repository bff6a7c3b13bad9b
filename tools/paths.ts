import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const root: string = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Where npm links programs; first on PATH in every npm script. */
export const localBin: string = path.join(root, "node_modules", ".bin");

/** The one place outside the checkout that the tools write to. */
export const cacheDir: string = path.join(
  process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache"),
  "activation-topology",
);
