/** The normal form of a DNS name: lower case, with the final dot. */
export function absolute(name: string): string {
  return `${bare(name).toLowerCase()}.`;
}

/** A DNS name as written, without the final dot. */
export function bare(name: string): string {
  return name.replace(/\.$/, "");
}

/** Whether a domain is a zone's apex or lies below it; both absolute. */
export function liesIn(domain: string, apex: string): boolean {
  return domain === apex || domain.endsWith(`.${apex}`);
}
