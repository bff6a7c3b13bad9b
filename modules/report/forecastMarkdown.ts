import type { HostForecast, Loss } from "../forecast/outlook.ts";
import { type ForecastReport, hundredths, remarksOn, verdictOf } from "./forecastReport.ts";
import { nameOfLost, sentencesOf, whenOf } from "./forecastSentences.ts";
import { code, escapeMarkdown, table } from "./markdown.ts";

/** A forecast for a pull request or a wiki: hosts, what to know besides, and losses. */
export function forecastMarkdown({ forecast, from }: ForecastReport): string {
  const remarks = remarksOn(forecast).map((remark) => `- ${escapeMarkdown(remark)}\n`);
  return [
    `## KMS forecast: ${escapeMarkdown(forecast.environment)}\n`,
    forecast.hosts.length === 0 ? "There is no KMS host.\n" : hostsTable(forecast.hosts),
    ...(remarks.length === 0 ? [] : [`### To know\n\n${remarks.join("")}`]),
    ...(forecast.losses.length === 0 ? [] : [`### If one is lost\n\n${lossesTable(forecast.losses, from)}`]),
  ].join("\n");
}

function hostsTable(hosts: readonly HostForecast[]): string {
  const numbers = ["Ask", "Expected", "Shows", "Worst", "Needs"];
  const rows = hosts.map((one) => [
    code(one.host),
    one.application,
    ...[one.demand, one.uncapped, one.expected, one.worst, one.threshold].map(hundredths),
    verdictOf(one).text,
  ]);
  return table(["Host", "For", ...numbers, "Outlook"], rows, numbers);
}

function lossesTable(losses: readonly Loss[], from: string | null): string {
  const rows = losses.map((loss) => {
    const when = whenOf(loss, from) ?? "Nothing relies on it.";
    const days = loss.firstDeactivation === null ? "" : String(loss.firstDeactivation);
    return [code(nameOfLost(loss)), days, [...sentencesOf(loss), when].map(escapeMarkdown).join("<br>")];
  });
  return table(["Lost", "Days", "What follows"], rows, ["Days"]);
}
