import { explainCohort } from "../explain/explain.ts";
import type { Explanation } from "../explain/explanation.ts";
import { explainText } from "../report/explainText.ts";
import type { Facts, Site } from "../topology/model.ts";
import { nameRemedy } from "../topology/nearest.ts";
import { parseTopology } from "../topology/parse.ts";
import type { Format } from "./define.ts";
import { CliError, type Io } from "./io.ts";
import { viewOf } from "./view.ts";

/** What `activation explain` was asked for. */
export interface ExplainInput {
  readonly file: string;
  /** `SITE/COHORT`. */
  readonly cohort: string;
  readonly format: Format;
}

/** Explains the method of one cohort. @returns 0 @throws {TopologyError | CliError} */
export async function explainCommand({ file, cohort, format }: ExplainInput, io: Io): Promise<number> {
  const { topology } = parseTopology(await io.readFile(file), file);
  const { site, name } = named(topology.facts, cohort);
  io.write(await render(explainCohort(topology.facts, site.name, name), format, io));
  return 0;
}

/** Names of sites and cohorts hold no slash. @throws {CliError} Where there is no such cohort. */
function named({ sites }: Facts, cohort: string): { readonly site: Site; readonly name: string } {
  const [siteName = "", name, ...rest] = cohort.split("/");
  const known = sites.map((site) => site.name);
  if (name === undefined || name === "" || rest.length > 0) {
    throw new CliError(`${JSON.stringify(cohort)} names no cohort; write SITE/COHORT, such as ${example(sites)}`);
  }
  const site = sites.find((one) => one.name === siteName);
  if (!site)
    throw new CliError(`there is no site ${JSON.stringify(siteName)}; ${nameRemedy(siteName, known, "sites")}`);
  const cohorts = site.cohorts.map((one) => one.name);
  if (cohorts.includes(name)) return { site, name };
  throw new CliError(
    `site ${siteName} has no cohort ${JSON.stringify(name)}; ${nameRemedy(name, cohorts, `cohorts of ${siteName}`)}`,
  );
}

function example(sites: readonly Site[]): string {
  const site = sites.find(({ cohorts }) => cohorts.length > 0);
  return `${site?.name ?? "hq"}/${site?.cohorts[0]?.name ?? "desktops"}`;
}

async function render(explanation: Explanation, format: Format, io: Io): Promise<string> {
  if (format === "json") return (await import("../report/explainJson.ts")).explainJson(explanation);
  if (format === "markdown") return (await import("../report/explainMarkdown.ts")).explainMarkdown(explanation);
  return explainText(explanation, viewOf(io));
}
