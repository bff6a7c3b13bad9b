import type { Prescription } from "./prescription.ts";

const table = "Mapping the network to activation methods (Table 1)";
const keys = "Choosing and acquiring keys";
const hostKeys = "KMS host keys";
const gvlks = "Generic volume licensing keys";
const host = "Selecting a KMS host";

/** What the page says in Table 1, of keys and of KMS hosts. */
export const tableAndKeyPrescriptions: readonly Prescription[] = [
  {
    section: table,
    says: "Row 1: computers of a domain that contact a domain controller at least every 180 days use ADBA, wherever they are.",
    rows: ["D10", "D12", "D19", "D21", "D30", "D40"],
    rules: ["ADBA-05"],
  },
  {
    section: table,
    says: "Row 2: computers of the core network that connect at least every 180 days use its KMS; the core has to meet the threshold.",
    rows: ["D11", "D41"],
    rules: ["KMS-THR-01", "KMS-THR-02", "DIS-01"],
  },
  {
    section: table,
    says: "Row 3: computers that do not connect every 180 days, or where no network meets the threshold, use MAKs.",
    rows: ["D05", "D13", "D42"],
    readings: ["A-6"],
  },
  {
    section: table,
    says: "Row 4: computers in semi-isolated networks that reach the KMS of the core use it.",
    rows: ["D20", "D31"],
    readings: ["A-10"],
  },
  {
    section: table,
    says: "Row 5: computers in isolated networks where the threshold is met use a local KMS.",
    rows: ["D22", "D32"],
    rules: ["ISO-03"],
  },
  {
    section: table,
    says: "Row 6: computers in isolated networks where it is not met use MAKs.",
    rows: ["D23", "D24", "D33"],
  },
  {
    section: table,
    says: "Row 7: lab computers that are not activated have no method.",
    rows: ["D03"],
    rules: ["LAB-02"],
  },
  {
    section: table,
    says: "Row 8: computers without a volume licence, bought at retail, are activated at retail, online or by telephone.",
    rows: ["D02"],
    readings: ["A-5"],
  },
  {
    section: table,
    says: "Row 9: computers licensed by their manufacturer were activated at the factory.",
    rows: ["D01"],
    readings: ["A-5"],
  },
  {
    section: table,
    says: "The total should be the number of licensed computers.",
    rules: ["TOT-01"],
    how: "`activation worksheet` prints both and the difference",
  },
  {
    section: table,
    says: "Fill in the table.",
    readings: ["A-26"],
    how: "`activation worksheet`",
  },
  {
    section: keys,
    says: "Keys come from the licensing site of the agreement, or from the activation centre.",
    none: "no product key passes through here",
  },
  {
    section: hostKeys,
    says: "Every KMS host needs a KMS host key.",
    rules: ["KMS-OS-01", "KMS-CAP-04", "KMS-CAP-05"],
    how: "`kmsHosts.HOST.keys`",
  },
  {
    section: hostKeys,
    says: "A host on a supported Windows Server activates both servers and clients.",
    rules: ["KMS-OS-02"],
    terms: ["May use"],
    readings: ["A-25"],
  },
  {
    section: hostKeys,
    says: "Activation objects in the directory need a KMS host key too.",
    how: "`forests.FOREST.activationObjects.OBJECT.key`",
    terms: ["ADBA is possible"],
  },
  {
    section: gvlks,
    says: "Images for machines with KMS or ADBA carry the generic volume licence key, and it fits the edition.",
    none: "the keys of images are not in the file",
  },
  {
    section: gvlks,
    says: "The generic key works only with a KMS host key or an activation object that is there.",
    terms: ["ADBA is possible", "May use"],
    rules: ["ADBA-03", "KMS-THR-05"],
  },
  {
    section: gvlks,
    says: "It has to be entered by hand only on computers with a MAK or retail key and on those that change to KMS or ADBA.",
    how: "`activation plan FILE --against OLD` counts these machines",
  },
  {
    section: gvlks,
    says: "All other product keys are confidential.",
    rules: ["KEY-02"],
    how: "a key in any file is refused and never printed",
  },
  {
    section: "Multiple activation keys",
    says: "MAKs with enough activations are needed.",
    rules: ["MAK-01"],
  },
  {
    section: host,
    says: "A KMS host may share a machine with other services, domain controllers among them, and be physical or virtual.",
    how: "`kmsHosts.HOST.existing` is any machine; nothing asks that it do nothing else",
  },
  {
    section: host,
    says: "A KMS host runs any supported Windows; a server activates everything, a client Windows only clients.",
    rules: ["KMS-OS-01", "KMS-OS-03", "KMS-OS-04"],
    terms: ["May use"],
    readings: ["A-25"],
  },
  {
    section: host,
    says: "Deploy at least two hosts for failover; with ADBA that may not be needed, and two do for most organisations.",
    rules: ["KMS-CAP-01"],
    readings: ["A-22"],
    how: "KMS-CAP-01 counts only machines that really ask",
  },
  {
    section: host,
    says: "Flow 1-2: an administrator installs the host key, and Microsoft validates it.",
    none: "no key is installed by this version; a preview lists what is left to do",
  },
  {
    section: host,
    says: "Flow 3: the host writes its record into DNS; without dynamic updates somebody adds it by hand.",
    rules: ["DNS-SRV-01", "DNS-SRV-03", "DNS-SRV-09", "ZONE-01"],
    how: "the records are declared and provisioned (`records.publishedBy`)",
  },
  {
    section: host,
    says: "Flow 4: clients locate the host through DNS.",
    rules: ["DNS-SRV-01", "DNS-SRV-02", "DNS-SRV-12", "HOSTNAME-01"],
    terms: ["Find"],
  },
  {
    section: host,
    says: "Flow 5: the client sends its request to the host.",
    rules: ["FW-KMS-03", "FW-KMS-04", "FW-KMS-05"],
    terms: ["Reaching a KMS host"],
  },
  {
    section: host,
    says: "Flow 6: the host tells computers apart by their client ids; a restart may lose them.",
    rules: ["CID-01"],
    terms: ["Demand"],
    readings: ["A-11"],
  },
  {
    section: host,
    says: "Flow 7: the host answers if its key fits the product.",
    rules: ["KMS-OS-02", "KMS-OS-05", "KMS-OS-06"],
    terms: ["May use"],
  },
  {
    section: host,
    says: "Flow 8: the client is activated once the count is reached, else it tries again.",
    rules: ["KMS-THR-01", "KMS-THR-02", "KMS-THR-03"],
    terms: ["Threshold"],
    readings: ["A-1"],
  },
];
