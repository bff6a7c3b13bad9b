import type { Input } from "@pulumi/pulumi";
import type { SecretRef } from "../modules/topology/provisioning.ts";

/** Where passwords, certificates and backups come from. */
export interface SecretSource {
  /** undefined where it is not set. */
  secret(name: string): Input<string> | undefined;
  /** False where the value stands in the configuration in the clear. */
  isEncrypted(name: string): boolean;
  /** Text of a file beside the topology. @throws where it cannot be read. */
  read(file: string): string;
  /** Absolute path of a file beside the topology. */
  pathOf(file: string): string;
}

/** A source, and where sentences about what is missing go. */
export interface From {
  readonly source: SecretSource;
  readonly problems: string[];
}

/** The secret that a reference means; undefined, and a problem, where it cannot be had. */
export function resolve(reference: SecretRef, where: string, { source, problems }: From): Input<string> | undefined {
  if ("vault" in reference) {
    problems.push(
      `${where}: this version reads no password from a vault, got ${JSON.stringify(reference.vault)}; write { config: NAME } and set it with \`pulumi config set --secret NAME\``,
    );
    return undefined;
  }
  const name = reference.config;
  const found = source.secret(name);
  const set = `\`pulumi config set --secret ${name}\``;
  if (found === undefined) problems.push(`${where}: the secret ${name} is not set; set it with ${set}`);
  else if (!source.isEncrypted(name))
    problems.push(
      `${where}: ${name} stands in the stack's configuration in the clear; change it, and set it with ${set}`,
    );
  return found;
}

/** Text of a file; undefined, and a problem, where it cannot be read. `what`: for example `certificate`. */
export function fileText(
  file: string,
  { where, what }: { readonly where: string; readonly what: string },
  { source, problems }: From,
): string | undefined {
  try {
    return source.read(file);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? error.code : error;
    problems.push(`${where}: the ${what} ${file} cannot be read: ${reason}; the path is relative to the topology`);
    return undefined;
  }
}
