import type { Facts, SiteKind } from "../topology/model.ts";
import { decidesAs } from "./conditions.ts";
import { perFacts } from "./perFacts.ts";
import { activationIs, adbaIsNotPossible, channelIs, isFullyIsolated, noHostIsMet } from "./premises.ts";
import { adba, kms, mak, type PassingRow, type Row } from "./row.ts";
import { makSentence, noAdba, noKms } from "./sentences.ts";
import { machinesThat, meetTooSeldom } from "./words.ts";

const page = "https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client";
const allKinds: readonly SiteKind[] = ["core", "isolated", "branch", "disconnected", "lab"];

const core = { kinds: ["core"], source: `${page}#core-network` } as const;
const isolated = { kinds: ["isolated", "lab"], source: `${page}#isolated-for-security` } as const;
const branch = { kinds: ["branch"], source: `${page}#branch-offices-and-distant-networks` } as const;
const disconnected = { kinds: ["disconnected"], source: `${page}#disconnected-computers` } as const;
const lab = { kinds: ["lab"], source: `${page}#test-and-development-labs` } as const;
const tableOne = { source: `${page}#mapping-the-network-to-activation-methods` } as const;

/** Rows that come first at every kind of site that tries them, whatever order the file sets. */
const opening: readonly (Row | PassingRow)[] = [
  {
    id: "D00",
    method: "none",
    reason: "INPUT",
    kinds: allKinds.filter((kind) => kind !== "lab"),
    anchor: "none",
    source: null,
    follows: "Only labs may leave machines without activation.",
    criterion: 7,
    premises: [activationIs(false)],
    sentence: ({ site, cohort }) =>
      `${machinesThat(cohort, "are")} declared as not activated, which only a lab may do; ${site.name} is of kind ${site.kind}.`,
  },
  {
    id: "D01",
    method: "oem",
    reason: "OEM_CHANNEL",
    kinds: allKinds,
    anchor: "Table 1 row 9",
    ...tableOne,
    follows: "Machines licensed through the manufacturer are activated at the factory.",
    criterion: 9,
    premises: [channelIs("oem")],
    sentence: ({ cohort }) => `${machinesThat(cohort, "are")} licensed through the manufacturer and activated there.`,
  },
  {
    id: "D02",
    method: "retail",
    reason: "RETAIL_CHANNEL",
    kinds: allKinds,
    anchor: "Table 1 row 8",
    ...tableOne,
    follows: "Machines licensed at retail are activated one by one, online or by telephone.",
    criterion: 8,
    premises: [channelIs("retail")],
    sentence: ({ cohort }) => `${machinesThat(cohort, "carry")} retail keys, one for each copy.`,
  },
  {
    id: "D03",
    method: "none",
    reason: "LAB_NONE",
    anchor: "Labs; Table 1 row 7",
    ...lab,
    follows: "Lab machines within the licence agreement that are rebuilt often may stay without activation.",
    criterion: 7,
    premises: [activationIs(false)],
    sentence: ({ cohort }) => `${machinesThat(cohort, "are")} in a lab and declared as not activated.`,
  },
  {
    id: "D04",
    method: null,
    reason: null,
    anchor: "Labs",
    ...lab,
    follows: "A lab whose machines have to be activated is treated as an isolated network, and its count is watched.",
    criterion: null,
    notes: ["LAB_AS_ISOLATED", "LAB_MONITOR_COUNT"],
    premises: [activationIs(true)],
  },
  {
    id: "D05",
    method: "mak",
    reason: "GAP_OVER_180",
    anchor: "Disconnected computers; Table 1 row 3",
    ...disconnected,
    follows: "Machines that meet the network less than once in 180 days get a MAK, by telephone or internet.",
    criterion: 3,
    premises: [adbaIsNotPossible, noHostIsMet],
    sentence: (c) => makSentence(c, [noAdba(c), meetTooSeldom("a KMS host", c.central.contact)]),
  },
];

const coreRows: readonly Row[] = [
  {
    ...{ id: "D10", reason: "CORE_ADBA", criterion: 1, anchor: "Core network", ...core },
    follows: "ADBA can be used in the core too.",
    ...adba("preferred"),
  },
  {
    ...{ id: "D11", reason: "CORE_KMS", criterion: 2, anchor: "Core network", ...core },
    follows: "In the core, central KMS is recommended.",
    ...kms("central"),
  },
  {
    ...{ id: "D12", reason: "CORE_BELOW_THRESHOLD_ADBA", criterion: 1, anchor: "Table 1 row 1", ...core, ...tableOne },
    follows: "Joined machines that meet a domain controller within 180 days use ADBA.",
    ...adba("allowed"),
  },
  {
    ...{ id: "D13", reason: "NO_NETWORK_MEETS_THRESHOLD", criterion: 3, anchor: "Table 1 row 3", ...core, ...tableOne },
    follows: "Where no network meets the threshold, machines get a MAK.",
    ...mak("central"),
  },
];

const isolatedRows: readonly Row[] = [
  {
    ...{ id: "D19", reason: "ISO_ADBA_EFFECTIVE", criterion: 1, anchor: "Isolated", ...isolated },
    follows: "An isolated network that takes full part in the forest is a good place for ADBA.",
    ...adba("preferred"),
  },
  {
    ...{ id: "D20", reason: "ISO_CORE_KMS", criterion: 4, anchor: "Isolated; Table 1 row 4", ...isolated },
    follows: "With TCP 1688 outbound and RPC, an isolated network uses KMS in the core.",
    ...kms("central"),
  },
  {
    ...{ id: "D21", reason: "ISO_ADBA", criterion: 1, anchor: "Isolated", ...isolated },
    follows: "An isolated network that reaches controllers by LDAP and DNS may use ADBA.",
    ...adba("allowed"),
  },
  {
    ...{ id: "D22", reason: "ISO_LOCAL_KMS", criterion: 5, anchor: "Isolated; Table 1 row 5", ...isolated },
    follows: "Without the core's KMS and without ADBA, an isolated network may have a KMS host of its own.",
    ...kms("local"),
  },
  {
    ...{ id: "D23", reason: "ISO_FULL", criterion: 6, anchor: "Isolated; Table 1 row 6", ...isolated },
    follows: "A fully isolated network gets MAKs, perhaps by telephone, perhaps through VAMT.",
    method: "mak",
    premises: [isFullyIsolated],
    sentence: (c) => makSentence(c, ["no internet, no KMS host elsewhere and no forest is met", noKms(c, "local")]),
  },
  {
    ...{ id: "D24", reason: "ISO_FEW", criterion: 6, anchor: "Table 1 row 6", ...isolated, ...tableOne },
    follows: "An isolated network with too few machines for KMS gets MAKs.",
    ...mak("central", "local"),
  },
];

const branchRows: readonly Row[] = [
  {
    ...{ id: "D30", reason: "BR_ADBA", criterion: 1, anchor: "Branch; Table 1 row 1", ...branch },
    follows: "Branch machines that join the domain use ADBA.",
    ...adba("allowed"),
  },
  {
    ...{ id: "D31", reason: "BR_REMOTE_KMS", criterion: 4, anchor: "Branch; Table 1 row 4", ...branch },
    follows: "A branch that reaches an existing KMS uses it, and only that host has to meet the threshold.",
    ...kms("central"),
  },
  {
    ...{ id: "D32", reason: "BR_LOCAL_KMS", criterion: 5, anchor: "Branch; Table 1 row 5", ...branch },
    follows: "A branch with 25 or more machines may have a KMS host of its own.",
    ...kms("local"),
  },
  {
    ...{ id: "D33", reason: "BR_FEW", criterion: 6, anchor: "Branch; Table 1 row 6", ...branch },
    follows: "A branch with few machines and no path to a KMS host gets MAKs.",
    ...mak("central", "local"),
  },
];

const disconnectedRows: readonly Row[] = [
  {
    ...{ id: "D40", reason: "DIS_ADBA", criterion: 1, anchor: "Disconnected", ...disconnected },
    follows: "Joined machines that meet the domain at least every 180 days, directly or by VPN, use ADBA.",
    ...adba("allowed"),
  },
  {
    ...{ id: "D41", reason: "DIS_KMS_VPN", criterion: 2, anchor: "Table 1 row 2", ...disconnected, ...tableOne },
    follows: "Machines that meet the core at least every 180 days, directly or by VPN, use its KMS.",
    ...kms("central"),
  },
  {
    ...{ id: "D42", reason: "DIS_MAK", criterion: 3, anchor: "Disconnected", ...disconnected },
    follows: "Other machines that come and go get a MAK.",
    ...mak("central"),
  },
];

/** Rows whose order a file may set for their kind of site, in the documented order. */
export const choices: readonly Row[] = [...coreRows, ...isolatedRows, ...branchRows, ...disconnectedRows];

/**
 * The decision table in the documented order: the first row that applies decides, and the last row of each kind of
 * site always applies.
 *
 * @see https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client
 */
export const rows: readonly (Row | PassingRow)[] = [...opening, ...choices];

type Rows = readonly (Row | PassingRow)[];

const rowsByKind = perFacts((facts): Readonly<Record<SiteKind, Rows>> => {
  const of = (kind: SiteKind): Rows => [
    ...opening.filter((row) => row.kinds.includes(kind)),
    ...inOrder(facts.rows[decidesAs(kind)] ?? [], kind),
  ];
  return {
    core: of("core"),
    isolated: of("isolated"),
    branch: of("branch"),
    disconnected: of("disconnected"),
    lab: of("lab"),
  };
});

/**
 * The rows that cohorts of a kind of site try, in this order: D00 to D05 as far as they concern it, then the others in
 * the order that the file sets, then those that the file does not name, in the documented order.
 */
export function rowsFor(facts: Facts, kind: SiteKind): Rows {
  return rowsByKind(facts)[kind];
}

function inOrder(ids: readonly string[], kind: SiteKind): readonly Row[] {
  const own = choices.filter((row) => row.kinds.includes(kind));
  const named = ids.flatMap((id) => own.find((row) => row.id === id) ?? []);
  return [...new Set([...named, ...own])];
}
