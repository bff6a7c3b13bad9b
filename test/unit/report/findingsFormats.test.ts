import { describe, expect, it } from "vitest";
import { checkAnnotations } from "../../../modules/report/findingsAnnotations.ts";
import { azureDevopsCommands } from "../../../modules/report/findingsAzureDevops.ts";
import { githubCommands } from "../../../modules/report/findingsGithub.ts";
import { findingsJson } from "../../../modules/report/findingsJson.ts";
import { checkJunit } from "../../../modules/report/findingsJunit.ts";
import { findingsMarkdown } from "../../../modules/report/findingsMarkdown.ts";
import { findingsSarif } from "../../../modules/report/findingsSarif.ts";
import { findingsText } from "../../../modules/report/findingsText.ts";
import { plainView } from "../../../modules/report/view.ts";
import type { Finding } from "../../../modules/rules/rule.ts";
import { finding, rule } from "../../helpers/reports.ts";

const severities = ["mandatory", "advisory", "info"] as const;
const statuses = ["fail", "unknown", "attested", "suppressed"] as const;

/** One finding of each severity and status, told apart by its subject alone, each with the same message. */
const each: readonly Finding[] = severities.flatMap((severity) =>
  statuses.map((status) =>
    finding({
      severity,
      status,
      subject: `sites.${severity}-${status}`,
      message: `${severity}/${status} of 25 (suppressed by team-kms until 2027-01-01: the second host is ordered)`,
    }),
  ),
);

/** What a reader of a format takes a finding for; undefined where it cannot be found. */
interface Form {
  readonly write: (findings: readonly Finding[]) => string;
  readonly read: (document: string, message: string) => string | undefined;
}

const inLine =
  (pattern: RegExp): Form["read"] =>
  (document, message) =>
    pattern.exec(document.split("\n").find((line) => line.includes(message)) ?? "")?.[1];

const forms: Readonly<Record<string, Form>> = {
  text: {
    write: (findings) => findingsText(findings, plainView),
    read: (document, message) => {
      const section = document.split("\n\n").find((part) => part.includes(message)) ?? "";
      const group = /^(\w+) \(\d+\)\n/.exec(section)?.[1];
      return `${group}${inLine(/KMS-THR-01( \(\w+\))?: /)(section, message) ?? ""}`;
    },
  },
  json: {
    write: (findings) => findingsJson("test", findings),
    read: (document, message) => {
      const one = JSON.parse(document).findings.find((other: Finding) => other.message === message);
      return one.status === "fail" ? one.severity : `${one.status} (${one.severity})`;
    },
  },
  markdown: { write: (findings) => findingsMarkdown("test", findings), read: inLine(/^\|([^|]+)\|/) },
  sarif: {
    write: (findings) => findingsSarif(findings, [rule()], "0.1.0"),
    read: (document, message) => {
      const { results } = JSON.parse(document).runs[0];
      const one = results.find((other: { message: { text: string } }) => other.message.text.endsWith(message));
      // By what the standard has alone, except for the severity of what is no failure.
      const status = { open: "unknown", review: "attested", fail: "fail" }[one.kind as "open" | "review" | "fail"];
      const severity = { error: "mandatory", warning: "advisory", note: "info" }[one.level as "error"];
      const suppressed = one.suppressions?.[0]?.justification?.includes("the second host is ordered");
      if (status === "fail") return suppressed ? `suppressed (${severity})` : severity;
      return `${status} (${one.properties.severity})`;
    },
  },
  junit: {
    write: (findings) => checkJunit("test", findings, [rule()], { what: "file", settings: {} }),
    read: (document, message) =>
      inLine(/x\.yaml:88:5: (\w+(?: \(\w+\))?): sites\./)(document.replace(/ message="[^"]*"/g, ""), message),
  },
  github: {
    write: (findings) => githubCommands(checkAnnotations("test", findings)),
    read: inLine(/title=KMS-THR-01%3A ([^:,]+)::/),
  },
  "azure-devops": {
    write: (findings) => azureDevopsCommands(checkAnnotations("test", findings)),
    read: inLine(/KMS-THR-01: ([^:]+): /),
  },
};

describe.each(Object.entries(forms))("the format %s", (_, { write, read }) => {
  const document = write(each);

  it.each(each)("tells a $severity finding that is $status from every other", ({ severity, status, message }) => {
    expect(read(document, message)).toBe(status === "fail" ? severity : `${status} (${severity})`);
  });

  it.each(each)("says why, by whom and until when of a $severity finding that is $status", (one) => {
    expect(write([one])).toContain("suppressed by team-kms until 2027-01-01: the second host is ordered");
  });

  it("is the same for the same findings", () => {
    expect(write(each)).toBe(document);
  });
});
