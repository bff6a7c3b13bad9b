import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { catalogue } from "../../modules/rules/catalogue.ts";
import type { Severity } from "../../modules/rules/rule.ts";
import { someFacts } from "../helpers/facts.ts";
import { PolicyClient } from "../helpers/policyClient.ts";
import type { TestResource } from "../helpers/policyHarness.ts";

const facts = someFacts({ licensed: { client: 31, server: null, office: null } });
const estate: TestResource = {
  type: "activation:estate:Estate",
  name: "test",
  props: JSON.parse(JSON.stringify({ facts, scope: ["hq"], unreadSubnets: [] })),
};
const record: TestResource = {
  type: "activation:index:SrvRecord",
  name: "record",
  props: {
    ...{ zone: "corp.example", name: "_vlmcs._tcp.corp.example.", target: "kms-1.corp.example." },
    ...{ port: 1688, priority: 0, weight: 0, ttl: 3600 },
  },
};

describe.each(["file", "directory"] as const)("the policy pack, started as a %s", (as) => {
  let pack: PolicyClient;

  beforeAll(async () => {
    pack = await PolicyClient.start(as);
  });
  afterAll(() => pack?.stop());

  it("names a policy for each rule", async () => {
    const names = await pack.policies();
    // Pulumi has no level for information.
    const levelOf = (severity: Severity) => (severity === "info" ? "advisory" : severity);
    for (const { id, severity } of catalogue) expect(names).toContain(`${levelOf(severity)} ${id.toLowerCase()}`);
  });

  it("stops a stack whose cohorts do not add up, and notes nothing else", async () => {
    expect(await pack.analyzeStack([estate, record])).toEqual([expect.stringContaining("mandatory tot-01: ")]);
  });

  it("says unknown of a record that is not known before the update", async () => {
    const target = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"; // Pulumi's placeholder for an unknown text
    const violations = await pack.analyzeStack([estate, { ...record, props: { ...record.props, target } }]);
    expect(violations).toContainEqual(
      expect.stringMatching(/^advisory dns-srv-01-note: .*unknown: DNS-SRV-01 sites\.hq/s),
    );
    expect(violations.filter((line) => line.startsWith("mandatory") && !line.includes("tot-01"))).toEqual([]);
  });

  it("notes that one resource has a value which is not known yet", async () => {
    const id = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const type = "azure-native:compute:VirtualMachine";
    expect(await pack.analyze({ type, name: "vm", props: { zones: ["1"] } })).toEqual([]);
    expect(await pack.analyze({ type, name: "vm", props: { id } })).toEqual([
      expect.stringContaining("advisory key-02-note: "),
    ]);
  });
});
