import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FirewallRule } from "../../../modules/desired/item.ts";
import { formatAddress, prefixSpace } from "../../../modules/firewall/addresses.ts";
import type { Network } from "../../../modules/firewall/matchRule.ts";
import { proveFlow } from "../../../modules/firewall/prove.ts";
import { nothing } from "../../../modules/firewall/space.ts";
import { someFlow as flow, firewallGroup as group, firewallRule as rule } from "../../helpers/firewall.ts";

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
