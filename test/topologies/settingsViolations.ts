import type { Violation } from "./violations.ts";

/** Of settings.topology.yaml. */
export const settings: readonly Violation[] = [
  {
    rule: "ADBA-01",
    subject: "forests.old.example",
    message:
      "forest old.example: its schema is version 47, and activation objects need 56 or more; extend it with adprep of Windows Server 2012 or later",
  },
  {
    rule: "ADBA-04",
    subject: "sites.hq.cohorts.old",
    message:
      "site hq: cohort old (13 client machines) is to use ADBA and runs Windows 7 Pro, which is older than ADBA; give the cohort the method kms-central, kms-local or mak",
  },
  {
    rule: "ADBA-09",
    subject: "sites.far",
    message:
      "site far: ADBA cannot serve 32 counters, so they spend 32 activations of a MAK, and 25 are enough for a KMS host; declare one that they reach",
  },
  {
    rule: "ADBA-10",
    subject: "sites.hq.cohorts.typed",
    message:
      "site hq: cohort typed (14 client machines) is to use kms-central, and its machines ask their forest first, which serves them, so they will use ADBA and add nothing to a count; set VLActivationType 2 on them and state activationType: kms, or give the cohort the method adba",
  },
  {
    rule: "AVMA-01",
    subject: "sites.hq.cohorts.guests",
    message:
      "site hq: cohort guests (17 servers) is to use avma, and Windows Server 2025 Standard is newer than their host's Windows Server 2022 Datacenter; run them on a host that is as new as they are, or give the cohort another method",
  },
  {
    rule: "AZ-01",
    subject: "sites.hq.cohorts.cloud",
    message:
      "site hq: cohort cloud (18 servers) is to use azure-kms, and a forced tunnel hides the machines' Azure addresses, and Azure's KMS answers no others; route the addresses of Azure's KMS with next hop Internet, and state it in azureKms.routeToInternet, or give the cohort another method",
  },
  {
    rule: "CID-01",
    subject: "kmsHosts.kms-clones",
    message:
      "kms-clones: 31 machines ask with 3 client machine ids (31 copies of clones have 3), and Windows clients need 25 different ones; generalize the image with sysprep, and give the machines new ids with slmgr /rearm",
  },
  {
    rule: "DNS-SRV-09",
    subject: "kmsHosts.kms-depot",
    message:
      "kms-depot at site depot publishes itself, and not in depot.corp.example, where scanners of depot look for it; list it in DnsDomainPublishList on the host, and as kmsHosts.kms-depot.records.domains",
  },
  {
    rule: "DNS-SRV-10",
    subject: "kmsHosts.kms-1",
    message:
      "kms-1 and kms-2 have different priorities or weights, and 98 machines (kiosks of hq, servers of hq, old of hq and bare of hq) keep the host that last answered them (the default of Windows), so they follow neither; disable that on the machines (slmgr /ckhc) and state hostCaching: false, or give the hosts one priority and weight",
  },
  {
    rule: "DNS-SRV-12",
    subject: "sites.dmz.cohorts.web",
    message:
      "site dmz: cohort web (8 servers) is in no domain and has no DNS suffix in which to look for kms-1 and kms-2; give the machines a suffix (DHCP option 15) and state it as sites.dmz.suffixes, or set them to a host (pinnedTo)",
  },
  {
    rule: "FOREST-01",
    subject: "forests.bare.example",
    message:
      "forest bare.example has no activation object and could activate 15 machines of hq without any count; declare one (forests.bare.example.activationObjects), or state preferences: { adba: never }",
  },
  {
    rule: "HOSTNAME-01",
    subject: "kmsHosts.kms-clones",
    message:
      "kms-clones is named kms-clones.elsewhere.example, which lies in no zone and no forest of the file and is no name of Azure's own KMS; correct it, or declare the zone in which it lies",
  },
  {
    rule: "ISO-02",
    subject: "sites.plant.cohorts.lines",
    message:
      "site plant: cohort lines (7 client machines) is to use ADBA, which needs LDAP and DNS to a domain controller of corp.example, and sites.plant.reaches does not state DNS; open and state it, or give the cohort the method kms-local or mak",
  },
  {
    rule: "KMS-CAP-02",
    subject: "kmsHosts.kms-shop-1",
    message:
      "kms-shop-1 and kms-shop-2: 30 machines choose between kms-shop-1 and kms-shop-2, which leaves about 15 for each of them, and Windows clients need 25 on one host; let fewer hosts serve them, or give one a better priority",
  },
  {
    rule: "KMS-CAP-03",
    subject: "kmsHosts.kms-2",
    message:
      "kms-2 stands by with priority 10 behind kms-1 and counts nobody; without those, 98 machines would turn to it and it would activate nothing new before 25 of them have asked it; give it the same priority, or accept that new machines wait then",
  },
  {
    rule: "KMS-CAP-05",
    subject: "keys.windows-2025",
    message:
      "key windows-2025: kms-1 has used 10 of 10 activations, so a new machine or system in its place could not be activated; ask Microsoft for more before it has to be replaced, or give it another key",
  },
  {
    rule: "KMS-CFG-01",
    subject: "kmsHosts.kms-1",
    message:
      "kms-1 at site hq listens on TCP 1689; records and security groups of this file follow, and 1689 has to stand in every other firewall on the way, and in the settings of pinned of hq too; see to that, or keep 1688",
  },
  {
    rule: "KMS-CFG-02",
    subject: "kmsHosts.kms-1",
    message:
      "kms-1 at site hq is to hand out 5 minutes as its activation interval, and Windows takes 15 to 43200; choose a value in between",
  },
  {
    rule: "KMS-CFG-03",
    subject: "kmsHosts.kms-1",
    message:
      "kms-1 at site hq hands out a renewal interval of 30240 minutes (21 days): it forgets machines after 30 days, so its count lives on fewer calls; set 10080 minutes or less",
  },
  {
    rule: "KMS-CFG-04",
    subject: "kmsHosts.kms-1",
    message:
      "kms-1 at site hq runs KMS at low priority (shares the machine with a database), and 11 machines that ask it find no host at normal priority: while it is busy they are neither counted nor renewed; run it at normal priority, or declare a second host that they may use",
  },
  {
    rule: "KMS-OS-02",
    subject: "sites.hq.cohorts.office",
    message:
      "site hq: cohort office (12 machines with Office) runs Office 2019, which no key of kms-1 and kms-2 covers, and it reaches no other KMS host; put a key of group office-2019 on one of them, or give the cohort the method mak",
  },
  {
    rule: "KMS-OS-03",
    subject: "sites.desk.cohorts.racks",
    message:
      "site desk: cohort racks (6 servers) is to ask kms-desk, which runs Windows 10 Pro, and a client Windows counts no servers; move the host to Windows Server, or let the cohort use another host or method",
  },
  {
    rule: "KMS-OS-05",
    subject: "kmsHosts.kms-1",
    message:
      "kms-1 at site hq runs Windows Server 2022 Standard and needs KB5034765 of 2024-02-13, or a later cumulative update, for Windows Server 2025 Datacenter (servers of hq), which is not among kmsHosts.kms-1.updates; install it and list it there",
  },
  {
    rule: "KMS-OS-06",
    subject: "kmsHosts.kms-1",
    message:
      "kms-1 at site hq has a key of office-2021, which Windows takes only with the Volume License Pack of that Office, and kmsHosts.kms-1.licensePacks does not list it; install the pack and list it there",
  },
  {
    rule: "KMS-THR-04",
    subject: "kmsHosts.kms-depot",
    message:
      "kms-depot: 27 machines ask it, and Windows clients (scanners of depot) need 25, so 3 that stay away for 30 days are enough to lose it; let more machines ask it, or know what to do then",
  },
  {
    rule: "LAB-01",
    subject: "kmsHosts.kms-bench",
    message:
      "kms-bench: of 33 machines that ask it, 33 are rebuilt within 30 days (33 trials of bench); its count shows them more than once while they come and forgets them 30 days after, and Windows clients need 25; have somebody watch the count, or leave lab machines without activation where the agreement allows it",
  },
  {
    rule: "MAK-04",
    subject: "sites.hq.cohorts.spent",
    message:
      "site hq: cohort spent (16 client machines) has the declared method mak, which spends 16 activations, and kms-central would activate it without any (row D11); take the method off the cohort",
  },
  {
    rule: "NET-01",
    subject: "sites.empty",
    message:
      "10.23.0.0/24 is a network of desk and empty: an address of it says nothing about the site, and nothing about who is let through to a KMS host; correct the networks of empty or desk",
  },
  {
    rule: "REACH-01",
    subject: "kmsHosts.kms-idle",
    message:
      "kms-idle at site empty is reached by no machines of the file; state who reaches it (reaches.kms), or take it out of the file",
  },
  {
    rule: "SET-01",
    subject: "policy.rules.KMS-CFG-01",
    message: "KMS-CFG-01 is advisory already; remove the severity",
  },
  {
    rule: "SET-02",
    subject: "policy.rules.KMS-CAP-01",
    message: "KMS-CAP-01 is switched off by the file: a second host is ordered",
  },
  {
    rule: "SUB-01",
    subject: "sites.hq.cohorts.laptops",
    message:
      "site hq: cohort laptops (19 client machines) is to use subscription, and the machines are not joined to Entra; join them to Entra, alone or hybrid, and state it in subscription.join, or give the cohort another method",
  },
  {
    rule: "SUP-01",
    subject: "suppressions[0]",
    message:
      "the suppression of KMS-CAP-01 for sites.hq by hq-it expired on 2021-06-30; remove it, or have hq-it decide anew and set a later day",
  },
  {
    rule: "SUP-02",
    subject: "suppressions[1]",
    message: 'there is no rule "KMS-CAP-06" to suppress; did you mean "KMS-CAP-01"?',
  },
  {
    rule: "TOKEN-01",
    subject: "sites.hq.cohorts.terminals",
    message:
      "site hq: cohort terminals (20 client machines) is to use token, and Microsoft has not approved tokens for the organisation; arrange it with Microsoft and state it in token.approved, or give the cohort another method",
  },
  {
    rule: "ZONE-01",
    subject: "sites.shop",
    message:
      "shop.example, where machines of shop look for kms-shop-1 and kms-shop-2, lies in no zone of the file, so no record is declared there; declare the zone, or state records: { publishedBy: none } for a host whose record is kept elsewhere",
  },
];
