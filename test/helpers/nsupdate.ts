import path from "node:path";
import { execa } from "execa";
import { labDir } from "./estate.ts";

/** Changes the lab's zone by hand, as an administrator would: lines of nsupdate, signed with the lab's key. */
export async function nsupdate(...lines: readonly string[]): Promise<void> {
  const key = path.join(labDir ?? "", "bind", "lab-update.key");
  const input = ["server 10.88.0.53", "zone site.example", ...lines, "send", ""].join("\n");
  await execa("nsupdate", ["-k", key], { input });
}
