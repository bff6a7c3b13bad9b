import type { Prescription } from "./prescription.ts";

const channels = "Distribution channels and activation";
const retail = "Retail activations";
const oem = "Original equipment manufacturer";
const volume = "Volume licensing";
const models = "Activation models";
const makSection = "Multiple activation key";
const kmsSection = "Key Management Service";
const adbaSection = "Active Directory-based activation";

/** What the page says of channels and of the methods themselves. */
export const modelPrescriptions: readonly Prescription[] = [
  {
    section: channels,
    says: "An organisation may buy through several channels, and then combines several methods.",
    how: "the method is decided for each cohort, and a cohort has one `channel`",
  },
  {
    section: retail,
    says: "Each retail copy has a key of its own and is activated after installation, online or by telephone.",
    rows: ["D02"],
    terms: ["Variant"],
  },
  {
    section: oem,
    says: "The manufacturer activates its computers; nobody has to do anything more.",
    rows: ["D01"],
  },
  {
    section: oem,
    says: "Activation by the manufacturer holds as long as its image is used.",
    none: "the file does not say which image a machine runs; whoever reimages OEM machines declares them as `volume`",
  },
  {
    section: volume,
    says: "A volume agreement has to be set up first; certain programs restrict what it allows.",
    none: "contracts are outside the file",
  },
  {
    section: volume,
    says: "A new computer needs a full Windows client licence, from its manufacturer or bought at retail; volume licences cover upgrades only.",
    none: "the file counts activations, not the licences below them",
  },
  {
    section: volume,
    says: "Some editions, such as Windows Enterprise, come through volume licences or subscriptions only.",
    none: "no rule compares a cohort's channel with its edition",
  },
  {
    section: models,
    says: "Products bought at retail or from a manufacturer leave no choice of method.",
    rows: ["D01", "D02"],
  },
  {
    section: models,
    says: "A retail key is activated online, by telephone, or through a VAMT proxy.",
    terms: ["Variant"],
    rules: ["MAK-02"],
  },
  {
    section: models,
    says: "VAMT tracks and manages retail keys.",
    none: "retail keys are not in the file; their number is the count of the cohort",
  },
  {
    section: models,
    says: "The telephone is for computers that no network reaches.",
    rows: ["D23"],
    terms: ["Variant"],
  },
  {
    section: models,
    says: "A VAMT proxy activates where an organisation wants one place for it, or where computers reach the local network and not the internet.",
    terms: ["Variant"],
    how: "`vamt: true` at a site; without internet it comes before the telephone",
  },
  {
    section: models,
    says: "For volume licences, the best method or combination has to be determined: MAK, KMS or ADBA.",
    how: "[the table](decisions.md#the-table), whole",
  },
  {
    section: models,
    says: "Tokens are for approved customers with a public key infrastructure, Enterprise and Server, in isolated high-security environments.",
    rules: ["TOKEN-01"],
    how: "`method: token` is declared and never selected",
  },
  {
    section: makSection,
    says: "A MAK suits organisations that do not meet the requirements of a KMS.",
    rows: ["D13"],
  },
  {
    section: makSection,
    says: "A MAK may also be taken because it is simpler.",
    rules: ["MAK-04"],
    how: "`method: mak` declares it, and the rule advises where ADBA or KMS would do",
  },
  {
    section: makSection,
    says: "A MAK activates, for good, computers that are isolated from the KMS, and those in isolated networks with too few computers for one.",
    rows: ["D23", "D24", "D33"],
  },
  {
    section: makSection,
    says: "The MAK has to be installed on every computer that it activates.",
    how: "`activation plan FILE --against OLD` counts these machines",
  },
  {
    section: makSection,
    says: "It is activated once, online, by telephone or through a VAMT proxy.",
    rules: ["MAK-02"],
    terms: ["Variant"],
  },
  {
    section: makSection,
    says: "Each MAK has a preset number of activations; Microsoft raises it on a call.",
    rules: ["MAK-01"],
    how: "`keys.KEY.remaining` states what is left",
  },
  {
    section: makSection,
    says: "VAMT tracks how many activations were performed and remain.",
    none: "VAMT is not asked; `remaining` is what somebody read there",
  },
  {
    section: makSection,
    says: "MAKs and KMS keys are downloaded from Microsoft's licensing site.",
    none: "no product key passes through here: the file names a secret in a vault",
  },
  {
    section: kmsSection,
    says: "Computers activate in the local network and need no connection to Microsoft.",
    how: "no KMS row asks whether machines reach the internet",
  },
  {
    section: kmsSection,
    says: "A KMS needs no system of its own and may share one.",
    how: "`kmsHosts.HOST.existing` is any machine; nothing asks that it do nothing else",
  },
  {
    section: kmsSection,
    says: "Volume editions find their KMS host by themselves; users do nothing.",
    terms: ["Find", "Settings"],
    rules: ["DNS-SRV-01", "DNS-SRV-12"],
  },
  {
    section: kmsSection,
    says: "At least 25 computers are needed to activate Windows clients, and at least 5 to activate Windows Server; virtual machines count.",
    rows: ["D11", "D20", "D22", "D31", "D32", "D41"],
    rules: ["KMS-THR-01", "KMS-THR-02", "KMS-THR-04"],
    terms: ["Threshold"],
    readings: ["A-1", "A-13"],
  },
  {
    section: kmsSection,
    says: "Planning means choosing places for KMS hosts and their number; two are usual for availability.",
    rules: ["KMS-CAP-01", "KMS-CAP-02", "KMS-CAP-03", "REACH-01"],
    readings: ["A-22"],
  },
  {
    section: kmsSection,
    says: "A KMS host may run on a client Windows or on a server.",
    rules: ["KMS-OS-01", "KMS-OS-04"],
    readings: ["A-25"],
  },
  {
    section: adbaSection,
    says: "A computer of a domain asks the directory for an activation object instead of meeting a KMS host regularly.",
    terms: ["ADBA is possible", "ADBA is effective"],
    rules: ["ADBA-10"],
    readings: ["A-4"],
  },
  {
    section: adbaSection,
    says: "The computer checks the signatures in the object.",
    none: "machines do that; objects are read and verified here, and never written by hand",
  },
  {
    section: adbaSection,
    says: "At remote places that do not reach a KMS or its threshold, ADBA is better than a MAK wherever computers can contact their domain.",
    rows: ["D12", "D30"],
    rules: ["FOREST-01", "MAK-04"],
    readings: ["A-6"],
  },
];
