/** What a rule must say of a topology of this folder, or of a resource beside one. */
export interface Violation {
  readonly rule: string;
  readonly subject: string;
  /** The whole sentence: which site or thing, the numbers, what helps. */
  readonly message: string;
}

/** Of hosts.topology.yaml. */
export const hosts: readonly Violation[] = [
  {
    rule: "DNS-SRV-01",
    subject: "sites.hq",
    message:
      "site hq: kiosks and office look for _vlmcs._tcp.desk.az.rules.example, and no record of kms-1 is declared there; let the toolkit publish one (kmsHosts.kms-1.records), or take desk.az.rules.example off the site's suffixes",
  },
  {
    rule: "DNS-SRV-11",
    subject: "zones.open.example",
    message:
      "zone open.example on ns1.open.example takes updates from anybody, so anybody can send clients to a host of theirs; sign updates (zones.open.example.signing: tsig or gssTsig) and let the server refuse others",
  },
  {
    rule: "FW-KMS-03",
    subject: "sites.plant",
    message:
      "TCP 1688 from site plant to kms-old and kms-cloud must be shut and depends on plant-fw, for which network-team vouched until 2021-06-30 only; have it attested again",
  },
  {
    rule: "KMS-CAP-04",
    subject: "keys.windows-2025",
    message:
      "key windows-2025 is on 3 hosts of this file (kms-1, kms-old and kms-cloud) and 5 elsewhere, 8 together, and allows 6; use another key on some of them, or have Microsoft raise the limit and state it as keys.windows-2025.activations.limit",
  },
  {
    rule: "KMS-OS-01",
    subject: "kmsHosts.kms-old",
    message:
      "kms-old at site depot runs Windows Server 2016 Standard, and key windows-2025 of group windows-server-2025 may be installed on windows-server-2025, windows-server-2022, windows-server-2019 only; move the host to one of these, or give it a key that Windows Server 2016 Standard may carry",
  },
  {
    rule: "KMS-OS-04",
    subject: "kmsHosts.kms-cloud",
    message:
      "kms-cloud at site depot runs Windows Server 2025 Datacenter: Azure Edition, which cannot be a KMS host; use Standard or Datacenter",
  },
  {
    rule: "KMS-THR-01",
    subject: "sites.hq.cohorts.kiosks",
    message:
      "site hq: cohort kiosks (10 client machines) may use kms-1 in the core, which 10 machines ask, and Windows clients need 25; let more machines ask one host, or give the cohort the method mak or adba",
  },
  {
    rule: "KMS-THR-02",
    subject: "sites.depot.cohorts.scanners",
    message:
      "site depot: cohort scanners (4 servers) may use no KMS host at its own site, and servers need 5; let more machines ask one host, or give the cohort the method mak or adba",
  },
  {
    rule: "KMS-THR-03",
    subject: "sites.hq.cohorts.office",
    message:
      "site hq: cohort office (3 machines with Office) may use kms-1 in the core, which 3 machines ask, and Office need 5; let more machines ask one host, or give the cohort the method mak or adba",
  },
  {
    rule: "KMS-THR-05",
    subject: "kmsHosts.kms-1",
    message:
      "kms-1: 10 machines ask it and 25 are needed; it has 30 only by counting 20 laptops of hq (other channel), which never ask it; leave the whole cohort to ADBA or MAK, or set those machines to KMS",
  },
];

/** Of sites.topology.yaml. */
export const sites: readonly Violation[] = [
  {
    rule: "ADBA-03",
    subject: "sites.hq.cohorts.tills",
    message:
      "site hq: cohort tills (12 client machines) is to use ADBA, and they are in no domain; see to that, or give the cohort the method kms-central or mak",
  },
  {
    rule: "ADBA-05",
    subject: "sites.sales.cohorts.roaming",
    message:
      "site sales: cohort roaming (20 client machines) meets corp.example every 200 days, and activation by ADBA lasts 180 days; bring the machines to their domain more often, or give the cohort the method mak",
  },
  {
    rule: "DIS-01",
    subject: "sites.sales.cohorts.callers",
    message:
      "site sales: cohort callers (21 client machines) is to use kms-central and meets a KMS host in the core every 210 days, and activation lasts 180 days; bring the machines to the network more often and state the contact, or give the cohort the method mak",
  },
  {
    rule: "ISO-01",
    subject: "sites.dmz.cohorts.web",
    message:
      "site dmz: cohort web (13 servers) is to use central KMS, which needs TCP 1688 and RPC to a core host, and sites.dmz.reaches states tcp1688 to kms-1; open both and state it, or give the cohort the method kms-local or mak",
  },
  {
    rule: "ISO-03",
    subject: "sites.plant.cohorts.lines",
    message:
      "site plant: cohort lines (31 client machines) is to use local KMS, and the site has no KMS host; declare a host there that enough machines ask, or give the cohort the method mak",
  },
  {
    rule: "ISO-04",
    subject: "sites.vessel.cohorts.bridge",
    message:
      "site vessel: cohort bridge (5 client machines) is to use adba and reaches no internet, no KMS host elsewhere and no forest; state what the site reaches, or give the cohort the method kms-local or mak",
  },
  {
    rule: "KMS-CAP-01",
    subject: "sites.hq",
    message:
      "site hq: 52 machines that ask kms-1 may use no other KMS host, and one host is enough for 50; declare a second host that they may use",
  },
  {
    rule: "LAB-02",
    subject: "sites.bench.cohorts.rebuilt",
    message:
      "site bench: cohort rebuilt (14 client machines) is not activated, and withinAgreement of the lab is not stated; state withinAgreement: true if the licence agreement covers these machines, or activate them",
  },
  {
    rule: "MAK-01",
    subject: "keys.mak-client",
    message:
      "product client: 59 machines get a MAK (59 at site vessel), and mak-client has 50 activations left, 9 too few; declare a MAK with enough activations, or have Microsoft raise its limit",
  },
  {
    rule: "MAK-02",
    subject: "sites.vessel.cohorts.engine",
    message:
      "site vessel: cohort engine (6 client machines) has the method mak and no way to activate a key: neither internet nor VAMT nor telephone; state internet, vamt or phone as true where there is one",
  },
  {
    rule: "TOT-01",
    subject: "licensed.client",
    message:
      "product client: the cohorts of all sites add up to 202 and 300 are licensed, 98 too few; correct a count, or licensed.client",
  },
];

/** Of what test/programs/offending adds to inOrder.topology.yaml under the name of the rule. */
export const resources: readonly Violation[] = [
  {
    rule: "DNS-SRV-02",
    subject: "zones.az.rules.example",
    message:
      "_vlmcs._tcp.stale.az.rules.example in zone az.rules.example points to retired.az.rules.example:1688, which is no KMS host of the file; remove the record, declare the host, or list the record under zones.az.rules.example.keep with a reason",
  },
  {
    rule: "DNS-SRV-03",
    subject: "kmsHosts.kms-1",
    message:
      "_vlmcs._tcp.port.az.rules.example in zone az.rules.example gives port 1689, and kms-1 at site hq listens on 1688; give both the same port",
  },
  {
    rule: "DNS-SRV-05",
    subject: "zones.az.rules.example",
    message:
      "_vlmcs._tcp.twice.az.rules.example in zone az.rules.example gives kms-1.az.rules.example:1688 2 times (priority 0 and 10), so nobody can say which of them counts; keep one",
  },
  {
    rule: "FW-KMS-03",
    subject: "sites.hq",
    message:
      "TCP 1688 from site hq to kms-1 must be open and is denied by rule deny-hq (priority 900) of nsg-kms-1, for example Tcp 10.10.0.1:49152 -> 10.10.1.4:1688; allow TCP 1688 from 10.10.0.0/16 before",
  },
  {
    rule: "FW-KMS-04",
    subject: "kmsHosts.kms-1",
    message:
      "kms-1 at site hq: TCP 1688 from the internet is let through by rule allow-all (priority 910) of nsg-kms-1, for example Tcp 1.0.0.1:49152 -> 10.10.1.4:1688; allow the networks of its clients only",
  },
  {
    rule: "FW-KMS-04",
    subject: "zones.public.rules.example",
    message:
      "_vlmcs._tcp.public.rules.example in zone public.rules.example tells the internet of kms-1.az.rules.example:1688; publish it in a private zone",
  },
  {
    rule: "FW-KMS-05",
    subject: "kmsHosts.kms-1",
    message:
      "rule allow-rpc (priority 930) of nsg-kms-1 opens TCP 135 of kms-1 to hq; KMS needs TCP 1688 alone, however often it is called RPC; close the others, or name only those who manage the host as sources",
  },
  {
    rule: "KEY-02",
    subject: "resources.tagged",
    message:
      "resource tagged holds the product key XXXXX-XXXXX-XXXXX-XXXXX-????? in tags.note; take it out, keep it in a vault that the machine reads itself, and have the key replaced if it was ever stored",
  },
];

/** The same, of what can be previewed and not brought up. */
export const previewed: readonly Violation[] = [
  {
    rule: "ADBA-07",
    subject: "forests.corp.example",
    message:
      "forest corp.example: the activation object Windows Server 2025 objects of the whole corporation has a name of 52 characters, and 40 are allowed; shorten it before the object is made, because it cannot be renamed",
  },
];
