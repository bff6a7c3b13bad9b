import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { policyFindings } from "../../modules/cli/policyFindings.ts";
import { runActivation } from "../../modules/cli/program.ts";
import type { Finding } from "../../modules/rules/rule.ts";
import type { Facts } from "../../modules/topology/model.ts";
import { parseTopology } from "../../modules/topology/parse.ts";
import { activationPolicies } from "../../policies/policies.ts";
import { violation } from "../helpers/engineEvents.ts";
import { fakeIo } from "../helpers/fakeIo.ts";
import { analyzeStack, type PolicyConfig } from "../helpers/policyHarness.ts";
import { estate, resourcesOf } from "../helpers/stackOf.ts";

const inOrder = readFileSync(new URL("../topologies/inOrder.topology.yaml", import.meta.url), "utf8");

/** The file in order with 51 machines at hq, of which one is licensed too few, and with what is said of rules. */
const file = (rules: string): string =>
  inOrder
    .replace("count: 30", "count: 51")
    .replace("client: 34", "client: 54")
    .concat(`\npolicy:\n  rules: ${rules}\n`);
const factsOf = (text: string): Facts => parseTopology(text, "t.yaml").topology.facts;
const stackOf = (text: string) => [estate(factsOf(text)), ...resourcesOf(factsOf(text))];

async function check(argv: readonly string[], files: Readonly<Record<string, string>>) {
  const io = fakeIo(files, { today: "2027-06-15" });
  const exitCode = await runActivation(["check", ...argv, "--format", "json"], io);
  const findings = (JSON.parse(io.out()).findings as Finding[]).map(({ place: _, ...finding }) => finding);
  return { exitCode, findings };
}

/** What the pack says of the same stack, and whether that stops it. */
async function judged(text: string, config?: PolicyConfig) {
  const lines = await analyzeStack(
    activationPolicies(() => "2027-06-15"),
    stackOf(text),
    config,
  );
  const events = lines.map((line) => violation(line.slice(line.indexOf(": ") + 2)));
  const findings = policyFindings(events, { of: () => ({ file: "t.yaml", line: 1, column: 1 }) });
  const policies = lines.map((line) => line.split(": ", 1)[0]);
  return { policies, findings: findings.map(({ place: _, ...finding }) => finding) };
}

describe("a file that lowers, raises, switches off and sets a threshold", () => {
  const text = file(`
    TOT-01: { severity: advisory, reason: counted next week }
    KMS-CAP-01: { severity: mandatory }
    KMS-OS-04: { severity: off, reason: the image is our own }
    KMS-THR-04: { margin: 110 }`);
  let checked: Awaited<ReturnType<typeof check>>;

  beforeAll(async () => {
    checked = await check(["t.yaml"], { "t.yaml": text });
  });

  it("is judged so by `check`", () => {
    expect(checked.findings.map(({ severity, rule, subject }) => `${severity} ${rule} ${subject}`)).toEqual([
      "mandatory KMS-CAP-01 sites.hq",
      "advisory KMS-THR-04 kmsHosts.kms-1",
      "advisory SET-01 policy.rules.KMS-OS-04",
      "info SET-02 policy.rules.KMS-OS-04",
      "info SET-02 policy.rules.TOT-01",
      "advisory TOT-01 licensed.client",
    ]);
    expect(checked.exitCode).toBe(1);
  });

  it("has the same findings by the pack, of which the raised one alone stops", async () => {
    const { policies, findings } = await judged(text);
    expect(findings).toEqual(checked.findings);
    expect(policies.toSorted()).toEqual([
      "advisory kms-thr-04",
      "advisory set-01",
      "advisory set-02",
      "advisory set-02",
      "advisory tot-01-note",
      "mandatory settings",
    ]);
  });

  it("has the same findings by `check --state`", async () => {
    const resources = stackOf(text).map(({ type, name, props }) => ({
      type,
      urn: `urn:pulumi:test::activation-topology::${type}::${name}`,
      outputs: props,
    }));
    const state = JSON.stringify({ version: 3, deployment: { resources } });
    expect(await check(["--state", "state.json"], { "state.json": state })).toEqual(checked);
  });
});

describe("the pack", () => {
  const quiet = "{ TOT-01: { severity: off, reason: r }, KMS-CAP-01: { severity: off }, KMS-THR-04: { margin: 104 } }";
  const lowered = ["advisory set-02", "advisory set-02"];

  it("leaves what is lowered to information to `check`, but for the line that says so", async () => {
    const text = file("{ TOT-01: { severity: info, reason: r }, KMS-CAP-01: { severity: info } }");
    expect((await judged(text)).policies).toEqual(lowered);
    expect((await check(["t.yaml"], { "t.yaml": text })).findings.map(({ severity }) => severity)).toEqual(
      Array.from({ length: 4 }, () => "info"),
    );
  });

  it("takes thresholds from the policy configuration before those of the file", async () => {
    expect((await judged(file(quiet))).policies).toEqual(lowered);
    const wide = await judged(file(quiet), { "kms-thr-04": { margin: 105 } });
    expect(wide.policies).toEqual(["advisory kms-thr-04", ...lowered]);
    const narrow = file(quiet.replace("104", "105"));
    expect((await judged(narrow)).policies).toEqual(["advisory kms-thr-04", ...lowered]);
    expect((await judged(narrow, { "kms-thr-04": { margin: 104 } })).policies).toEqual(lowered);
  });

  it("takes the threshold of a notice at the policy that gives it", async () => {
    const until = "suppressions: [{ rule: KMS-CAP-01, subject: sites.hq, reason: r, owner: o, until: 2027-07-15 }]";
    const text = `${file("{ TOT-01: { severity: off, reason: r } }")}\n${until}\n`;
    const suppressed = ["advisory kms-cap-01", "advisory set-02"];
    expect((await judged(text)).policies).toEqual(suppressed);
    expect((await judged(text, { "sup-01-note": { notice: 30 } })).policies).toEqual([
      ...suppressed,
      "advisory sup-01-note",
    ]);
  });

  it("counts what a configured threshold finds as suppressed, not as unused", async () => {
    const until =
      "suppressions: [{ rule: KMS-THR-04, subject: kmsHosts.kms-1, reason: r, owner: o, until: 2999-12-31 }]";
    const text = `${file(quiet)}\n${until}\n`;
    expect((await judged(text)).policies).toEqual([...lowered, "advisory sup-02"]);
    expect((await judged(text, { "kms-thr-04": { margin: 105 } })).policies).toEqual([
      "advisory kms-thr-04",
      ...lowered,
    ]);
  });

  it("asks the policy configuration for whole numbers within the range of a threshold, without defaults", () => {
    const schemas = activationPolicies(() => "2027-06-15").flatMap(({ name, configSchema }) =>
      configSchema === undefined ? [] : [[name, configSchema]],
    );
    expect(Object.fromEntries(schemas)).toEqual({
      "adba-05-note": {
        properties: { warnFrom: expect.objectContaining({ type: "integer", minimum: 1, maximum: 180 }) },
      },
      "kms-thr-04": { properties: { margin: expect.objectContaining({ type: "integer", minimum: 0, maximum: 1000 }) } },
      "sup-01-note": { properties: { notice: expect.objectContaining({ type: "integer", minimum: 0, maximum: 365 }) } },
    });
    for (const [, schema] of schemas) expect(JSON.stringify(schema)).not.toContain('"default"');
  });
});
