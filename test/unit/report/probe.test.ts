import { describe, expect, it } from "vitest";
import { probeJson } from "../../../modules/report/probeJson.ts";
import { probeMarkdown } from "../../../modules/report/probeMarkdown.ts";
import {
  answersRpc,
  type ProbedPath,
  type ProbedTarget,
  proves,
  type RpcResult,
  type TcpResult,
} from "../../../modules/report/probeReport.ts";
import { probeText } from "../../../modules/report/probeText.ts";
import { plainView } from "../../../modules/report/view.ts";

const path = (tcp: TcpResult, rpc: RpcResult | null = null, address = "10.40.0.9"): ProbedPath => ({
  address,
  tcp: { outcome: tcp, detail: null, ms: 2 },
  rpc: rpc === null ? null : { outcome: rpc, detail: null, ms: 3 },
});

const target = (paths: readonly ProbedPath[], host = "kms-1.example"): ProbedTarget => ({
  host,
  port: 1688,
  name: { outcome: "found", detail: null, ms: 1, addresses: paths.map(({ address }) => address) },
  paths,
});

const unnamed: ProbedTarget = {
  ...target([]),
  name: { outcome: "notFound", detail: "ENOTFOUND", ms: 9, addresses: [] },
};

describe("whether an RPC server answers", () => {
  it.each(["accepted", "rejected", "nak", "fault"] as const)("is certain after %s", (rpc) => {
    expect(answersRpc(target([path("open", rpc)]))).toBe(true);
  });

  it.each(["notRpc", "silent", "closed"] as const)("is not after %s", (rpc) => {
    expect(answersRpc(target([path("open", rpc)]))).toBe(false);
  });

  it("needs one address of several, and at least one", () => {
    expect(answersRpc(target([path("unreachable", null, "2001:db8::9"), path("open", "rejected")]))).toBe(true);
    expect(answersRpc(unnamed)).toBe(false);
  });
});

describe("a probe as text", () => {
  it("tells the steps apart, each with its time, and says what it proves", () => {
    expect(probeText([target([path("open", "rejected")])], plainView)).toBe(
      [
        "kms-1.example:1688: an RPC server answers",
        "  name  10.40.0.9, 1 ms",
        "  TCP   open, 2 ms",
        "  RPC   bind_ack, it does not offer the interface that was named, 3 ms",
        "",
        `An RPC server answers. ${proves}`,
        "",
      ].join("\n"),
    );
    expect(proves).toContain("only the host itself can tell");
  });

  it.each([
    [path("refused"), "TCP   refused: no listener, or a firewall that rejects"],
    [path("filtered"), "TCP   filtered (no answer): a firewall that drops, or the machine is off"],
    [path("open", "silent"), "RPC   silent: a listener that says nothing"],
    [path("open", "notRpc"), "RPC   not DCE/RPC: another service has the port"],
  ])("says what to think of", (one, line) => {
    expect(probeText([target([one])], plainView)).toContain(line);
  });

  it("names the address of each line where there are several, and shows an address of IPv6 in brackets", () => {
    const text = probeText([target([path("open", "accepted"), path("filtered", null, "::9")], "::9")], plainView);
    expect(text).toContain("[::9]:1688: an RPC server answers");
    expect(text).toContain("TCP   ::9: filtered");
  });

  it("counts several targets", () => {
    const text = probeText([target([path("open", "accepted")]), unnamed], plainView);
    expect(text).toContain("name  not found (ENOTFOUND): correct the name");
    expect(text).toContain("1 of 2 targets answer as RPC servers.");
  });
});

describe("a probe for machines and pages", () => {
  it("has each step with its time in JSON", () => {
    const document = JSON.parse(probeJson([target([path("open", "rejected")]), unnamed]));
    expect(document).toMatchObject({
      schemaVersion: 1,
      targets: [
        { host: "kms-1.example", port: 1688, answersRpc: true, paths: [{ tcp: { ms: 2 }, rpc: { ms: 3 } }] },
        { answersRpc: false, name: { outcome: "notFound" }, paths: [] },
      ],
      proves,
    });
  });

  it("has no times in Markdown, so that two runs compare", () => {
    const page = probeMarkdown([target([path("open", "rejected"), path("refused", null, "10.40.0.10")]), unnamed]);
    expect(page).toContain("|`kms-1.example:1688`|10.40.0.9, 10.40.0.10|`10.40.0.9`|open|");
    expect(page).toContain("|`10.40.0.10`|refused: no listener, or a firewall that rejects||");
    expect(page).toContain("|not found (ENOTFOUND): correct the name");
    expect(page).not.toMatch(/\d ms/);
  });
});
