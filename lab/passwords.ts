import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import type { Lab } from "./sites.ts";

/** Accounts of the lab. `svc-adba` may manage activation objects, `svc-audit` is an ordinary user. */
export type Account = "Administrator" | "svc-adba" | "svc-audit";

/** The file that holds an account's password and nothing else, readable by root alone. */
export function passwordFile(lab: Lab, forest: string, account: Account): string {
  return `${lab.dir}/passwords/${forest}/${account}`;
}

/** A new password, written to its file: 96 random bits and three classes of characters, as Active Directory asks. */
export function newPassword(lab: Lab, forest: string, account: Account): string {
  const password = `Lab-9${randomBytes(12).toString("base64url")}`;
  mkdirSync(`${lab.dir}/passwords/${forest}`, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile(lab, forest, account), password, { mode: 0o600 });
  return password;
}
