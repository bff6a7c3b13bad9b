import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { LabError } from "./labError.ts";
import { run } from "./run.ts";
import { addresses, type Lab, type SiteName, siteNames } from "./sites.ts";

/** Prefixes of the sites outside core: the first address is core's end of the link, the second the machine. */
const outer = { branch: "10.88.1", isolated: "10.88.2" } as const;

/** What passes into core: TCP 1688 from the branch only, everything else from everywhere. */
const firewall = `table inet kms {
  set branches { type ipv4_addr; flags interval; elements = { ${outer.branch}.0/24 } }
  chain input {
    type filter hook input priority filter; policy accept;
    iif "lo" accept
    ct state established,related accept
    tcp dport 1688 ip saddr @branches counter accept
    tcp dport 1688 counter drop
  }
}
`;

/** Makes the three namespaces, their links, addresses and routes, and the firewall in core. */
export async function makeSites(lab: Lab, signal?: AbortSignal): Promise<void> {
  const { core } = lab.namespaces;
  for (const site of siteNames) await run(["ip", "netns", "add", lab.namespaces[site]], { signal });
  // Both ends are made inside the namespaces, so no name of an interface is ever seen outside them.
  const links = Object.keys(outer) as (keyof typeof outer)[];
  await run(["ip", "-batch", "-"], {
    signal,
    input: links
      .map((site) => `link add to-${site} netns ${core} type veth peer name to-core netns ${lab.namespaces[site]}\n`)
      .join(""),
  });
  const hosts = [addresses.corp, addresses.other, addresses.bind, ...addresses.standIns];
  await configure(
    core,
    [
      "link set lo up",
      ...hosts.map((address) => `address add ${address}/32 dev lo`),
      ...links.flatMap((site) => [`address add ${outer[site]}.1/24 dev to-${site}`, `link set to-${site} up`]),
    ],
    signal,
  );
  for (const site of links) {
    await configure(
      lab.namespaces[site],
      [
        "link set lo up",
        `address add ${outer[site]}.2/24 dev to-core`,
        "link set to-core up",
        `route add default via ${outer[site]}.1`,
      ],
      signal,
    );
  }
  await run(["ip", "netns", "exec", core, "nft", "-f", "-"], { input: firewall, signal });
}

async function configure(namespace: string, lines: readonly string[], signal?: AbortSignal): Promise<void> {
  await run(["ip", "-n", namespace, "-batch", "-"], { input: `${lines.join("\n")}\n`, signal });
}

/** The sites of a lab whose namespaces exist. */
export function standingSites(lab: Lab): SiteName[] {
  return siteNames.filter((site) => existsSync(`/run/netns/${lab.namespaces[site]}`));
}

/** Ids of the processes inside a site: all of them belong to the lab, since its namespace does. */
export async function processesOf(lab: Lab, site: SiteName): Promise<number[]> {
  // A namespace whose making was cut short has a name and nothing behind it: nobody can be inside.
  const listed = await run(["ip", "netns", "pids", lab.namespaces[site]]).catch(() => "");
  return listed.split("\n").filter(Boolean).map(Number);
}

/**
 * Ends every process of the lab and removes its namespaces, whatever state an earlier run left them in.
 *
 * @throws {LabError} Where a process survives even SIGKILL.
 */
export async function removeSites(lab: Lab): Promise<void> {
  const sites = standingSites(lab);
  const inside = async () => (await Promise.all(sites.map((site) => processesOf(lab, site)))).flat();
  const start = Date.now();
  for (let pids = await inside(); pids.length > 0; pids = await inside()) {
    const waited = Date.now() - start;
    if (waited > 10_000) throw new LabError(`processes ${pids.join(", ")} of the lab in ${lab.dir} cannot be ended`);
    for (const pid of pids) kill(pid, waited > 1500 ? "SIGKILL" : "SIGTERM");
    await pause(50);
  }
  for (const site of sites) await run(["ip", "netns", "del", lab.namespaces[site]]);
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It has ended in the meantime, which is what we wanted.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
