import type { Prescription } from "./prescription.ts";

const core = "Core network";
const secure = "Isolated for security";
const branch = "Branch offices and distant networks";
const disconnected = "Disconnected computers";
const labs = "Test and development labs";

/** What the page says of kinds of networks. */
export const networkPrescriptions: readonly Prescription[] = [
  {
    section: "Network and connectivity",
    says: "Evaluate the network and its connections to determine how activation happens.",
    terms: ["Reaching a KMS host", "Contact"],
    how: "`sites.SITE.reaches` states what is meant to pass",
    rules: ["FW-KMS-03", "NET-01"],
  },
  {
    section: core,
    says: "Neither KMS nor ADBA needs the internet once it is set up.",
    how: "no row of either asks for it",
  },
  {
    section: core,
    says: "A centralised KMS is recommended.",
    rows: ["D11"],
    readings: ["A-7"],
    how: "`preferences.adba: allow` puts it first; the default puts ADBA first for what an object in the directory covers, because machines ask there first",
  },
  {
    section: core,
    says: "ADBA can be used too, and KMS may still be needed for computers outside the domain.",
    rows: ["D10", "D11", "D12"],
    rules: ["ADBA-09"],
  },
  {
    section: core,
    says: "Some run both, others KMS alone for simplicity.",
    how: "`preferences.adba`: `prefer`, `allow` or `never`",
    rules: ["KMS-THR-05"],
  },
  {
    section: core,
    says: "ADBA alone works where all clients run supported versions of Windows.",
    rows: ["D10"],
    terms: ["ADBA is possible"],
    rules: ["ADBA-04", "ADBA-09"],
  },
  {
    section: secure,
    says: "The security policies in place decide which method is best.",
    how: "`sites.SITE.reaches` and `preferences` state them",
  },
  {
    section: secure,
    says: "Where outbound requests on TCP port 1688 pass and RPC is allowed, use the KMS of the core; no further threshold has to be met.",
    rows: ["D20"],
    rules: ["ISO-01", "FW-KMS-03"],
    readings: ["A-9"],
  },
  {
    section: secure,
    says: "Where the network takes part in the forest, with LDAP and DNS to domain controllers, ADBA fits.",
    rows: ["D19", "D21"],
    rules: ["ADBA-03", "ISO-02", "ISO-04"],
  },
  {
    section: secure,
    says: "Where neither is possible, set up a KMS host inside the isolated network.",
    rows: ["D22"],
    rules: ["ISO-03"],
  },
  {
    section: secure,
    says: "With too few computers for its threshold, use MAKs.",
    rows: ["D24"],
    rules: ["KMS-THR-01", "KMS-THR-02"],
  },
  {
    section: secure,
    says: "In a fully isolated network use MAKs independently, by telephone or perhaps through a VAMT proxy.",
    rows: ["D23"],
    terms: ["Fully isolated", "Variant"],
    readings: ["A-10"],
  },
  {
    section: secure,
    says: "New computers may be activated with a MAK during setup, before they move into the isolated network.",
    none: "the plan says which method a machine has, not when it is activated; `internet: true` at the cohort says so if they are set up outside",
  },
  {
    section: branch,
    says: "ADBA wherever clients run supported versions of Windows and are in the domain.",
    rows: ["D30"],
    rules: ["ADBA-03", "ADBA-04"],
  },
  {
    section: branch,
    says: "A local KMS where a site has 25 or more client computers.",
    rows: ["D32"],
    rules: ["KMS-THR-01", "ISO-03"],
    readings: ["A-2", "A-3"],
  },
  {
    section: branch,
    says: "The KMS of the core where the site is connected to it, by VPN for example; the threshold then has to be met there only.",
    rows: ["D31"],
    readings: ["A-8"],
  },
  {
    section: branch,
    says: "A MAK where a site has few computers and no way to a KMS host.",
    rows: ["D33"],
    rules: ["MAK-02"],
  },
  {
    section: disconnected,
    says: "Disconnected computers use ADBA, KMS or a MAK, depending on how often they meet the core network.",
    rows: ["D05", "D40", "D41", "D42"],
    readings: ["A-23"],
  },
  {
    section: disconnected,
    says: "A remote place without any connection is an isolated network, even of one computer.",
    rows: ["D23", "D24"],
    how: "it is a site of kind `isolated` with a cohort of that count",
  },
  {
    section: disconnected,
    says: "ADBA asks that the computer is in the domain, runs a supported Windows, and meets the domain at least every 180 days, directly or by VPN.",
    rows: ["D40"],
    rules: ["ADBA-03", "ADBA-04", "ADBA-05", "DIS-01"],
    terms: ["ADBA is possible", "Contact"],
    readings: ["A-24"],
  },
  {
    section: disconnected,
    says: "Computers that rarely or never meet the network get a MAK, by telephone or internet.",
    rows: ["D05", "D42"],
    rules: ["DIS-01", "MAK-02"],
  },
  {
    section: labs,
    says: "Determine first whether lab computers need activation at all; within the licence agreement, frequently rebuilt ones may not.",
    rows: ["D03"],
    rules: ["LAB-02"],
    readings: ["A-27"],
  },
  {
    section: labs,
    says: "If they do, treat the lab as an isolated network.",
    rows: ["D04"],
  },
  {
    section: labs,
    says: "Where many computers come and go and few are KMS clients, monitor the count.",
    rows: ["D04"],
    rules: ["LAB-01", "CID-01"],
    how: "`activation forecast` shows what a lab adds to a count",
  },
  {
    section: labs,
    says: "The time for which a KMS remembers requests, 30 days by default, may need to be adjusted.",
    readings: ["A-11", "A-12"],
    none: "no setting for it is documented anywhere; the forecast counts with 30 days",
  },
];
