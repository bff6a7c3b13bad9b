import { compared, type HostDifference } from "./hostDifference.ts";
import type { HostKey, HostSettings } from "./hostSettings.ts";
import type { HostReading, ProductReading } from "./readingParts.ts";

/** LicenseStatus, https://learn.microsoft.com/previous-versions/windows/desktop/sppwmi/softwarelicensingproduct */
const statusWords = [
  "unlicensed",
  "licensed",
  "in initial grace",
  "in grace after an expiry or a change of hardware",
  "in grace, not genuine",
  "in notification",
  "in extended grace",
];

/** Whether the declared keys are there, and licensed. */
export function keyDifferences(settings: HostSettings, reading: HostReading): readonly HostDifference[] {
  const { products, left } = reading;
  return settings.keys.flatMap((key) => {
    if (products === null) return unreadable(key);
    const carried = key.lastFive === null ? onlyCandidate(settings, products) : withKey(products, key.lastFive);
    if (carried !== undefined) return statusDifferences(settings, key, carried);
    return left.includes("other products") ? unreadable(key) : absent(settings, key, products);
  });
}

const withKey = (products: readonly ProductReading[], lastFive: string): ProductReading | undefined =>
  products.find((product) => product.lastFive?.toUpperCase() === lastFive.toUpperCase());

/** The host licence that no other declared key explains, where there is just one: that of a key whose end nobody stated. */
function onlyCandidate(settings: HostSettings, products: readonly ProductReading[]): ProductReading | undefined {
  const stated = settings.keys.flatMap(({ lastFive }) => lastFive?.toUpperCase() ?? []);
  const others = products.filter(
    ({ isHost, lastFive }) => isHost === true && !stated.includes(lastFive?.toUpperCase() ?? ""),
  );
  return others.length === 1 ? others[0] : undefined;
}

function statusDifferences(
  { activation }: HostSettings,
  { name }: HostKey,
  { status }: ProductReading,
): readonly HostDifference[] {
  if (activation === "none") return [];
  return compared(`license.${name}`, "licensed", status === null ? null : (statusWords[status] ?? `status ${status}`));
}

function absent(settings: HostSettings, key: HostKey, products: readonly ProductReading[]): readonly HostDifference[] {
  const hosts = products.filter(({ isHost }) => isHost === true).map(({ lastFive }) => `...${lastFive ?? "?????"}`);
  // Which of several licences is meant cannot be told without the end of the key.
  if (key.lastFive === null && hosts.length >= settings.keys.length) return unreadable(key);
  return [
    {
      property: `keys.${key.name}`,
      kind: "differs",
      declared: key.lastFive === null ? "a host key" : `...${key.lastFive}`,
      live: hosts.join(", ") || "no host key",
    },
  ];
}

function unreadable({ name, lastFive }: HostKey): readonly HostDifference[] {
  const declared = lastFive === null ? "a host key" : `...${lastFive}`;
  return [{ property: `keys.${name}`, kind: "unreadable", declared, live: null }];
}
