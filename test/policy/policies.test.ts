import { describe, expect, it } from "vitest";
import { securityRuleArgs } from "../../modules/azure/securityRule.ts";
import { catalogue } from "../../modules/rules/catalogue.ts";
import type { Facts } from "../../modules/topology/model.ts";
import { activationPolicies } from "../../policies/policies.ts";
import { cohort, kmsHost, site, someFacts, suppression } from "../helpers/facts.ts";
import { analyze, analyzeStack, type TestResource } from "../helpers/policyHarness.ts";
import { estate, resourcesOf } from "../helpers/stackOf.ts";

/** Pulumi's placeholder for a text that is not known before the update. */
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const policies = activationPolicies(() => "2027-06-15");
const azureHost = kmsHost({ placement: "azure", manage: null });
const inOrder = someFacts({ kmsHosts: [azureHost] });

const check = (facts: Facts, changed?: Record<string, Record<string, unknown>>, options?: object) =>
  analyzeStack(policies, [estate(facts, options), ...resourcesOf(facts, changed)]);

describe("the pack", () => {
  it("has a policy for each rule and an advisory twin for each mandatory one", () => {
    const expected = catalogue.flatMap(({ id, severity }) => {
      const name = id.toLowerCase();
      return severity === "mandatory" ? [`mandatory ${name}`, `advisory ${name}-note`] : [`advisory ${name}`];
    });
    expect(policies.map(({ enforcementLevel, name }) => `${enforcementLevel} ${name}`)).toEqual([
      "advisory inputs",
      ...expected,
      "mandatory settings",
      "advisory estate",
    ]);
  });

  it("says nothing of a stack that is in order", async () => {
    expect(await check(inOrder)).toEqual([]);
  });

  it("says once that there is nothing to judge, and judges single resources all the same", async () => {
    expect(await analyzeStack(policies, [])).toEqual([
      "advisory estate: unknown: this stack has no activation:estate:Estate with facts, so only single resources were checked; bring it up with the program of this project",
    ]);
    expect(await analyzeStack(policies, [{ ...estate(inOrder), props: {} }])).toHaveLength(1);
  });
});

describe("rules across resources", () => {
  it("stop a deployment for a failure, naming rule, subject, numbers and remedy", async () => {
    const facts = someFacts({ kmsHosts: [azureHost], licensed: { client: 31, server: null, office: null } });
    expect(await check(facts)).toEqual([
      "mandatory tot-01: TOT-01 licensed.client: product client: the cohorts of all sites add up to 30 and 31 are licensed, 1 too few; correct a count, or licensed.client",
    ]);
  });

  it("judge what the resources say, not what the file would have declared", async () => {
    const [first] = await check(inOrder, { record: { port: 1689 } });
    expect(first).toContain("mandatory dns-srv-03: DNS-SRV-03 kmsHosts.kms-1: ");
    const open = {
      securityRules: [
        {
          ...securityRuleArgs({
            name: "open",
            priority: 100,
            direction: "Inbound",
            access: "Allow",
            protocol: "Tcp",
            sources: ["*"],
            destinations: ["*"],
            sourcePorts: ["*"],
            destinationPorts: ["1688"],
            groups: [],
          }),
        },
      ],
    };
    expect((await check(inOrder, { group: open })).map((line) => line.split(" ", 2).join(" "))).toEqual([
      "mandatory fw-kms-04:",
    ]);
  });

  it("report an advisory rule without stopping", async () => {
    const facts = someFacts({ kmsHosts: [azureHost], sites: [site({ cohorts: [cohort({ count: 51 })] })] });
    expect((await check(facts)).map((line) => line.split(": ", 3))).toEqual([
      ["advisory kms-cap-01", "advisory", "KMS-CAP-01 sites.hq"],
    ]);
  });

  it("note what is suppressed", async () => {
    const facts = someFacts({
      licensed: { client: 31, server: null, office: null },
      suppressions: [suppression({ rule: "TOT-01", subject: "licensed" })],
    });
    expect((await analyzeStack(policies, [estate(facts)])).filter((line) => line.includes("tot-01"))).toEqual([
      expect.stringMatching(
        /^advisory tot-01-note: suppressed: TOT-01 licensed\.client: .* \(suppressed by hq-it until 2027-12-31: second host is ordered\)$/,
      ),
    ]);
  });

  it("note what is unknown, and stop for it where the file says so", async () => {
    const options = { unreadSubnets: ["kms-1"] };
    const levels = async (facts: Facts) => (await check(facts, {}, options)).map((line) => line.split(": ", 2)[0]);
    expect(await levels(inOrder)).toEqual(["advisory fw-kms-03-note"]);
    expect(await levels({ ...inOrder, policy: { unknown: "fail" } })).toEqual(["mandatory fw-kms-03"]);
  });

  it.each([
    [
      "a record",
      { record: { target: unknownText } },
      ["dns-srv-01-note", "dns-srv-02-note", "dns-srv-03-note", "dns-srv-05-note", "fw-kms-04-note"],
    ],
    [
      "a security group",
      { group: { securityRules: [{ name: unknownText }] } },
      ["fw-kms-03-note", "fw-kms-04-note", "fw-kms-05"],
    ],
    [
      "an address",
      { nic: { ipConfigurations: [{ privateIPAddress: unknownText }] } },
      ["fw-kms-03-note", "fw-kms-04-note", "kms-os-04-note"],
    ],
  ])("say unknown, neither pass nor crash, where %s is not known yet", async (_, changed, rules) => {
    const lines = await check(inOrder, changed);
    expect(new Set(lines.map((line) => line.split(": ", 2).join(": ")))).toEqual(
      new Set(rules.map((rule) => `advisory ${rule}: unknown`)),
    );
  });

  it("judge what the program asks for where the outputs of a new resource are not known yet", async () => {
    const pack = activationPolicies(() => "2027-06-15");
    const record = { record: { port: 1689 } };
    await analyze(pack, resourcesOf(inOrder, record));
    const outputs = resourcesOf(inOrder, { record: { port: unknownText, target: unknownText } });
    const [first] = await analyzeStack(pack, [estate(inOrder), ...outputs]);
    expect(first).toContain("mandatory dns-srv-03: DNS-SRV-03 kmsHosts.kms-1: ");
  });

  it("judge the next set of resources anew", async () => {
    expect(await check(inOrder, { record: { port: 1689 } })).toHaveLength(1);
    expect(await check(inOrder)).toEqual([]);
  });
});

describe("rules about one resource", () => {
  // Of the right shape and no key of anybody: it is put together here, so that no file holds it.
  const invented = ["BCDFG", "HJKMP", "QRTVW", "XY234", "6789B"].join("-");
  const machine = (props: Record<string, unknown>): TestResource => ({
    type: "azure-native:compute:VirtualMachine",
    name: "vm",
    props,
  });

  it("stop a deployment for a product key and show its last five characters only", async () => {
    const lines = await analyze(policies, [machine({ tags: { key: invented } })]);
    expect(lines).toEqual([
      expect.stringMatching(
        /^mandatory key-02: KEY-02 resources\.vm: resource vm holds the product key (XXXXX-){4}6789B in tags\.key;/,
      ),
    ]);
  });

  it("note what is not known yet", async () => {
    const lines = await analyze(policies, [machine({ id: unknownText })]);
    expect(lines).toEqual([
      expect.stringMatching(/^advisory key-02-note: unknown: KEY-02 resources\.vm: resource vm: id cannot be searched/),
    ]);
  });

  it("say nothing of a resource in order", async () => {
    expect(await analyze(policies, [machine({ name: "vm", zones: ["1"] })])).toEqual([]);
  });
});
