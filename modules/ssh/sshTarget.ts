/** A host that is reached by the system's OpenSSH client. */
export interface SshTarget {
  /** Name or address. */
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** Public key of the host as known_hosts writes it, `ssh-ed25519 AAAA...`: no other is believed. */
  readonly hostKey: string;
  /** Absolute path of a private key; null: those that the client finds by itself, and the agent's. */
  readonly identityFile: string | null;
}
