import type { Channel } from "../topology/model.ts";
import { type AdbaGap, adbaGaps, adbaGapText, adbaStandText } from "./adba.ts";
import type { Conditions } from "./conditions.ts";
import { countText, type HostPlace, places } from "./sentences.ts";
import { label, meet, meetTooSeldom } from "./words.ts";

/** One fact that a row of the decision table tests. */
export interface Premise {
  /** Stable name of the fact: `channel`, `adba-object`, `central-demand`. */
  readonly fact: string;
  holds(c: Conditions): boolean;
  /** How the fact stands, whether the premise holds or not, as a clause: `they are in no domain`. */
  says(c: Conditions): string;
}

/** The machines are licensed through one channel. */
export function channelIs(channel: Channel): Premise {
  return {
    fact: "channel",
    holds: ({ cohort }) => cohort.channel === channel,
    says: ({ cohort }) => `their channel is ${cohort.channel}`,
  };
}

/** The machines are to be activated, or are declared not to be. */
export function activationIs(wanted: boolean): Premise {
  return {
    fact: "activate",
    holds: ({ cohort }) => cohort.activate === wanted,
    says: ({ cohort }) => (cohort.activate ? "they are to be activated" : "they are declared as not activated"),
  };
}

/** Everything that ADBA needs, in the order in which one thing rests on another. */
export const adbaIsPossible: readonly Premise[] = adbaGaps.map((gap: AdbaGap) => ({
  fact: `adba-${gap}`,
  holds: ({ adba }) => !adba.missing.includes(gap),
  says: ({ cohort, adba }) => adbaStandText(gap, cohort, adba),
}));

/** ADBA lacks something, whatever it is. */
export const adbaIsNotPossible: Premise = {
  fact: "adba",
  holds: ({ adba }) => !adba.ok,
  says: ({ cohort, adba }) => adbaGapText(cohort, adba) ?? `${adba.forest} can activate them`,
};

/** The preference of the site for ADBA: `prefer`, or at least not `never`. */
export function adbaIsWanted(where: "preferred" | "allowed"): Premise {
  const preferences = where === "preferred" ? ["prefer"] : ["prefer", "allow"];
  return {
    fact: "preference",
    holds: ({ site }) => preferences.includes(site.preferences.adba),
    says: ({ site }) => `the preference for ADBA is ${site.preferences.adba}`,
  };
}

/** Everything that KMS with the hosts of one place needs, in the order in which one thing rests on another. */
export function kmsIsPossible(where: HostPlace): readonly Premise[] {
  const bestHost = (c: Conditions) => `${c[where].best?.host} ${places[where]}`;
  return [
    {
      fact: `${where}-path`,
      holds: (c) => c[where].path,
      says: (c) => (c[where].path ? `they reach a KMS host ${places[where]}` : noPath[where]),
    },
    {
      fact: `${where}-key`,
      holds: (c) => c[where].best !== null,
      says: (c) => {
        const host = c[where].best === null ? `no KMS host ${places[where]}` : bestHost(c);
        return `${host} may count them as ${label(c.cohort.os)}`;
      },
    },
    {
      fact: `${where}-demand`,
      holds: (c) => (c[where].best?.demand ?? 0) >= c.threshold,
      says: (c) => `${bestHost(c)} is asked by ${countText(c[where].best)}, ${c.threshold} are needed`,
    },
    {
      fact: `${where}-contact`,
      holds: (c) => c[where].ok,
      says: (c) => (c[where].ok ? meet : meetTooSeldom)(bestHost(c), c[where].contact),
    },
  ];
}

const noPath = { central: "they reach no KMS host in the core", local: "their site has no KMS host" } as const;

/** Some host, whatever its keys, is met at least every 180 days, or none is. */
export const noHostIsMet: Premise = {
  fact: "host-contact",
  holds: (c) => !c.meetsHost,
  says: (c) => (c.meetsHost ? meet : meetTooSeldom)("a KMS host", c.central.contact),
};

/** No internet, no KMS host elsewhere and no forest. */
export const isFullyIsolated: Premise = {
  fact: "isolation",
  holds: (c) => c.fullyIsolated,
  says: (c) =>
    c.fullyIsolated
      ? "they meet no internet, no KMS host elsewhere and no forest"
      : "they meet the internet, a KMS host elsewhere or a forest",
};
