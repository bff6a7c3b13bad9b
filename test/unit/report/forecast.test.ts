import { describe, expect, it } from "vitest";
import type { Forecast, HostForecast, Loss, LossPart, Machines } from "../../../modules/forecast/outlook.ts";
import { forecastJson } from "../../../modules/report/forecastJson.ts";
import { forecastMarkdown } from "../../../modules/report/forecastMarkdown.ts";
import { dateAfter, remarksOn, verdictOf } from "../../../modules/report/forecastReport.ts";
import { sentencesOf, whenOf } from "../../../modules/report/forecastSentences.ts";
import { forecastText } from "../../../modules/report/forecastText.ts";
import { plainView, type View } from "../../../modules/report/view.ts";
import { cohort, site } from "../../helpers/facts.ts";

const machines = (overrides: Partial<Machines> = {}): Machines => ({
  ...{ site: "hq", cohort: "desktops", product: "client", count: 30, clientIds: 30, rebuiltEvery: null },
  ...overrides,
});

/** kms-1, asked by 30 client machines that have no other host. */
const host = (overrides: Partial<HostForecast> = {}): HostForecast => ({
  ...{ host: "kms-1", application: "windows", demand: 30, expected: 30, worst: 30, threshold: 25, cap: 50 },
  ...{ meets: true, role: "active", uncapped: 30, seldom: 0, churn: 0 },
  planned: { expected: 30, threshold: 25, meets: true },
  ...overrides,
});

/** 30 client machines that go on to kms-2. */
const part = (overrides: Partial<LossPart> = {}): LossPart => ({
  ...{ product: "client", machines: 30, falling: 0, fallingNow: 0, hosts: ["kms-2"], lowest: 60 },
  ...{ standby: false, pinned: false, ownHostsToo: false, members: [{ sites: [site()], cohorts: [cohort()] }] },
  ...overrides,
});

const gone = { falling: 30, hosts: [], lowest: null } as const;

const loss = (parts: readonly LossPart[], overrides: Partial<Loss> = {}): Loss => {
  const falls = parts.some(({ falling }) => falling > 0);
  return {
    lost: { host: "kms-1" },
    products: falls ? ["client"] : [],
    meets: !falls,
    firstDeactivation: falls ? 173 : null,
    parts,
    ...overrides,
  };
};

const forecast = (overrides: Partial<Forecast> = {}): Forecast => ({
  environment: "test",
  hosts: [host()],
  losses: [loss([part(gone)])],
  ...{ churn: [], clones: [], withoutHost: [] },
  ...overrides,
});

describe("dateAfter", () => {
  it.each([
    { from: "2026-06-30", days: 0, date: "2026-06-30" },
    { from: "2026-06-30", days: 173, date: "2026-12-20" },
    { from: "2028-02-28", days: 1, date: "2028-02-29" },
  ])("counts $days days from $from", ({ from, days, date }) => {
    expect(dateAfter(from, days)).toBe(date);
  });
});

describe("the verdict on a host", () => {
  it.each([
    { one: host(), text: "meets", tone: "good" },
    { one: host({ worst: 24 }), text: "meets on average", tone: "good" },
    { one: host({ expected: 24.5, meets: false }), text: "0.5 short", tone: "bad" },
    { one: host({ role: "standby", expected: 0, meets: false }), text: "stands by, starts at 0", tone: "neutral" },
    { one: host({ role: "unused", threshold: 0 }), text: "nobody asks it", tone: "neutral" },
  ])("is $text", ({ one, text, tone }) => {
    expect(verdictOf(one)).toEqual({ text, tone });
  });
});

describe("remarks on a forecast", () => {
  it.each([
    { what: "hosts in order", given: {}, remarks: [] },
    {
      what: "a host that stands by",
      given: {
        hosts: [
          host({ role: "standby", expected: 0, meets: false, planned: { expected: 0, threshold: 0, meets: true } }),
        ],
      },
      remarks: [/^kms-1 stands by: its count starts at 0.* when 25 have asked it\.$/],
    },
    {
      what: "machines that ask seldom",
      given: { hosts: [host({ application: "office", seldom: 12 })] },
      remarks: ["kms-1 is asked by 12 machines more seldom than every 30 days; its Office count holds none of them."],
    },
    {
      what: "machines that get a MAK",
      given: { hosts: [host({ expected: 13, meets: false, planned: { expected: 3, threshold: 5, meets: false } })] },
      remarks: [
        "kms-1 counts 13 only until every machine has what the plan gives it: 3 stay, 5 are needed, so that it activates them no more.",
      ],
    },
    {
      what: "machines that get a MAK beside others",
      given: { hosts: [host({ expected: 15, meets: false, planned: { expected: 5, threshold: 5, meets: true } })] },
      remarks: ["kms-1 counts 15 only until every machine has what the plan gives it: 5 stay, 5 are needed."],
    },
    {
      what: "machines that all get a MAK",
      given: { hosts: [host({ expected: 24, meets: false, planned: { expected: 0, threshold: 0, meets: true } })] },
      remarks: ["kms-1 counts 24 only until every machine has what the plan gives it: none of them goes on asking."],
    },
    {
      what: "clones",
      given: { clones: [machines({ clientIds: 1 }), machines({ clientIds: 4 })] },
      remarks: [/^hq\/desktops: 30 client machines share 1 client machine id: /, /share 4 client machine ids: /],
    },
    {
      what: "machines that find no host",
      given: { withoutHost: [machines({ product: "server", count: 1 })] },
      remarks: ["hq/desktops: 1 server is to ask a KMS host and finds none."],
    },
  ])("speak of $what", ({ given, remarks }) => {
    const said = remarksOn(forecast(given));
    expect(said).toHaveLength(remarks.length);
    remarks.forEach((remark, i) => {
      expect(said[i]).toMatch(remark);
    });
  });

  it("say how much rebuilt machines inflate a count, and that it decays", () => {
    const churn = [{ ...machines({ site: "lab", rebuiltEvery: 1 }), idsEach: 30 }];
    const [onHost, ofCohort] = remarksOn(forecast({ hosts: [host({ churn: 290 })], churn }));
    expect(onHost).toBe(
      "kms-1 has 290 client machine ids of rebuilt machines in its count beside 30 of machines that exist.",
    );
    expect(ofCohort).toMatch(
      /^lab\/desktops: 30 client machines are rebuilt every day and leave 30 .* within 30 days\.$/,
    );
    const low = host({
      churn: 9,
      expected: 20,
      uncapped: 20,
      meets: false,
      planned: { expected: 20, threshold: 25, meets: false },
    });
    expect(remarksOn(forecast({ hosts: [low] }))).toEqual([
      "kms-1 has 9 client machine ids of rebuilt machines in its count beside 20 of machines that exist, and only they may lift it to 25.",
    ]);
  });
});

describe("sentences about a loss", () => {
  const servers = { sites: [site()], cohorts: [cohort({ name: "servers", product: "server", count: 1 })] };

  it("put machines with one fate together", () => {
    const other = part({ product: "server", machines: 1, members: [servers] });
    expect(sentencesOf(loss([part(), other]))).toEqual([
      "30 client machines and 1 server (hq/desktops and hq/servers) go on to kms-2, which then counts 60.",
    ]);
  });

  it.each([
    { given: gone, text: "have no other host." },
    { given: { hosts: ["kms-2", "kms-3"] }, text: "go on to kms-2 and kms-3, which then count at least 60 each." },
    {
      given: { ownHostsToo: true },
      text: "go on to kms-2, which then counts 60, and to hosts of their own sites.",
    },
    { given: { standby: true }, text: "go on to kms-2, which stood by till then and comes to count 60." },
    {
      given: { standby: true, hosts: ["kms-2", "kms-3"] },
      text: "go on to kms-2 and kms-3, which stood by till then and come to count at least 60 each.",
    },
    { given: { falling: 30, lowest: 20.5 }, text: "go on to kms-2, which then counts 20.5; 25 are needed." },
    {
      given: { falling: 15, fallingNow: 20, lowest: 20, hosts: ["kms-2", "kms-3"] },
      text: "go on to kms-2 and kms-3, which then count at least 20 each; 25 are needed. About 15 of them fall out. As it is, some hosts that they ask count too few.",
    },
    { given: { falling: 15, pinned: true }, text: "are set to a host each; about 15 fall out." },
  ])("say: $text", ({ given, text }) => {
    expect(sentencesOf(loss([part(given)]))).toEqual([`30 client machines (hq/desktops) ${text}`]);
  });

  it("speak of a forest's machines as turning to KMS", () => {
    const lost = { forest: "corp.example" };
    const one = { machines: 1, members: [servers], product: "server" } as const;
    expect(sentencesOf(loss([part()], { lost }))[0]).toMatch(/ turn to kms-2, which then counts 60\.$/);
    expect(sentencesOf(loss([part({ ...one, pinned: true })], { lost }))[0]).toMatch(/^1 server .* turns to kms-2/);
    expect(sentencesOf(loss([part({ ...one, ...gone, falling: 1 })], { lost }))).toEqual([
      "1 server (hq/servers) has no KMS host to turn to.",
    ]);
  });

  it("begin with the worst, and end with a sum where there are too many", () => {
    const parts = Array.from({ length: 12 }, (_, i) => part({ hosts: [`kms-${i + 10}`] }));
    const said = sentencesOf(loss([...parts, part(gone)]));
    expect(said).toHaveLength(9);
    expect(said[0]).toContain("have no other host");
    expect(said[8]).toBe("150 more machines, of which 0 fall out.");
  });

  it.each([
    { given: loss([part()]), text: "Nothing falls out of activation." },
    { given: loss([part(gone)]), text: "The first machine falls out of activation after 173 days, on 2026-12-20." },
    { given: loss([part(gone)], { firstDeactivation: 1 }), text: /after 1 day, on 2026-07-01\.$/ },
    { given: loss([]), text: null },
  ])("say when: $text", ({ given, text }) => {
    const said = whenOf(given, "2026-06-30");
    if (text === null) expect(said).toBeNull();
    else expect(said).toMatch(text);
  });
});

describe("forecastText", () => {
  const office = host({
    application: "office",
    demand: 0,
    expected: 0,
    uncapped: 0,
    worst: 0,
    threshold: 0,
    role: "unused",
  });
  const report = { forecast: forecast({ hosts: [host(), office], clones: [machines({ clientIds: 4 })] }), from: null };

  it("has hosts, remarks and losses", () => {
    expect(forecastText(report, plainView)).toBe(`KMS forecast of test

Host   For      Ask  Expected  Shows  Worst  Needs  Outlook
kms-1  windows   30        30     30     30     25  meets
       office     0         0      0      0      0  nobody asks it

To know
- hq/desktops: 30 client machines share 4 client machine ids: a host counts no more than that. Generalize their image (sysprep) or rearm them.

If one is lost
kms-1  30 client machines (hq/desktops) have no other host.
       The first machine falls out of activation after 173 days.
`);
  });

  it.each([80, 100])("fits %i columns", (columns) => {
    for (const line of forecastText(report, { ...plainView, columns }).split("\n")) {
      expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  it("shows dates from a day on", () => {
    const text = forecastText({ ...report, from: "2026-06-30" }, plainView);
    expect(text).toContain("If one is lost on 2026-06-30");
    expect(text).toContain("after 173 days, on 2026-12-20.");
  });

  it("paints what is short and what falls out red", () => {
    const view: View = { paint: (style, text) => `<${style}>${text}</>`, columns: null };
    const short = forecast({
      hosts: [host({ expected: 20, meets: false, planned: { expected: 20, threshold: 25, meets: false } })],
      losses: [loss([part(gone)]), loss([part()], { lost: { host: "kms-2" } })],
    });
    const text = forecastText({ forecast: short, from: null }, view);
    expect(text).toContain("<red>5 short</>");
    expect(text).toContain("<red>The first machine falls out");
    expect(text).toContain("<green>Nothing falls out");
  });

  it("says so where there is no host, and where nothing relies on one", () => {
    const empty = forecast({ hosts: [], losses: [] });
    expect(forecastText({ forecast: empty, from: null }, plainView)).toBe(
      "KMS forecast of test\n\nThere is no KMS host.\n",
    );
    expect(forecastText({ forecast: forecast({ losses: [loss([])] }), from: null }, plainView)).toContain(
      "kms-1  Nothing relies on it.",
    );
  });
});

describe("forecastJson", () => {
  const report = {
    forecast: forecast({
      hosts: [host({ host: "kms-2" }), host(), host({ application: "office" })],
      losses: [
        loss([part()], { lost: { forest: "a.example" } }),
        loss([part({ hosts: ["kms-3", "kms-2"] }), part(gone)], { products: ["server", "client"] }),
      ],
      churn: [
        { ...machines({ site: "lab" }), idsEach: 5 },
        { ...machines(), idsEach: 2 },
      ],
    }),
    from: "2026-06-30",
  };
  const document = JSON.parse(forecastJson(report));

  it("begins with the version and has the documented parts", () => {
    expect(Object.keys(document)).toEqual([
      ...["schemaVersion", "environment", "from", "hosts", "losses", "churn", "clones", "withoutHost"],
    ]);
    expect(document.schemaVersion).toBe(1);
    expect(document.hosts[0]).toMatchObject({
      ...{ host: "kms-1", application: "office", demand: 30, expected: 30, worst: 30 },
      ...{ threshold: 25, cap: 50, meets: true },
    });
  });

  it("sorts every list, hosts before forests", () => {
    const key = (one: { host: string; application: string }) => `${one.host} ${one.application}`;
    expect(document.hosts.map(key)).toEqual(["kms-1 office", "kms-1 windows", "kms-2 windows"]);
    expect(document.losses.map((one: Loss) => one.lost)).toEqual([{ host: "kms-1" }, { forest: "a.example" }]);
    expect(document.losses[0].products).toEqual(["client", "server"]);
    expect(document.losses[0].parts.map(({ hosts }: LossPart) => hosts)).toEqual([["kms-2", "kms-3"], []]);
    expect(document.churn.map((one: Machines) => one.site)).toEqual(["hq", "lab"]);
  });

  it("has a date beside days, and only from a day on", () => {
    expect(document.losses[0]).toMatchObject({ firstDeactivation: 173, date: "2026-12-20" });
    expect(document.losses[1]).toMatchObject({ firstDeactivation: null });
    expect(document.losses[1]).not.toHaveProperty("date");
    const undated = JSON.parse(forecastJson({ ...report, from: null }));
    expect(undated).not.toHaveProperty("from");
    expect(undated.losses[0]).not.toHaveProperty("date");
  });

  it("names cohorts that fall out, and no others", () => {
    const [kept, lost] = document.losses[0].parts;
    expect(kept).not.toHaveProperty("cohorts");
    expect(lost.cohorts).toEqual(["hq/desktops"]);
  });
});

describe("forecastMarkdown", () => {
  it("has tables of hosts and losses", () => {
    const text = forecastMarkdown({ forecast: forecast({ clones: [machines({ clientIds: 1 })] }), from: "2026-06-30" });
    expect(text).toContain("|`kms-1`|windows|30|30|30|30|25|meets|");
    expect(text).toContain("- hq/desktops: 30 client machines share 1 client machine id");
    expect(text).toContain(
      "|`kms-1`|173|30 client machines (hq/desktops) have no other host.<br>The first machine falls out of activation after 173 days, on 2026-12-20.|",
    );
  });

  it("says so where there is no host, and where nothing relies on one", () => {
    expect(forecastMarkdown({ forecast: forecast({ hosts: [], losses: [] }), from: null })).toBe(
      "## KMS forecast: test\n\nThere is no KMS host.\n",
    );
    const idle = forecastMarkdown({ forecast: forecast({ losses: [loss([])] }), from: null });
    expect(idle).toContain("|`kms-1`||Nothing relies on it.|");
  });
});
