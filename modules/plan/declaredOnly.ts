import { releases } from "../topology/data/releases.ts";
import type { Cohort, Method } from "../topology/model.ts";
import { type ProductVersion, productVersion } from "../topology/products.ts";
import type { Requirement } from "./requirement.ts";
import { label } from "./words.ts";

// The methods that exist by declaration only: what each needs, from the facts that a cohort states for it.

/** Methods that no row chooses. */
export type DeclaredOnlyMethod = Extract<Method, "token" | "avma" | "azure-kms" | "subscription">;

/** Whether a method exists by declaration only. */
export function isDeclaredOnly(method: Method): method is DeclaredOnlyMethod {
  return Object.hasOwn(requirements, method);
}

/** Everything that a method needs which no row chooses. */
export function declaredOnlyRequirements(method: DeclaredOnlyMethod, cohort: Cohort): readonly Requirement[] {
  return requirements[method](cohort);
}

const requirements: Readonly<Record<DeclaredOnlyMethod, (cohort: Cohort) => readonly Requirement[]>> = {
  token: tokenRequirements,
  avma: avmaRequirements,
  "azure-kms": azureKmsRequirements,
  subscription: subscriptionRequirements,
};

/** @see https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client#activation-models */
function tokenRequirements({ os, product, token }: Cohort): readonly Requirement[] {
  const isLicensed = product === "server" || (product === "client" && isEnterprise(os));
  return [
    {
      fact: "token-edition",
      holds: isLicensed,
      what: `${label(os)} cannot use tokens`,
      remedy: "run an Enterprise edition or Windows Server",
    },
    {
      fact: "token-approval",
      holds: token?.approved === true,
      what: `${token ? "Microsoft has not approved" : "the file does not say that Microsoft has approved"} tokens for the organisation`,
      remedy: "arrange it with Microsoft and state it in token.approved",
    },
    {
      fact: "token-pki",
      holds: token !== null && token.pki.trim() !== "",
      what: "no public key infrastructure is named that issues the tokens",
      remedy: "name it in token.pki",
    },
  ];
}

/**
 * Oldest release of Windows Server that hosts and uses automatic virtual machine activation.
 *
 * @see https://learn.microsoft.com/windows-server/get-started/automatic-vm-activation
 */
const oldestAvma = "windows-server-2012-r2";

/** @see https://learn.microsoft.com/windows-server/get-started/automatic-vm-activation */
function avmaRequirements({ os, avma }: Cohort): readonly Requirement[] {
  const guest = productVersion(os);
  const host = avma === null ? undefined : productVersion(avma.host);
  const isDatacenter = host !== undefined && host.id === `${host.release}-datacenter`;
  return [
    {
      fact: "avma-guest",
      holds: guest?.product === "server" && age(guest) >= ageOf(oldestAvma),
      what: `${label(os)} has no automatic virtual machine activation`,
      remedy: "run Windows Server 2012 R2 or later in the machines",
    },
    {
      fact: "avma-host",
      holds: isDatacenter && age(host) >= ageOf(oldestAvma),
      what: avma === null ? "the file does not name the Hyper-V host" : `their host runs ${label(avma.host)}`,
      remedy: "run the machines on Hyper-V of Windows Server Datacenter, 2012 R2 or later, and state it in avma.host",
    },
    {
      fact: "avma-version",
      holds: guest === undefined || host === undefined || age(guest) <= age(host),
      what: `${label(os)} is newer than their host's ${label(avma?.host ?? "")}`,
      remedy: "run them on a host that is as new as they are",
    },
    {
      fact: "avma-nodes",
      holds: avma === null || avma.allNodesActivated,
      what: "not every node of the cluster is activated",
      remedy: "activate every node",
    },
    {
      fact: "avma-data-exchange",
      holds: avma === null || avma.dataExchange,
      what: "the integration service Data Exchange is off",
      remedy: "turn the integration service Data Exchange on in the machines",
    },
  ];
}

/** @see https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/custom-routes-enable-kms-activation */
function azureKmsRequirements({ product, azureKms }: Cohort): readonly Requirement[] {
  const isRouted = azureKms === null || !azureKms.forcedTunnel || azureKms.routeToInternet;
  return [
    {
      fact: "azure-product",
      holds: product !== "office",
      what: "Azure's KMS counts Windows only",
      remedy: "give Office another method",
    },
    {
      fact: "azure-facts",
      holds: azureKms !== null,
      what: "the file does not say how the machines are routed",
      remedy: "state cloud and forcedTunnel in azureKms",
    },
    {
      fact: "azure-route",
      holds: isRouted,
      what: "a forced tunnel hides the machines' Azure addresses, and Azure's KMS answers no others",
      remedy: "route the addresses of Azure's KMS with next hop Internet, and state it in azureKms.routeToInternet",
    },
  ];
}

/** @see https://learn.microsoft.com/windows/deployment/windows-subscription-activation */
function subscriptionRequirements({ os, joined, internet, subscription }: Cohort): readonly Requirement[] {
  const join = subscription?.join ?? "none";
  return [
    {
      fact: "subscription-edition",
      holds: ["windows-10", "windows-11"].some((release) => [`${release}-pro`, `${release}-enterprise`].includes(os)),
      what: `${label(os)} has no step from Pro to Enterprise`,
      remedy: "run Windows 10 or 11 Pro or Enterprise, not LTSC",
    },
    {
      fact: "subscription-join",
      holds: join !== "none",
      what: "the machines are not joined to Entra",
      remedy: "join them to Entra, alone or hybrid, and state it in subscription.join",
    },
    {
      fact: "subscription-domain",
      holds: join !== "hybrid" || joined !== null,
      what: "a hybrid join needs a domain, and they are in none",
      remedy: "state their domain in joined, or join them to Entra alone",
    },
    {
      fact: "subscription-base",
      holds: subscription?.baseActivated === true,
      what: `Windows Pro below is ${subscription ? "not activated" : "not said to be activated"}`,
      remedy: "activate Windows Pro first, and state it in subscription.baseActivated",
    },
    {
      fact: "subscription-internet",
      holds: internet,
      what: "the licence is renewed over the internet about every 30 days, and they have none",
      remedy: "let them out to Microsoft's activation services, and state it in internet",
    },
  ];
}

function isEnterprise(os: string): boolean {
  return os.endsWith("-enterprise") || os.includes("-ltsc-") || os.includes("-ltsb-");
}

/** Releases stand in the order in which they came out. */
function age({ release }: ProductVersion): number {
  return ageOf(release);
}

function ageOf(release: string): number {
  return releases.findIndex(({ id }) => id === release);
}
