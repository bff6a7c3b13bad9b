import { createHash } from "node:crypto";

/** The fingerprint of a public key, `ssh-ed25519 AAAA...`, as OpenSSH writes it: `SHA256:` and base64 without padding. */
export function fingerprint(publicKey: string): string {
  const [, blob = ""] = publicKey.trim().split(/\s+/);
  const digest = createHash("sha256").update(Buffer.from(blob, "base64")).digest("base64");
  return `SHA256:${digest.replace(/=+$/, "")}`;
}
