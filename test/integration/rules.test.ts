import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { catalogue } from "../../modules/rules/catalogue.ts";
import { findProductKeys } from "../../modules/topology/productKeys.ts";
import { type Done, labDir, type TestEstate } from "../helpers/estate.ts";
import {
  checkFile,
  checkState,
  type Judged,
  plainPreview,
  preview,
  ruleEstate,
  ruleTopology,
} from "../helpers/rules.ts";
import { settings } from "../topologies/settingsViolations.ts";
import { hosts, previewed as previewedOnly, resources, sites, type Violation } from "../topologies/violations.ts";

/** The finding that a violation must give, as a failure at the level of its rule. */
function failure({ rule, subject, message }: Violation) {
  const severity = catalogue.find(({ id }) => id === rule)?.severity;
  return { rule, severity, status: "fail", subject, message, url: `docs/rules/${rule}.md` };
}

const summary = ({ findings }: Judged) => findings.map(({ rule, status, subject }) => `${status} ${rule} ${subject}`);

it("breaks every rule of the catalogue below", () => {
  const broken = new Set([...hosts, ...sites, ...settings, ...resources, ...previewedOnly].map(({ rule }) => rule));
  expect([...broken].sort()).toEqual(catalogue.map(({ id }) => id).sort());
});

describe.skipIf(labDir === undefined).each([
  ["hosts", hosts],
  ["sites", sites],
  ["settings", settings],
] as const)("the topology %s, which breaks rules, on the real engine", (name, violations) => {
  let estate: TestEstate;
  let previewed: Judged;
  let plain: Done;
  let file: Judged;
  let state: Judged;

  beforeAll(async () => {
    estate = await ruleEstate(name, await ruleTopology(name));
    previewed = await preview(estate);
    plain = await plainPreview(estate);
    file = await checkFile(estate);
    state = await checkState(estate);
  });
  afterAll(() => estate?.remove());

  it("is stopped by its rules alone, in `activation preview` and in plain Pulumi", () => {
    expect(previewed).toMatchObject({ exitCode: 1, problems: [] });
    expect(plain.exitCode).not.toBe(0);
  });

  it.each(violations)("breaks $rule in the preview, which names $subject, numbers and remedy", (violation) => {
    expect(previewed.findings).toContainEqual(failure(violation));
  });

  it.each(violations)("shows $rule in plain Pulumi at the level of the rule", ({ rule, message }) => {
    const level = catalogue.find(({ id }) => id === rule)?.severity;
    // Pulumi has no level for information.
    const shown = level === "info" ? "advisory" : level;
    expect(plain.stdout.includes(`[${shown}]  ${rule.toLowerCase()}  `)).toBe(true);
    expect(plain.stdout.includes(message)).toBe(true);
  });

  it.each(violations)("breaks $rule in `check` of the file", (violation) => {
    expect(file.findings).toContainEqual(failure(violation));
  });

  it.each(violations)("breaks $rule in `check --state` once it is up", (violation) => {
    expect(state.findings).toContainEqual(failure(violation));
  });

  it("gives all the same findings by the three ways", () => {
    expect(file.findings).toEqual(previewed.findings);
    expect(state.findings).toEqual(previewed.findings);
    expect([file.exitCode, state.exitCode]).toEqual([1, 1]);
  });
});

describe.skipIf(labDir === undefined)("a program that adds resources to the one in order, on the real engine", () => {
  let estate: TestEstate;

  beforeAll(async () => {
    estate = await ruleEstate("offending", await ruleTopology("inOrder"));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  afterAll(() => estate?.remove());

  it("passes with nothing to say before it adds any, and comes up", async () => {
    expect(await preview(estate)).toEqual({ exitCode: 0, findings: [], problems: [] });
    expect(await checkState(estate)).toEqual({ exitCode: 0, findings: [], problems: [] });
  });

  it("has findings that are unknown, and neither passes nor crashes, where values are not known before the update", async () => {
    vi.stubEnv("ACTIVATION_TEST_OFFENCE", "unknown-target,unknown-port,unknown-source");
    const { exitCode, findings, problems } = await preview(estate);
    expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: [] });
    expect(findings.map(({ rule, status, subject }) => `${status} ${rule} ${subject}`)).toEqual([
      ...["DNS-SRV-01", "DNS-SRV-02", "DNS-SRV-03", "DNS-SRV-05"].flatMap((rule) => [
        `unknown ${rule} resources.port-later`,
        `unknown ${rule} resources.target-later`,
      ]),
      "unknown FW-KMS-03 kmsHosts.kms-1",
      "unknown FW-KMS-03 kmsHosts.kms-1",
      "unknown FW-KMS-03 resources.deny-later",
      "unknown FW-KMS-03 resources.nsg-kms-1",
      "unknown FW-KMS-04 resources.deny-later",
      "unknown FW-KMS-04 resources.nsg-kms-1",
      "unknown FW-KMS-04 resources.port-later",
      "unknown FW-KMS-04 resources.target-later",
      "unknown FW-KMS-05 resources.deny-later",
      "unknown FW-KMS-05 resources.nsg-kms-1",
      "unknown KEY-02 resources.deny-later",
      "unknown KEY-02 resources.port-later",
      "unknown KEY-02 resources.target-later",
    ]);
  });

  describe("that rules object to", () => {
    let previewed: Judged;
    let plain: Done;
    let state: Judged;

    const all = [...resources, ...previewedOnly];

    beforeAll(async () => {
      const offend = (violations: readonly Violation[]) =>
        vi.stubEnv("ACTIVATION_TEST_OFFENCE", [...new Set(violations.map(({ rule }) => rule))].join(","));
      offend(all);
      previewed = await preview(estate);
      plain = await plainPreview(estate);
      offend(resources);
      state = await checkState(estate);
    });

    it("is stopped by its rules alone, in `activation preview` and in plain Pulumi", () => {
      expect(previewed).toMatchObject({ exitCode: 1, problems: [] });
      expect(plain.exitCode).not.toBe(0);
    });

    it.each(all)("breaks $rule in the preview, which names $subject, numbers and remedy", (violation) => {
      expect(previewed.findings).toContainEqual(failure(violation));
    });

    it.each(all)("shows $rule in plain Pulumi at the level of the rule", ({ rule }) => {
      const level = catalogue.find(({ id }) => id === rule)?.severity;
      expect(plain.stdout.includes(`[${level}]  ${rule.toLowerCase()}  `)).toBe(true);
    });

    it.each(resources)("breaks $rule in `check --state` once it is up", (violation) => {
      expect(state.findings).toContainEqual(failure(violation));
    });

    it("has no other findings", () => {
      expect(previewed.findings).toHaveLength(all.length);
      expect(state.findings).toEqual(
        previewed.findings.filter(({ rule }) => previewedOnly.every((violation) => violation.rule !== rule)),
      );
      expect(state.exitCode).toBe(1);
    });

    it("shows no more of a key than its last five characters", () => {
      expect(findProductKeys(plain.stdout + plain.stderr)).toEqual([]);
    });
  });
});

describe.skipIf(labDir === undefined)("the level of a finding on the real engine", () => {
  let estate: TestEstate;
  let inOrder: string;

  beforeAll(async () => {
    inOrder = await ruleTopology("inOrder");
    estate = await ruleEstate("levels", inOrder);
  });
  afterAll(() => estate?.remove());

  /** Changes texts of the topology in order, each of which must be there. */
  const change = (...changes: readonly (readonly [from: string, to: string])[]) =>
    estate.topology(() =>
      changes.reduce((text, [from, to]) => {
        if (!text.includes(from)) throw new Error(`the topology has no ${from}`);
        return text.replace(from, to);
      }, inOrder),
    );
  const existingSubnet = ["      addressSpace: 10.10.0.0/16,\n      prefix: 10.10.1.0/24,\n", ""] as const;
  const oneTooMany = ["client: 34", "client: 33"] as const;
  const suppressed = (until: string) =>
    [
      "environment: in-order",
      `environment: in-order\nsuppressions:\n  - { rule: TOT-01, subject: licensed, reason: counted next week, owner: hq-it, until: ${until} }`,
    ] as const;

  it("lets advice pass, and reports it in preview, file and state", async () => {
    await change(["count: 30", "count: 51"], ["client: 34", "client: 55"]);
    const previewed = await preview(estate);
    expect(previewed).toEqual({
      exitCode: 0,
      problems: [],
      findings: [
        failure({
          rule: "KMS-CAP-01",
          subject: "sites.hq",
          message:
            "site hq: 51 machines that ask kms-1 may use no other KMS host, and one host is enough for 50; declare a second host that they may use",
        }),
      ],
    });
    expect(await checkFile(estate)).toEqual(previewed);
    expect(await checkFile(estate, "--fail-on", "advisory")).toEqual({ ...previewed, exitCode: 1 });
    expect(await checkState(estate)).toEqual(previewed);
  });

  it("is unknown, never a pass, for a host in a subnet that was there already", async () => {
    await change(existingSubnet);
    const previewed = await preview(estate);
    expect(summary(previewed)).toEqual(["unknown FW-KMS-03 kmsHosts.kms-1"]);
    expect(previewed.findings[0]?.message).toContain("the subnet was there already");
    expect(previewed.exitCode).toBe(0);
    expect(await checkFile(estate)).toEqual(previewed);
    expect(await checkFile(estate, "--fail-on", "unknown")).toEqual({ ...previewed, exitCode: 1 });
  });

  it("stops the engine where it is unknown and the file says that unknowns fail", async () => {
    await change(existingSubnet, ["environment: in-order", "environment: in-order\npolicy: { unknown: fail }"]);
    const previewed = await preview(estate);
    expect(summary(previewed)).toEqual(["unknown FW-KMS-03 kmsHosts.kms-1"]);
    expect(previewed).toMatchObject({ exitCode: 1, problems: [] });
    expect(await checkFile(estate)).toEqual(previewed);
    const plain = await plainPreview(estate);
    expect(plain.exitCode).not.toBe(0);
    expect(plain.stdout.includes("[mandatory]  fw-kms-03  ")).toBe(true);
  });

  describe("that settings change", () => {
    const settings = (...lines: readonly string[]) =>
      [
        "environment: in-order",
        `environment: in-order\npolicy:\n  rules:\n${lines.map((line) => `    ${line}`).join("\n")}`,
      ] as const;

    it("is the one of the file, in preview, file and state", async () => {
      await change(
        ["count: 30", "count: 51"],
        settings(
          "TOT-01: { severity: advisory, reason: counted next week }",
          "KMS-THR-04: { margin: 110 }",
          "KMS-CAP-01: { severity: off }",
        ),
      );
      const previewed = await preview(estate);
      const levels = previewed.findings.map(({ severity, rule, subject }) => `${severity} ${rule} ${subject}`);
      expect(levels).toEqual([
        "advisory KMS-THR-04 kmsHosts.kms-1",
        "info SET-02 policy.rules.KMS-CAP-01",
        "info SET-02 policy.rules.TOT-01",
        "advisory TOT-01 licensed.client",
      ]);
      expect(previewed).toMatchObject({ exitCode: 0, problems: [] });
      expect(await checkFile(estate)).toEqual(previewed);
      expect(await checkState(estate)).toEqual(previewed);
    });

    it("stops the engine where the file raises it", async () => {
      await change(
        ["count: 30", "count: 51"],
        ["client: 34", "client: 55"],
        settings("KMS-CAP-01: { severity: mandatory }"),
      );
      const previewed = await preview(estate);
      expect(previewed).toMatchObject({
        exitCode: 1,
        problems: [],
        findings: [{ rule: "KMS-CAP-01", severity: "mandatory", status: "fail" }],
      });
      expect(await checkFile(estate)).toEqual(previewed);
    });

    it("is the one of Pulumi's policy configuration, whose thresholds go before those of the file", async () => {
      await change(settings("KMS-THR-04: { margin: 10 }"));
      expect((await plainPreview(estate)).stdout).not.toContain("kms-thr-04");
      const config = { "kms-thr-04": { enforcementLevel: "mandatory", margin: 30 } };
      const raised = await plainPreview(estate, config);
      expect(raised.exitCode).not.toBe(0);
      expect(raised.stdout).toContain("[mandatory]  kms-thr-04  ");
      expect(raised.stdout).toContain("kms-1: 30 machines ask it");
      const refused = await plainPreview(estate, { "kms-thr-04": { margin: "wide" } });
      expect(refused.exitCode).not.toBe(0);
      expect(refused.stdout + refused.stderr).toContain("margin");
    });
  });

  it("is unknown for records that the stack leaves out", async () => {
    const zone =
      "site.example: { provider: rfc2136, server: ns1.site.example, signing: { tsig: { keyName: update, secret: { config: tsig } } } }";
    await change(["zones:\n", `zones:\n  ${zone}\n`], ["[az.rules.example]", "[az.rules.example, site.example]"]);
    const previewed = await preview(estate);
    expect(summary(previewed)).toEqual(["unknown DNS-SRV-01 sites.hq"]);
    expect(previewed.exitCode).toBe(0);
  });

  it("is suppressed for a time, with who, until when and why", async () => {
    await change(oneTooMany, suppressed("2999-12-31"));
    const previewed = await preview(estate);
    expect(summary(previewed)).toEqual(["suppressed TOT-01 licensed.client"]);
    expect(previewed.findings[0]?.message).toMatch(
      /add up to 34 and 33 are licensed, .* \(suppressed by hq-it until 2999-12-31: counted next week\)$/,
    );
    expect(previewed.exitCode).toBe(0);
    expect(await checkFile(estate)).toEqual(previewed);
  });

  it("fails again after that time, and says so", async () => {
    await change(oneTooMany, suppressed("2021-01-31"));
    const previewed = await preview(estate);
    expect(summary(previewed)).toEqual(["fail SUP-01 suppressions[0]", "fail TOT-01 licensed.client"]);
    expect(previewed.findings[1]?.message).toMatch(/\(the suppression by hq-it expired on 2021-01-31\)$/);
    expect(previewed).toMatchObject({ exitCode: 1, problems: [] });
    expect(await checkFile(estate)).toEqual(previewed);
  });
});
