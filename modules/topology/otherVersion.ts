import type { Draft } from "./draft.ts";
import { toolVersion } from "./version.gen.ts";

/** The version of the format that this toolkit reads. */
const formatVersion = 1;

/** What is wrong with a file of another version; nothing else can be said about it. */
export function otherVersion(value: unknown): Draft | undefined {
  if (value === null || typeof value !== "object" || !("version" in value)) return undefined;
  const { version } = value;
  if (typeof version !== "number" || version === formatVersion) return undefined;
  const message =
    Number.isInteger(version) && version > formatVersion
      ? `version ${version} is newer than this activation ${toolVersion} reads; take a newer activation, or write the file in version ${formatVersion}`
      : `there is no version ${version} of the format; this activation ${toolVersion} reads version ${formatVersion}`;
  return { path: ["version"], message };
}
