import { expect, it } from "vitest";
import { planTopology } from "../../../modules/plan/plan.ts";
import { cohort } from "../../helpers/facts.ts";
import { alone } from "./planned.ts";

it("fills in the nine rows of Table 1, Office apart", () => {
  const cohorts = [
    cohort({ name: "members", count: 100, joined: "corp.example." }),
    cohort({ name: "clients", count: 40 }),
    cohort({ name: "servers", product: "server", count: 6 }),
    cohort({ name: "office", product: "office", count: 70 }),
    cohort({ name: "oem", count: 3, channel: "oem" }),
    cohort({ name: "retail", count: 2, channel: "retail" }),
  ];
  expect(planTopology(alone({ cohorts })).worksheet).toEqual([
    { criterion: 1, method: "Active Directory-based activation", computers: 100, office: 0 },
    { criterion: 2, method: "KMS (central)", computers: 46, office: 0 },
    { criterion: 3, method: "MAK", computers: 0, office: 70 },
    { criterion: 4, method: "KMS (central)", computers: 0, office: 0 },
    { criterion: 5, method: "KMS (local)", computers: 0, office: 0 },
    { criterion: 6, method: "MAK", computers: 0, office: 0 },
    { criterion: 7, method: "None", computers: 0, office: 0 },
    { criterion: 8, method: "Retail (online or phone)", computers: 2, office: 0 },
    { criterion: 9, method: "OEM (at factory)", computers: 3, office: 0 },
  ]);
});

it("adds a row for methods that Table 1 does not know only where one is declared", () => {
  const { worksheet } = planTopology(alone({ cohorts: [cohort({ count: 4, method: "avma" })] }));
  expect(worksheet).toHaveLength(10);
  expect(worksheet[9]).toEqual({
    criterion: 10,
    method: "Other (token, AVMA, Azure, subscription)",
    computers: 4,
    office: 0,
  });
});

it("holds planned machines against licensed ones", () => {
  const cohorts = [cohort({ count: 40 }), cohort({ name: "oem", count: 3, channel: "oem" })];
  const plan = planTopology(alone({ cohorts }, { licensed: { client: 50, server: 0, office: null } }));
  expect(plan.totals).toEqual([
    { product: "client", licensed: 50, planned: 43 },
    { product: "server", licensed: 0, planned: 0 },
    { product: "office", licensed: null, planned: 0 },
  ]);
  expect(plan.environment).toBe("test");
});
