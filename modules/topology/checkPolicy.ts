import type { CrossCheck } from "./declared.ts";

/** Ids of the rules that a file can lower only with a reason; a test compares them with the catalogue. */
export const mandatoryRules: ReadonlySet<string> = new Set([
  "ADBA-01",
  "ADBA-03",
  "ADBA-04",
  "ADBA-05",
  "ADBA-07",
  "AVMA-01",
  "AZ-01",
  "DIS-01",
  "DNS-SRV-01",
  "DNS-SRV-02",
  "DNS-SRV-03",
  "DNS-SRV-05",
  "DNS-SRV-09",
  "DNS-SRV-11",
  "FW-KMS-03",
  "FW-KMS-04",
  "HOSTNAME-01",
  "ISO-01",
  "ISO-02",
  "ISO-03",
  "ISO-04",
  "KEY-02",
  "KMS-CAP-04",
  "KMS-CFG-02",
  "KMS-OS-01",
  "KMS-OS-02",
  "KMS-OS-03",
  "KMS-OS-04",
  "KMS-OS-05",
  "KMS-OS-06",
  "KMS-THR-01",
  "KMS-THR-02",
  "KMS-THR-03",
  "KMS-THR-05",
  "LAB-02",
  "MAK-01",
  "MAK-02",
  "NET-01",
  "SUB-01",
  "SUP-01",
  "TOKEN-01",
  "TOT-01",
]);

/** Rules that no file sets, and why. */
export const unsettable: ReadonlyMap<string, string> = new Map([
  [
    "KEY-02",
    "is judged for each resource by itself, before what this file says is known; take it out, and set the level of the policy key-02 in the policy configuration of Pulumi",
  ],
  ["SET-02", "says in every report what the file lowers, and cannot be set; take it out"],
]);

/** Reports settings of rules that have none, and mandatory rules that are lowered without a reason. */
export const checkPolicy: CrossCheck = ({ file }, report) => {
  for (const [rule, setting] of Object.entries(file.policy?.rules ?? {})) {
    const path = ["policy", "rules", rule];
    const why = unsettable.get(rule);
    if (why !== undefined) report(path, why, "key");
    const { severity = "mandatory", reason } = setting ?? {};
    if (why === undefined && severity !== "mandatory" && reason === undefined && mandatoryRules.has(rule))
      report(
        path,
        `lowers a mandatory rule to ${severity} without a reason; add reason, which every report prints`,
        "key",
      );
  }
};
