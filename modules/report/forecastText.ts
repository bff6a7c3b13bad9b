import type { HostForecast, Loss } from "../forecast/outlook.ts";
import { type ForecastReport, hundredths, remarksOn, type Verdict, verdictOf } from "./forecastReport.ts";
import { nameOfLost, sentencesOf, whenOf } from "./forecastSentences.ts";
import { type Column, textTable } from "./textTable.ts";
import type { Style, View } from "./view.ts";
import { wrap } from "./wrap.ts";

/** A forecast for a terminal: what every host will count, what to know besides, and what each loss leads to. */
export function forecastText({ forecast, from }: ForecastReport, view: View): string {
  const remarks = remarksOn(forecast).map((remark) => wrap(`- ${remark}`, view.columns, 2));
  const sections = [
    [`KMS forecast of ${forecast.environment}\n`, hosts(forecast.hosts, view)],
    ["To know", remarks.join("\n")],
    [from === null ? "If one is lost" : `If one is lost on ${from}`, losses(forecast.losses, from, view)],
  ] as const;
  const shown = sections.filter(([, text]) => text !== "");
  return `${shown.map(([title, text]) => `${view.paint("bold", title)}\n${text}`).join("\n\n")}\n`;
}

const columns: readonly Column[] = [
  { title: "Host" },
  { title: "For" },
  { title: "Ask", align: "right" },
  { title: "Expected", align: "right" },
  { title: "Shows", align: "right" },
  { title: "Worst", align: "right" },
  { title: "Needs", align: "right" },
  { title: "Outlook" },
];

const styles: Readonly<Record<Verdict["tone"], Style>> = {
  good: "green",
  bad: "red",
  neutral: "dim",
};

function hosts(forecasts: readonly HostForecast[], view: View): string {
  if (forecasts.length === 0) return "There is no KMS host.";
  let last = "";
  const rows = forecasts.map((one) => {
    const { host, application, demand, uncapped, expected, worst, threshold } = one;
    const { text, tone } = verdictOf(one);
    const name = host === last ? "" : host;
    last = host;
    const numbers = [demand, uncapped, expected, worst, threshold].map(hundredths);
    return [name, application, ...numbers, view.paint(styles[tone], text)];
  });
  return textTable(columns, rows, view);
}

function losses(all: readonly Loss[], from: string | null, view: View): string {
  const rows = all.flatMap((loss) => {
    const when = whenOf(loss, from);
    const end = when === null ? "Nothing relies on it." : view.paint(loss.meets ? "green" : "red", when);
    return [...sentencesOf(loss), end].map((text, i) => [i === 0 ? nameOfLost(loss) : "", text]);
  });
  return rows.length === 0 ? "" : textTable([{ title: "" }, { title: "" }], rows, view);
}
