/** A document for machines: `schemaVersion` first (it rises when a field goes or changes its meaning), two spaces. */
export function jsonDocument(body: object): string {
  return `${JSON.stringify({ schemaVersion: 1, ...body }, null, 2)}\n`;
}
