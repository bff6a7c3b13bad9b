import { adba, kms, mak, type PassingRow, type Row } from "./row.ts";
import { makSentence, noAdba, noKms } from "./sentences.ts";
import { machinesThat, meetTooSeldom } from "./words.ts";

const channelRows: readonly Row[] = [
  {
    id: "D00",
    method: "none",
    reason: "INPUT",
    anchor: "none",
    criterion: 7,
    applies: ({ site, cohort }) => !cohort.activate && site.kind !== "lab",
    sentence: ({ site, cohort }) =>
      `${machinesThat(cohort, "are")} declared as not activated, which only a lab may do; ${site.name} is of kind ${site.kind}.`,
  },
  {
    id: "D01",
    method: "oem",
    reason: "OEM_CHANNEL",
    anchor: "Table 1 row 9",
    criterion: 9,
    applies: ({ cohort }) => cohort.channel === "oem",
    sentence: ({ cohort }) => `${machinesThat(cohort, "are")} licensed through the manufacturer and activated there.`,
  },
  {
    id: "D02",
    method: "retail",
    reason: "RETAIL_CHANNEL",
    anchor: "Table 1 row 8",
    criterion: 8,
    applies: ({ cohort }) => cohort.channel === "retail",
    sentence: ({ cohort }) => `${machinesThat(cohort, "carry")} retail keys, one for each copy.`,
  },
];

const labRows: readonly (Row | PassingRow)[] = [
  {
    id: "D03",
    method: "none",
    reason: "LAB_NONE",
    anchor: "Labs; Table 1 row 7",
    criterion: 7,
    applies: ({ site, cohort }) => site.kind === "lab" && !cohort.activate,
    sentence: ({ cohort }) => `${machinesThat(cohort, "are")} in a lab and declared as not activated.`,
  },
  {
    id: "D04",
    method: null,
    reason: null,
    anchor: "Labs",
    criterion: null,
    notes: ["LAB_AS_ISOLATED", "LAB_MONITOR_COUNT"],
    applies: ({ site }) => site.kind === "lab",
  },
];

const gapRow: Row = {
  id: "D05",
  method: "mak",
  reason: "GAP_OVER_180",
  anchor: "Disconnected computers; Table 1 row 3",
  criterion: 3,
  applies: (c) => c.decidesAs === "disconnected" && !c.adba.ok && !c.meetsHost,
  sentence: (c) => makSentence(c, [noAdba(c), meetTooSeldom("a KMS host", c.central.contact)]),
};

const coreRows: readonly Row[] = [
  { id: "D10", reason: "CORE_ADBA", criterion: 1, anchor: "Core network", ...adba("core", "preferred") },
  { id: "D11", reason: "CORE_KMS", criterion: 2, anchor: "Core network", ...kms("core", "central") },
  { id: "D12", reason: "CORE_BELOW_THRESHOLD_ADBA", criterion: 1, anchor: "Table 1 row 1", ...adba("core", "allowed") },
  { id: "D13", reason: "NO_NETWORK_MEETS_THRESHOLD", criterion: 3, anchor: "Table 1 row 3", ...mak("core", "central") },
];

const isolatedRows: readonly Row[] = [
  { id: "D19", reason: "ISO_ADBA_EFFECTIVE", criterion: 1, anchor: "Isolated", ...adba("isolated", "preferred") },
  { id: "D20", reason: "ISO_CORE_KMS", criterion: 4, anchor: "Isolated; Table 1 row 4", ...kms("isolated", "central") },
  { id: "D21", reason: "ISO_ADBA", criterion: 1, anchor: "Isolated", ...adba("isolated", "allowed") },
  { id: "D22", reason: "ISO_LOCAL_KMS", criterion: 5, anchor: "Isolated; Table 1 row 5", ...kms("isolated", "local") },
  {
    id: "D23",
    method: "mak",
    reason: "ISO_FULL",
    anchor: "Isolated; Table 1 row 6",
    criterion: 6,
    applies: (c) => c.decidesAs === "isolated" && c.fullyIsolated,
    sentence: (c) => makSentence(c, ["no internet, no KMS host elsewhere and no forest is met", noKms(c, "local")]),
  },
  { id: "D24", reason: "ISO_FEW", criterion: 6, anchor: "Table 1 row 6", ...mak("isolated", "central", "local") },
];

const branchRows: readonly Row[] = [
  { id: "D30", reason: "BR_ADBA", criterion: 1, anchor: "Branch; Table 1 row 1", ...adba("branch", "allowed") },
  { id: "D31", reason: "BR_REMOTE_KMS", criterion: 4, anchor: "Branch; Table 1 row 4", ...kms("branch", "central") },
  { id: "D32", reason: "BR_LOCAL_KMS", criterion: 5, anchor: "Branch; Table 1 row 5", ...kms("branch", "local") },
  { id: "D33", reason: "BR_FEW", criterion: 6, anchor: "Branch; Table 1 row 6", ...mak("branch", "central", "local") },
];

const disconnectedRows: readonly Row[] = [
  { id: "D40", reason: "DIS_ADBA", criterion: 1, anchor: "Disconnected", ...adba("disconnected", "allowed") },
  { id: "D41", reason: "DIS_KMS_VPN", criterion: 2, anchor: "Table 1 row 2", ...kms("disconnected", "central") },
  { id: "D42", reason: "DIS_MAK", criterion: 3, anchor: "Disconnected", ...mak("disconnected", "central") },
];

/**
 * The decision table: the first row that applies decides, and the last row of each kind of site always applies.
 *
 * @see https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client
 */
export const rows: readonly (Row | PassingRow)[] = [
  ...channelRows,
  ...labRows,
  gapRow,
  ...coreRows,
  ...isolatedRows,
  ...branchRows,
  ...disconnectedRows,
];
