import { describe, expect, it } from "vitest";
import { changesOf, errorsOf, plain, refreshedOf } from "../../../modules/engine/events.ts";
import { failure, planned, step, taken } from "../../helpers/engineEvents.ts";

describe("changes among the engine's events", () => {
  it("are the steps that change something, in the order of their URNs", () => {
    const events = planned(
      step("update", { name: "b", detailedDiff: { ttl: { diffKind: "update" }, port: { diffKind: "update" } } }),
      step("same", { name: "c" }),
      step("read", { name: "d" }),
      step("create", { name: "a", new: { inputs: { port: 1688 } } }),
      step("delete", { name: "e", old: { id: "x" } }),
    );
    const changes = changesOf(events).map(({ op, name, paths }) => ({ op, name, paths }));
    expect(changes).toEqual([
      { op: "create", name: "a", paths: [] },
      { op: "update", name: "b", paths: ["port", "ttl"] },
      { op: "delete", name: "e", paths: [] },
    ]);
  });

  it("carry type, old and new state", () => {
    const [change] = changesOf(planned(step("update", { old: { id: "x" }, new: { id: "y" } })));
    expect(change).toMatchObject({
      type: "activation:index:SrvRecord",
      urn: "urn:pulumi:test::activation-topology::activation:index:SrvRecord::kms-1",
      old: { id: "x" },
      new: { id: "y" },
    });
  });

  it.each([
    ["create before delete", ["create-replacement", "replace", "delete-replaced"]],
    ["delete before create", ["delete", "replace", "create"]],
  ])("count a replacement once: %s", (_, ops) => {
    const changes = changesOf(planned(...ops.map((op) => step(op))));
    expect(changes.map(({ op }) => op)).toEqual(["replace"]);
  });

  it("leave out the stack and its providers", () => {
    const types = ["pulumi:pulumi:Stack", "pulumi:providers:activation"];
    expect(changesOf(planned(...types.map((type) => step("create", { type }))))).toEqual([]);
  });

  it("are none without steps", () => {
    expect(changesOf([failure("boom"), ...taken(step("create"))])).toEqual([]);
  });
});

describe("errors among the engine's events", () => {
  it("are said once each, without colour marks, and warnings are not among them", () => {
    const warning = { diagnosticEvent: { severity: "warning", message: "slow" } };
    const events = [failure("<{%fg 1%}>boom<{%reset%}>\n"), warning, failure("boom"), failure(" "), failure("bang")];
    expect(errorsOf(events)).toEqual(["boom", "bang"]);
  });

  it("keep what only looks like a colour mark", () => {
    expect(plain("<{reset}> 30 % of {x}")).toBe("<{reset}> 30 % of {x}");
  });
});

describe("what a refresh found", () => {
  it("are the resources that differ or are gone, in the order of their URNs", () => {
    const events = taken(
      step("same", { name: "c" }),
      step("delete", { name: "b", old: { inputs: { port: 1688 } } }),
      step("update", {
        name: "a",
        old: { inputs: { port: 1688 } },
        new: { inputs: { port: 1689 } },
        detailedDiff: { ttl: { diffKind: "update" }, port: { diffKind: "update" } },
      }),
    );
    expect(refreshedOf(events).map(({ urn, ...rest }) => rest)).toEqual([
      {
        type: "activation:index:SrvRecord",
        name: "a",
        gone: false,
        paths: ["port", "ttl"],
        declared: { port: 1688 },
        live: { port: 1689 },
      },
      {
        type: "activation:index:SrvRecord",
        name: "b",
        gone: true,
        paths: [],
        declared: { port: 1688 },
        live: {},
      },
    ]);
  });

  it("is nothing where the engine only planned", () => {
    expect(refreshedOf(planned(step("update")))).toEqual([]);
  });

  it("has no properties where the state has none", () => {
    expect(refreshedOf(taken(step("update")))).toMatchObject([{ declared: {}, live: {}, paths: [] }]);
  });
});

describe("errorsOf", () => {
  it("leaves out what follows from the error that counts", () => {
    const said = [
      "connection refused",
      "failed to run policy: context canceled",
      "failed to run remediation: context canceled",
      "failed to deliver log message.\nerror: Error: Channel has been shut down\n    at call.js:32:19",
      "update failed",
    ];
    expect(errorsOf(said.map(failure))).toEqual(["connection refused"]);
  });
});
