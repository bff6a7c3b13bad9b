import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { type BackedUpObject, isBackedUpObject, nameOf } from "./backedUpObject.ts";
import { openingFailure, readSealedFile, SealedBackupError, type SealedFile } from "./sealedFile.ts";

export { SealedBackupError } from "./sealedFile.ts";

/** Octets of a key and of a nonce: AES-256-GCM, NIST SP 800-38D. */
const keyLength = 32;
const nonceLength = 12;
/** What a key's id is made of, which says nothing about the key. */
const keyIdText = "activation-topology backup key";

/** What opens a backup of one forest. */
export interface BackupKey {
  /** Base64 of 32 octets. */
  readonly key: string;
  /** objectGUID of the forest's root domain (`rootDomainGuid`): a backup opens for its own forest only. */
  readonly rootDomainGuid: string;
}

/** A new key for sealed backups: base64 of 32 random octets. */
export function newBackupKey(): string {
  return randomBytes(keyLength).toString("base64");
}

/**
 * Seals an object into a text file that describes itself. Its head can be read by everybody and changed by nobody: all of
 * it is authenticated together with the root domain's id.
 *
 * @param forest - DNS name, for people.
 * @throws {SealedBackupError} Where the key is none.
 */
export function seal(
  object: BackedUpObject,
  { key, rootDomainGuid, forest }: BackupKey & { readonly forest: string },
): string {
  const octets = keyOctets(key);
  const nonce = randomBytes(nonceLength);
  const plain = Buffer.from(JSON.stringify(object));
  const head = {
    format: "activation-topology sealed backup",
    version: 1,
    forest,
    rootDomain: rootDomainGuid,
    object: nameOf(object),
    keyId: keyIdOf(octets),
    octets: plain.length,
  } as const;
  const cipher = createCipheriv("aes-256-gcm", octets, nonce).setAAD(additionalData(head, rootDomainGuid));
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  const base64 = (value: Buffer) => value.toString("base64");
  const sealed = { nonce: base64(nonce), ciphertext: base64(ciphertext), tag: base64(cipher.getAuthTag()) };
  return `${JSON.stringify({ ...head, ...sealed }, undefined, 2)}\n`;
}

/**
 * Opens a sealed backup.
 *
 * @throws {SealedBackupError} Whose kind tells another key, another forest, an altered file and one that was cut off
 *   apart, as far as the file's own head can be believed.
 */
export function open(text: string, { key, rootDomainGuid }: BackupKey): BackedUpObject {
  const octets = keyOctets(key);
  const file = readSealedFile(text);
  const failure = openingFailure(file, { keyId: keyIdOf(octets), rootDomainGuid });
  if (failure !== undefined) throw failure;
  const object = parsed(decrypt(file, octets, rootDomainGuid));
  if (!isBackedUpObject(object)) {
    throw new SealedBackupError("malformed", `the backup of ${file.object} holds no activation object; make another`);
  }
  return object;
}

function decrypt({ nonce, ciphertext, tag, ...head }: SealedFile, key: Buffer, rootDomainGuid: string): string {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"), { authTagLength: 16 });
    decipher.setAAD(additionalData(head, rootDomainGuid)).setAuthTag(Buffer.from(tag, "base64"));
    return Buffer.concat([decipher.update(Buffer.from(ciphertext, "base64")), decipher.final()]).toString("utf8");
  } catch (error) {
    const words = `the backup of ${head.object} was altered after it was sealed; take the file from another copy`;
    throw new SealedBackupError("altered", words, error);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A list in JSON: no two heads make the same octets. */
function additionalData(
  { format, version, forest, object, keyId, octets }: Omit<SealedFile, "nonce" | "ciphertext" | "tag">,
  rootDomainGuid: string,
): Buffer {
  const parts = [format, `${version}`, rootDomainGuid.toLowerCase(), forest, object, keyId, `${octets}`];
  return Buffer.from(JSON.stringify(parts));
}

function keyIdOf(key: Buffer): string {
  return createHmac("sha256", key).update(keyIdText).digest("hex").slice(0, 8);
}

function keyOctets(key: string): Buffer {
  const octets = Buffer.from(key, "base64");
  if (octets.length === keyLength) return octets;
  throw new SealedBackupError(
    "key",
    `the backup key is not base64 of ${keyLength} octets; configure the key that was made with the first backup`,
  );
}
