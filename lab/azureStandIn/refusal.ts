/** Why Azure would not do what was asked. */
export interface Refusal {
  /** HTTP status that ARM answers with. */
  readonly status: number;
  /** ARM's error code; undefined where the code is not known. */
  readonly code: string | undefined;
  readonly message: string;
}

/** A request that the Azure stand-in refuses, with every reason. */
class RefusedError extends Error {
  readonly refusals: readonly Refusal[];

  constructor(refusals: readonly Refusal[]) {
    super(refusals.map(textOf).join("\n"));
    this.name = "RefusedError";
    this.refusals = refusals;
  }
}

/** Throws when there is a reason to refuse. */
export function refuse(refusals: readonly Refusal[]): void {
  if (refusals.length > 0) throw new RefusedError(refusals);
}

/** ARM's usual answer to a request that it will not carry out, status 400; `code` is undefined where it is not known. */
export function badRequest(code: string | undefined, message: string): Refusal {
  return { status: 400, code, message };
}

/** Writes a refusal as azure-native writes ARM's errors, after the name of the stand-in. */
function textOf({ status, code, message }: Refusal): string {
  return `Azure stand-in: Status=${status} Code=${code === undefined ? "(not known)" : `"${code}"`} Message="${message}"`;
}
