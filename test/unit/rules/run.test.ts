import { describe, expect, it } from "vitest";
import { catalogue } from "../../../modules/rules/catalogue.ts";
import { type EstateRule, type Finding, ownRule, type Report, type ResourceRule } from "../../../modules/rules/rule.ts";
import { failing, runResourceRules, runRules } from "../../../modules/rules/run.ts";
import { someFacts, suppression } from "../../helpers/facts.ts";
import { declaredWorld, today } from "../../helpers/world.ts";

const base = { severity: "mandatory", summary: "s", source: "s", remedy: "r" } as const;
const rule = (id: string, ...list: Report[]): EstateRule => ({
  ...base,
  id,
  over: "estate",
  reads: ["srv"],
  check: () => list,
});
const fail: Report = { subject: "sites.hq", message: "is wrong" };
const run = (rules: readonly (EstateRule | ResourceRule)[], world = declaredWorld(someFacts())) =>
  runRules(world, undefined, rules);

describe("findings", () => {
  it("carry rule, severity, status and page", () => {
    expect(run([rule("A-1", fail)])).toEqual([
      {
        rule: "A-1",
        severity: "mandatory",
        status: "fail",
        subject: "sites.hq",
        message: "is wrong",
        url: "docs/rules/A-1.md",
      },
    ]);
  });

  it("take status and severity of a report", () => {
    const list = run([rule("A-1", { ...fail, status: "unknown" }, { ...fail, severity: "advisory" })]);
    expect(list.map(({ severity, status }) => [severity, status])).toEqual([
      ["mandatory", "unknown"],
      ["advisory", "fail"],
    ]);
  });

  it("are sorted by rule, subject and message", () => {
    const list = run([
      rule("B-1", fail),
      rule("A-1", { ...fail, message: "b" }, { ...fail, message: "a" }, { subject: "keys", message: "z" }),
    ]);
    expect(list.map(({ rule: id, subject, message }) => `${id} ${subject} ${message}`)).toEqual([
      "A-1 keys z",
      "A-1 sites.hq a",
      "A-1 sites.hq b",
      "B-1 sites.hq is wrong",
    ]);
  });

  it("stand where the file has their subject", () => {
    const place = { file: "x.yaml", line: 3, column: 5 };
    const [finding] = runRules(declaredWorld(someFacts()), { of: () => place }, [rule("A-1", fail)]);
    expect(finding?.place).toEqual(place);
  });

  it("are unknown for each resource that could not be read and that the rule reads", () => {
    const unreadable = [
      { urn: "urn:pulumi:t::p::a$activation:index:SrvRecord::r1", reason: "port is not known" },
      { urn: "urn:pulumi:t::p::azure-native:network:NetworkSecurityGroup::nsg", reason: "r" },
      { urn: "urn:pulumi:t::p::azure-native:web:WebApp::app", reason: "r" },
    ];
    expect(run([rule("A-1")], declaredWorld(someFacts(), { unreadable }))).toMatchObject([
      {
        subject: "resources.r1",
        status: "unknown",
        message:
          "resource urn:pulumi:t::p::a$activation:index:SrvRecord::r1 cannot be judged: port is not known; check again after the update",
      },
    ]);
  });
});

describe("rules about resources", () => {
  const named: ResourceRule = {
    ...base,
    id: "R-1",
    over: "resource",
    reads: [],
    check: ({ name }) => [{ subject: `resources.${name}`, message: "m" }],
  };

  it("run over resources, sorted, and not over the estate", () => {
    const resources = ["b", "a"].map((name) => ({ type: "t", name, properties: {} }));
    const list = runResourceRules(resources, declaredWorld(someFacts()), [rule("A-1", fail), named]);
    expect(list.map(({ subject }) => subject)).toEqual(["resources.a", "resources.b"]);
    expect(run([named])).toEqual([]);
  });
});

describe("suppressions", () => {
  const suppressed = (overrides: Parameters<typeof suppression>[0], report = fail) => {
    const facts = someFacts({ suppressions: [suppression({ rule: "A-1", ...overrides })] });
    return run([rule("A-1", report)], declaredWorld(facts))[0];
  };

  it("count until their last day, and say whose they are", () => {
    expect(suppressed({ until: today })).toMatchObject({
      status: "suppressed",
      message: `is wrong (suppressed by hq-it until ${today}: second host is ordered)`,
    });
  });

  it("leave the finding failing on the next day, and say so", () => {
    expect(suppressed({ until: "2027-06-14" })).toMatchObject({
      status: "fail",
      message: "is wrong (the suppression by hq-it expired on 2027-06-14)",
    });
  });

  it("cover what lies below their subject, and nothing beside it", () => {
    expect(suppressed({}, { ...fail, subject: "sites.hq.cohorts.desktops" })?.status).toBe("suppressed");
    expect(suppressed({}, { ...fail, subject: "sites.hq2" })?.status).toBe("fail");
    expect(suppressed({ subject: "sites.hq.cohorts" })?.status).toBe("fail");
    expect(suppressed({ rule: "A-2" })?.status).toBe("fail");
  });

  it("cover what is unknown, too", () => {
    expect(suppressed({}, { ...fail, status: "unknown" })?.status).toBe("suppressed");
  });
});

describe("levels of failing", () => {
  const finding = (severity: Finding["severity"], status: Finding["status"]): Finding => ({
    rule: "A-1",
    severity,
    status,
    subject: "sites.hq",
    message: "m",
    url: "u",
  });
  const levels = ["mandatory", "advisory", "unknown"] as const;

  it.each([
    ["mandatory", "fail", [true, true, true]],
    ["advisory", "fail", [false, true, true]],
    ["info", "fail", [false, false, false]],
    ["mandatory", "unknown", [false, false, true]],
    ["advisory", "unknown", [false, false, true]],
    ["mandatory", "attested", [false, false, false]],
    ["mandatory", "suppressed", [false, false, false]],
  ] as const)("a %s finding with status %s fails at mandatory, advisory, unknown: %j", (severity, status, expected) => {
    expect(levels.map((level) => failing([finding(severity, status)], someFacts(), level))).toEqual(expected);
  });

  it("a file can make unknowns of mandatory rules fail", () => {
    const facts = someFacts({ policy: { unknown: "fail" } });
    expect(failing([finding("mandatory", "unknown")], facts, "mandatory")).toBe(true);
    expect(failing([finding("advisory", "unknown")], facts, "mandatory")).toBe(false);
  });

  it("nothing found fails nowhere", () => {
    expect(failing([], someFacts(), "unknown")).toBe(false);
  });
});

describe("the catalogue", () => {
  it("is in the order of its ids, and has each once", () => {
    const ids = catalogue.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    for (const id of ids) expect(id).toMatch(/^[A-Z]+(-[A-Z]+)?-\d{2}$/);
  });

  it("says of every rule what holds, in one sentence", () => {
    for (const { summary, remedy, source } of catalogue) {
      expect(summary).toMatch(/^[A-Z].*\.$/);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
      expect(source === ownRule || URL.canParse(source)).toBe(true);
    }
  });

  it("finds nothing in an estate that is in order", () => {
    expect(runRules(declaredWorld(someFacts()))).toEqual([]);
  });
});
