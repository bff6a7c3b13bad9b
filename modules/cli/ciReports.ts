import { checkAnnotations, previewAnnotations } from "../report/findingsAnnotations.ts";
import type { Judged } from "../report/findingsJunit.ts";
import type { PreviewReport } from "../report/previewReport.ts";
import { catalogue } from "../rules/catalogue.ts";
import type { Finding } from "../rules/rule.ts";

/** Formats that CI hosts read while a run is going on, or from its artefacts. */
export type CiFormat = "junit" | "github" | "azure-devops";

/** Findings in the words of a CI host. */
export async function checkForCi(
  format: CiFormat,
  environment: string,
  findings: readonly Finding[],
  judged: Judged,
): Promise<string> {
  if (format === "junit")
    return (await import("../report/findingsJunit.ts")).checkJunit(environment, findings, catalogue, judged);
  return (await commandsOf(format))(checkAnnotations(environment, findings));
}

/** A preview in the words of a CI host, which can say of each that it did not run to its end. */
export async function previewForCi(
  format: CiFormat,
  report: PreviewReport,
  settings: Judged["settings"],
): Promise<string> {
  if (format === "junit") return (await import("../report/findingsJunit.ts")).previewJunit(report, catalogue, settings);
  return (await commandsOf(format))(previewAnnotations(report));
}

async function commandsOf(format: "github" | "azure-devops") {
  if (format === "github") return (await import("../report/findingsGithub.ts")).githubCommands;
  return (await import("../report/findingsAzureDevops.ts")).azureDevopsCommands;
}
