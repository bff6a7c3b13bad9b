import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FirewallRule, SecurityGroup } from "../../../modules/desired/item.ts";
import {
  everyAddress,
  formatAddress,
  prefixesSpace,
  prefixSpace,
  privateAddresses,
} from "../../../modules/firewall/addresses.ts";
import type { Flow, Network } from "../../../modules/firewall/matchRule.ts";
import { formatPacket, type Proof, proveFlow } from "../../../modules/firewall/prove.ts";
import { nothing } from "../../../modules/firewall/space.ts";

const rule = (overrides: Partial<FirewallRule> = {}): FirewallRule => ({
  name: "rule",
  priority: 100,
  direction: "Inbound",
  access: "Allow",
  protocol: "Tcp",
  sources: ["10.30.0.0/24"],
  destinations: ["*"],
  sourcePorts: ["*"],
  destinationPorts: ["1688"],
  groups: [],
  ...overrides,
});
const denyAll = rule({
  name: "deny",
  priority: 4000,
  access: "Deny",
  sources: ["*"],
  protocol: "*",
  destinationPorts: ["*"],
});
const group = (...rules: FirewallRule[]): SecurityGroup => ({
  kind: "securityGroup",
  name: "nsg",
  host: "kms-1",
  rules,
});
type FlowOverrides = Partial<Omit<Flow, "sources">> & { readonly sources?: string[] };
const flow = ({ sources = ["10.30.0.0/24"], ...overrides }: FlowOverrides = {}): Flow => ({
  intent: "open",
  protocol: "Tcp",
  sources: prefixesSpace(sources) ?? nothing,
  destination: "10.10.1.4",
  port: 1688,
  ...overrides,
});
const network: Network = { inside: prefixSpace("10.10.0.0/16") ?? nothing, perhapsInside: privateAddresses };
const prove = (rules: FirewallRule[], overrides: FlowOverrides = {}): Proof =>
  proveFlow([group(...rules)], flow(overrides), network);
const summary = ({ answer, decidedBy, packet }: Proof) => [answer, decidedBy?.rule, packet?.source];

describe("the order of rules", () => {
  it("lets the lower priority win, wherever the rule stands", () => {
    const proof = prove([
      denyAll,
      rule({ priority: 200 }),
      rule({ name: "shut", priority: 199, access: "Deny", sources: ["10.30.0.64/26"] }),
    ]);
    expect(proof).toEqual({
      answer: "deny",
      decidedBy: { group: "nsg", rule: "shut", priority: 199 },
      packet: {
        protocol: "Tcp",
        source: "10.30.0.65",
        sourcePort: 49_152,
        destination: "10.10.1.4",
        destinationPort: 1688,
      },
      why: "",
    });
  });

  it("does not let a later deny hide an allow", () => {
    expect(prove([rule(), denyAll]).answer).toBe("allow");
  });

  it("finds the one address that an allow leaves out", () => {
    const proof = prove([rule({ sources: ["10.30.0.0/25", "10.30.0.128/26", "10.30.0.192/27"] }), denyAll]);
    expect(summary(proof)).toEqual(["deny", "deny", "10.30.0.225"]);
  });

  it("ignores outbound rules", () => {
    expect(prove([rule({ direction: "Outbound" }), denyAll]).answer).toBe("deny");
  });

  it("ends with the default rules: what the virtual network may not hold is denied", () => {
    expect(prove([], { sources: ["203.0.113.9"] }).decidedBy).toEqual({
      group: "nsg",
      rule: "DenyAllInBound",
      priority: 65_500,
    });
    expect(prove([], { sources: ["10.10.9.0/24"] }).decidedBy).toEqual({
      group: "nsg",
      rule: "AllowVnetInBound",
      priority: 65_000,
    });
  });
});

describe("what a rule is about", () => {
  it.each([["1688"], ["*"], ["1600-1700"], ["80,", "1688"].slice(1), ["22", "1688-1688"]])(
    "opens port 1688 by %s",
    (...ports) => {
      expect(prove([rule({ destinationPorts: ports }), denyAll]).answer).toBe("allow");
    },
  );

  it.each(["1687", "1689-1700", "0-1687"])("does not open port 1688 by %s", (port) => {
    expect(prove([rule({ destinationPorts: [port] }), denyAll]).answer).toBe("deny");
  });

  it.each([
    ["Tcp", "allow"],
    ["tcp", "allow"],
    ["*", "allow"],
    ["Udp", "deny"],
    ["Icmp", "deny"],
  ])("takes protocol %s for %s", (protocol, answer) => {
    expect(prove([rule({ protocol }), denyAll]).answer).toBe(answer);
  });

  it.each([
    ["10.10.1.4", "allow"],
    ["10.10.0.0/16", "allow"],
    ["VirtualNetwork", "allow"],
    ["any", "allow"],
    ["10.10.1.5", "deny"],
    ["Internet", "deny"],
    ["AzureLoadBalancer", "deny"],
    ["fd00::/8", "deny"],
    ["Storage", "unknown"],
  ])("takes destination %s for %s", (destination, answer) => {
    expect(prove([rule({ destinations: [destination] }), denyAll]).answer).toBe(answer);
  });

  it.each([["nonsense"], []])("does not know what ports %j are", (...ports) => {
    expect(prove([rule({ destinationPorts: ports }), denyAll])).toMatchObject({
      answer: "unknown",
      why: "its ports cannot be read",
    });
    expect(prove([rule({ sourcePorts: ports }), denyAll])).toMatchObject({
      answer: "unknown",
      why: "its ports cannot be read",
    });
  });
});

describe("source terms", () => {
  it.each([
    ["*", "allow"],
    ["Any", "allow"],
    ["0.0.0.0/0", "allow"],
    ["0.0.0.0", "deny"],
    ["Internet", "deny"],
    ["internet", "deny"],
    ["AzureLoadBalancer", "deny"],
    ["::/0", "deny"],
    ["VirtualNetwork", "unknown"],
    ["Storage.WestEurope", "unknown"],
  ])("takes %s for %s of a private prefix elsewhere", (source, answer) => {
    expect(prove([rule({ sources: [source] }), denyAll]).answer).toBe(answer);
  });

  it.each([
    ["*", "allow"],
    ["Internet", "allow"],
    ["0.0.0.0/0", "allow"],
    ["VirtualNetwork", "deny"],
  ])("takes %s for %s of a public prefix", (source, answer) => {
    expect(prove([rule({ sources: [source] }), denyAll], { sources: ["203.0.113.0/24"] }).answer).toBe(answer);
  });

  it("takes Internet for unknown where the virtual network may hold everything", () => {
    const wide = { ...network, perhapsInside: everyAddress };
    const proof = proveFlow(
      [group(rule({ sources: ["Internet"] }), denyAll)],
      flow({ sources: ["203.0.113.0/24"] }),
      wide,
    );
    expect(proof).toMatchObject({ answer: "unknown", why: "what Internet leaves to the virtual network is not read" });
  });

  it("knows where the probes of a load balancer come from", () => {
    expect(prove([rule({ sources: ["AzureLoadBalancer"] }), denyAll], { sources: ["168.63.129.16/32"] }).answer).toBe(
      "allow",
    );
  });

  it("names the rule and the tag that it cannot resolve", () => {
    expect(prove([rule({ name: "hub", sources: ["AzureCloud"] }), denyAll])).toMatchObject({
      answer: "unknown",
      decidedBy: { rule: "hub" },
      why: "service tag AzureCloud is not resolved",
    });
  });

  it("does not resolve application security groups", () => {
    expect(prove([rule({ sources: [], groups: ["asg-clients"] }), denyAll])).toMatchObject({
      answer: "unknown",
      why: "application security group asg-clients is not resolved",
    });
    expect(prove([rule({ destinations: [], groups: ["asg-hosts"] }), denyAll]).answer).toBe("unknown");
  });

  it("says unknown about a rule without any source", () => {
    expect(prove([rule({ sources: [] }), denyAll])).toMatchObject({
      answer: "unknown",
      why: "the rule names no source",
    });
  });

  it("does not mind a rule that it cannot resolve where a later one says the same", () => {
    expect(prove([rule({ sources: ["AzureCloud"] }), rule({ priority: 110 }), denyAll]).answer).toBe("allow");
    expect(prove([rule({ sources: ["AzureCloud"], access: "Deny" }), rule({ priority: 110 }), denyAll]).answer).toBe(
      "unknown",
    );
  });

  it("does not mind a rule that it cannot resolve behind one that decides", () => {
    expect(prove([rule(), rule({ priority: 110, sources: ["AzureCloud"], access: "Deny" })]).answer).toBe("allow");
  });
});

describe("source ports", () => {
  it.each(["1688", "49152-65535", "0-65534"])("do not count as allow when a rule names %s", (port) => {
    expect(summary(prove([rule({ sourcePorts: [port] }), denyAll]))).toEqual(["deny", "deny", "10.30.0.1"]);
  });

  it.each([["*"], ["0-65535"], ["0-1023", "1024-65535"]])("are all of them by %s", (...ports) => {
    expect(prove([rule({ sourcePorts: ports }), denyAll]).answer).toBe("allow");
  });

  it("deny clients that take a denied one, and show it", () => {
    const proof = prove([rule({ access: "Deny", sourcePorts: ["50000-50010"] }), rule({ priority: 110 })]);
    expect(proof).toMatchObject({ answer: "deny", packet: { sourcePort: 50_000 } });
  });

  it("do not let an allow for one port answer for a deny of another", () => {
    const rules = [
      rule({ sourcePorts: ["50000"] }),
      rule({ priority: 110, access: "Deny", sourcePorts: ["50000"] }),
      rule({ priority: 120 }),
    ];
    expect(prove(rules).answer).toBe("allow");
  });

  it("open what must be shut, and do not shut what is open", () => {
    expect(prove([rule({ sourcePorts: ["53"] }), denyAll], { intent: "shut" })).toMatchObject({
      answer: "allow",
      packet: { sourcePort: 53 },
    });
    expect(
      prove([rule({ access: "Deny", sourcePorts: ["53"] }), rule({ priority: 110 })], { intent: "shut" }).answer,
    ).toBe("allow");
  });
});

describe("flows that must be shut", () => {
  it("are shut by a deny for everybody", () => {
    expect(prove([rule({ sources: ["10.20.0.0/16"] }), denyAll], { intent: "shut" }).answer).toBe("deny");
  });

  it("are open as soon as one source passes", () => {
    expect(summary(prove([rule({ sources: ["10.30.0.128/25"] }), denyAll], { intent: "shut" }))).toEqual([
      "allow",
      "rule",
      "10.30.0.129",
    ]);
  });

  it("are unknown where only the default rule for the virtual network stands in the way", () => {
    expect(prove([], { intent: "shut" })).toMatchObject({ answer: "unknown", decidedBy: { rule: "AllowVnetInBound" } });
  });
});

describe("several groups", () => {
  const open = group(rule({ sources: ["*"] }));
  const half = { ...group(rule({ sources: ["10.30.0.0/25"] }), denyAll), name: "subnet-nsg" };

  it("must all let a packet through", () => {
    expect(proveFlow([open, open], flow(), network).answer).toBe("allow");
    expect(proveFlow([open, half], flow(), network)).toMatchObject({
      answer: "deny",
      decidedBy: { group: "subnet-nsg" },
    });
    expect(proveFlow([half, open], flow(), network)).toMatchObject({
      answer: "deny",
      decidedBy: { group: "subnet-nsg" },
    });
  });

  it("shut a flow together", () => {
    const other = group(rule({ sources: ["10.30.0.128/25"] }), denyAll);
    expect(proveFlow([half, other], flow({ intent: "shut" }), network).answer).toBe("deny");
  });

  it("keep what one of them does not know, unless another denies it", () => {
    const doubtful = group(rule({ sources: ["AzureCloud"] }), denyAll);
    expect(proveFlow([doubtful, open], flow(), network)).toMatchObject({
      answer: "unknown",
      decidedBy: { rule: "rule" },
    });
    expect(proveFlow([doubtful, group(denyAll)], flow({ intent: "shut" }), network).answer).toBe("deny");
  });

  it("let everything pass where there is none", () => {
    expect(proveFlow([], flow(), network)).toMatchObject({
      answer: "allow",
      decidedBy: null,
      packet: { source: "10.30.0.1" },
    });
  });
});

describe("what is not proved", () => {
  it.each([{ sources: ["fd00::/8"] }, { sources: [] }, { destination: "fd00::4" }])("is unknown: %j", (overrides) => {
    expect(prove([rule()], overrides)).toEqual({
      answer: "unknown",
      decidedBy: null,
      packet: null,
      why: "only IPv4 sources and destinations are proved",
    });
  });
});

describe("against an evaluator of single packets", () => {
  const prefix = fc.tuple(fc.nat(15), fc.integer({ min: 28, max: 32 })).map(([low, bits]) => `10.0.0.${low}/${bits}`);
  const sourceTerm = fc.oneof(
    { weight: 3, arbitrary: prefix },
    { weight: 1, arbitrary: fc.constantFrom("*", "Internet", "VirtualNetwork", "Storage") },
  );
  const rules = fc.uniqueArray(
    fc.record({
      priority: fc.integer({ min: 100, max: 130 }),
      access: fc.constantFrom("Allow" as const, "Deny" as const),
      protocol: fc.constantFrom("Tcp", "Udp", "*"),
      sources: fc.array(sourceTerm, { minLength: 1, maxLength: 3 }),
      destinations: fc.constantFrom(["*"], ["10.0.0.4"], ["10.0.0.8/30", "10.0.0.4/31"], ["10.0.0.0/30"]),
      sourcePorts: fc.constantFrom(["*"], ["*"], ["50000"], ["0-49999", "50001-65535"]),
      destinationPorts: fc.constantFrom(["1688"], ["*"], ["1600-1687"], ["22", "1688-1690"]),
    }),
    { selector: (r) => r.priority, maxLength: 8 },
  );
  const inside = prefixSpace("10.0.0.0/29") ?? nothing;
  const known: Network = { inside, perhapsInside: inside };
  const net = 0x0a000000;

  const inPrefix = (text: string, address: number): boolean => {
    const [low, bits] = [Number(/10\.0\.0\.(\d+)/.exec(text)?.[1]), Number(text.split("/")[1] ?? 32)];
    return Math.floor(address / 2 ** (32 - bits)) === Math.floor(low / 2 ** (32 - bits));
  };
  const inTerm = (text: string, address: number): boolean =>
    text === "*" || (text === "VirtualNetwork" && address < 8) || (/^10/.test(text) && inPrefix(text, address));
  const concerns = (r: FirewallRule, port: number): boolean =>
    ["Tcp", "*"].includes(r.protocol) &&
    ["*", "1688", "1688-1690"].some((text) => r.destinationPorts.includes(text)) &&
    r.destinations.some((text) => inTerm(text, 4)) &&
    (r.sourcePorts.includes("*") || r.sourcePorts.includes("50000") === (port === 50_000));

  /** What may become of one packet, first match first: a rule with a tag that nobody resolved matches or does not. */
  const fates = (list: readonly FirewallRule[], source: number, port: number): Set<string> => {
    const seen = new Set<string>();
    for (const r of list.filter((one) => concerns(one, port)).toSorted((a, b) => a.priority - b.priority)) {
      if (r.sources.some((text) => inTerm(text, source))) return seen.add(r.access);
      if (r.sources.includes("Storage")) seen.add(r.access);
    }
    return seen.add(source < 8 ? "Allow" : "Deny");
  };
  const answerOf = (fate: Set<string>): string => (fate.size > 1 ? "unknown" : [...fate].join().toLowerCase());
  const expected = (answers: string[], order: string[]) => order.find((answer) => answers.includes(answer));

  it.each([
    { intent: "open", order: ["deny", "unknown", "allow"] },
    { intent: "shut", order: ["allow", "unknown", "deny"] },
  ] as const)(
    "says of an $intent flow what all its packets say together, and shows one of them",
    ({ intent, order }) => {
      fc.assert(
        fc.property(rules, prefix, (drawn, sources) => {
          const list = drawn.map((r, i) => rule({ ...r, name: `r${i}` }));
          const proof = proveFlow(
            [group(...list)],
            flow({ sources: [sources], destination: "10.0.0.4", intent }),
            known,
          );
          const all = Array.from({ length: 16 }, (_, i) => i).filter((address) => inPrefix(sources, address));
          const answers = all.flatMap((source) => [50_000, 1].map((port) => answerOf(fates(list, source, port))));
          expect(proof.answer).toBe(expected(answers, [...order]));
          const shown = all.find((source) => formatAddress(net + source) === proof.packet?.source) ?? -1;
          expect(answerOf(fates(list, shown, proof.packet?.sourcePort ?? -1))).toBe(proof.answer);
        }),
        { numRuns: 2000 },
      );
    },
  );
});

it("writes a packet as people do", () => {
  const { packet } = prove([rule()]);
  expect(packet && formatPacket(packet)).toBe("Tcp 10.30.0.1:49152 -> 10.10.1.4:1688");
});
