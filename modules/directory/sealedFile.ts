/** A sealed backup as it lies in its file; everything in it is public. */
export interface SealedFile {
  readonly format: string;
  readonly version: number;
  /** DNS name of the forest, for people. */
  readonly forest: string;
  /** objectGUID of the root domain. */
  readonly rootDomain: string;
  /** Name of the activation object. */
  readonly object: string;
  /** Tells keys apart and says nothing about them: 8 hexadecimal digits. */
  readonly keyId: string;
  /** Octets of the sealed content. */
  readonly octets: number;
  /** These three in base64. */
  readonly nonce: string;
  readonly ciphertext: string;
  readonly tag: string;
}

/** What is wrong with a backup, or with the key. */
export type SealedBackupErrorKind =
  | "malformed"
  | "truncated"
  | "version"
  | "otherKey"
  | "otherForest"
  | "altered"
  | "key";

/** A backup that is not opened. The message holds neither key nor content. */
export class SealedBackupError extends Error {
  override readonly name = "SealedBackupError";
  readonly kind: SealedBackupErrorKind;

  constructor(kind: SealedBackupErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.kind = kind;
  }
}

const texts = ["forest", "rootDomain", "object", "keyId", "nonce", "ciphertext", "tag"] as const;
const format = "activation-topology sealed backup";

/**
 * Reads the file without opening it.
 *
 * @throws {SealedBackupError}
 */
export function readSealedFile(text: string): SealedFile {
  const file = fromJson(text);
  if (file.format !== format) {
    throw new SealedBackupError("malformed", `this is no sealed backup; name a file of \`activation objects backup\``);
  }
  if (file.version !== 1) {
    const words = `the backup is of version ${JSON.stringify(file.version)}, and version 1 is understood here`;
    throw new SealedBackupError("version", `${words}; use the release of activation that made it`);
  }
  if (texts.some((name) => typeof file[name] !== "string") || !Number.isInteger(file.octets)) {
    throw new SealedBackupError("malformed", "the backup lacks a part; take the file from another copy");
  }
  return file as unknown as SealedFile;
}

function fromJson(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch (error) {
    if (text.trimStart().startsWith("{")) {
      const words = "the backup is cut off, or was edited by hand; take the file from another copy";
      throw new SealedBackupError("truncated", words, error);
    }
  }
  throw new SealedBackupError("malformed", "this is no sealed backup; name a file of `activation objects backup`");
}

/** What the head of a file says against opening it; undefined: nothing, and the seal itself decides. */
export function openingFailure(
  { forest, object, rootDomain, keyId, octets, ciphertext }: SealedFile,
  ours: { readonly keyId: string; readonly rootDomainGuid: string },
): SealedBackupError | undefined {
  const what = `the backup of ${object}`;
  if (rootDomain.toLowerCase() !== ours.rootDomainGuid.toLowerCase()) {
    const words = `${what} is of forest ${forest} (root domain ${rootDomain}), not of this one (${ours.rootDomainGuid})`;
    return new SealedBackupError(
      "otherForest",
      `${words}; a licence holds for the forest that it was issued to, so activate this one anew`,
    );
  }
  if (keyId !== ours.keyId) {
    const words = `${what} was sealed with another key (id ${keyId}; the configured one has ${ours.keyId})`;
    return new SealedBackupError("otherKey", `${words}; configure the key that was made with the backup`);
  }
  if (Buffer.from(ciphertext, "base64").length < octets) {
    return new SealedBackupError("truncated", `${what} is cut off; take the file from another copy`);
  }
  return undefined;
}
