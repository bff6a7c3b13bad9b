import type { Decision, Plan } from "../../modules/plan/decision.ts";
import type { PreviewReport } from "../../modules/report/previewReport.ts";
import type { Finding, Rule } from "../../modules/rules/rule.ts";

// Builders for tests of reports: hand-made results, in which a test names only what matters to it.

/** 30 client machines of hq/desktops on a central KMS host. */
export const decision = (overrides: Partial<Decision> = {}): Decision => ({
  site: "hq",
  cohort: "desktops",
  product: "client",
  count: 30,
  method: "kms-central",
  variant: null,
  row: "D11",
  reason: "CORE_KMS",
  sentence: "30 machines ask kms-1; 25 are enough.",
  hosts: ["kms-1"],
  effectiveMethod: "kms-central",
  selected: null,
  criterion: 2,
  notes: [],
  settings: [],
  ...overrides,
});

/** The plan of the estate `test` with `decision()` alone. */
export const plan = (overrides: Partial<Plan> = {}): Plan => ({
  environment: "test",
  decisions: [decision()],
  demand: [{ host: "kms-1", application: "windows", demand: 30, machines: 30, notCounted: [] }],
  worksheet: [
    { criterion: 2, method: "KMS (central)", computers: 30, office: 0 },
    { criterion: 1, method: "ADBA", computers: 0, office: 0 },
  ],
  totals: [
    { product: "server", licensed: null, planned: 0 },
    { product: "client", licensed: 30, planned: 30 },
  ],
  ...overrides,
});

/** A failure of the mandatory rule KMS-THR-01 at line 88, column 5 of x.yaml. */
export const finding = (overrides: Partial<Finding> = {}): Finding => ({
  rule: "KMS-THR-01",
  severity: "mandatory",
  status: "fail",
  subject: "sites.plant",
  message: "kms-plant-1 counts 24 client machines, 25 are needed; add one or choose another method",
  place: { file: "x.yaml", line: 88, column: 5 },
  url: "https://docs.example/rules/KMS-THR-01.md",
  ...overrides,
});

/** The mandatory rule KMS-THR-01. */
export const rule = (overrides: Partial<Rule> = {}): Rule =>
  ({
    id: "KMS-THR-01",
    severity: "mandatory",
    summary: "A KMS host counts at least 25 machines before it activates clients.",
    source: "https://learn.microsoft.com/windows-server/get-started/kms-activation-planning",
    reads: ["sites"],
    remedy: "Let more machines ask the host.",
    over: "estate",
    check: () => [],
    ...overrides,
  }) as Rule;

/** A complete preview of the environment `test` in which nothing changes. */
export const preview = (overrides: Partial<PreviewReport> = {}): PreviewReport => ({
  environment: "test",
  complete: true,
  changes: [],
  findings: [],
  warnings: [],
  problems: [],
  ...overrides,
});
