import { type Report, show } from "./draft.ts";
import { nameRemedy, nearestName } from "./nearest.ts";
import type { Path } from "./places.ts";
import { nameForm, type ProductVersion, productVersions, versionAliases, versionNamed } from "./products.ts";

const ids: readonly string[] = productVersions.map((version) => version.id);

/** The version that a name stands for; reports a name that stands for none, with the nearest known one. */
export function checkVersion(report: Report, path: Path, name: string): ProductVersion | undefined {
  const version = versionNamed(name);
  if (version === undefined) report(path, `got ${show(name)}; ${versionRemedy(name)}`);
  return version;
}

/** The nearest id, even where the name is nearest to another usual name of that version. */
function versionRemedy(name: string): string {
  const near = nearestName(nameForm(name), [...ids, ...versionAliases.keys()]);
  if (near === undefined) return nameRemedy(name, ids, "values");
  return `did you mean ${JSON.stringify(versionAliases.get(near) ?? near)}?`;
}
