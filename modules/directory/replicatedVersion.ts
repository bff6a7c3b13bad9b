/** Octets before the first record, and of each record. */
const [headLength, recordLength] = [16, 48];
/** attributeID 1.2.840.113556.1.2.281 (nTSecurityDescriptor) as replication abbreviates it: prefix 2, then 281. */
const descriptorAttribute = 0x0002_0119;

/**
 * How often a security descriptor was ever written, from replPropertyMetaData of its entry; null where that is not there.
 *
 * @see https://learn.microsoft.com/windows/win32/api/ntdsapi/ns-ntdsapi-ds_repl_attr_meta_data
 */
export function replicatedVersion(metadata: Buffer | undefined): number | null {
  if (metadata === undefined || metadata.length < headLength || metadata.readUInt32LE(0) !== 1) return null;
  for (let at = headLength; at + recordLength <= metadata.length; at += recordLength) {
    if (metadata.readUInt32LE(at) === descriptorAttribute) return metadata.readUInt32LE(at + 4);
  }
  return null;
}
