import { createHash } from "node:crypto";
import { mkdirSync, realpathSync } from "node:fs";
import { resolve } from "node:path";

/** The three places from which the lab can be seen; each is a network namespace. */
export const siteNames = ["core", "branch", "isolated"] as const;
export type SiteName = (typeof siteNames)[number];

/** One lab. Two labs use the same addresses in namespaces of their own, so they never meet. */
export interface Lab {
  /** State directory: absolute, without symbolic links. */
  readonly dir: string;
  /** Derived from the state directory: every name that the machine sees carries it. */
  readonly id: string;
  /** Name of each site's network namespace. */
  readonly namespaces: Readonly<Record<SiteName, string>>;
}

/** Addresses of the lab; all of them are hosts of the core site. */
export const addresses = {
  /** Forest CORP.EXAMPLE: LDAP, Kerberos, RPC, and the name server of its zones. */
  corp: "10.88.0.10",
  /** Forest OTHER.EXAMPLE, whose RPC server listens on TCP 1688; it is Samba's, not a KMS host. */
  other: "10.88.0.16",
  /** Addresses of machines that only the Azure stand-in knows: OTHER.EXAMPLE's server answers there as well. */
  standIns: ["10.88.0.4", "10.88.0.5"],
  /** BIND with the zone site.example. */
  bind: "10.88.0.53",
} as const;

/** Where every command inside a site finds the state directory: short, so that the sockets below it fit in 107 bytes. */
export const insideDir = "/mnt";

/**
 * Names the lab of a state directory; makes the directory where it is missing, and nothing else.
 *
 * @param dir - Relative to the working directory, or absolute.
 */
export function labOf(dir: string): Lab {
  mkdirSync(resolve(dir), { recursive: true });
  const real = realpathSync(dir);
  const id = createHash("sha256").update(real).digest("hex").slice(0, 8);
  const name = (site: SiteName) => `activation-${id}-${site}`;
  return { dir: real, id, namespaces: { core: name("core"), branch: name("branch"), isolated: name("isolated") } };
}

/**
 * The argv that runs a command in a site as the lab's own servers run: the state directory is at `insideDir`.
 *
 * `ip netns exec` gives each command a mount namespace of its own, so the mount is seen by nobody else.
 */
export function enterBare(lab: Lab, command: readonly string[]): string[] {
  const script = `mount --bind "$0" ${insideDir} && exec "$@"`;
  return ["ip", "netns", "exec", lab.namespaces.core, "sh", "-c", script, lab.dir, ...command];
}

/**
 * The argv that runs a command in a site as a machine of that site: with the lab's hosts file, resolver and Kerberos
 * realm, in a mount namespace of its own; /etc itself stays as it is.
 *
 * The command finds the lab through `ACTIVATION_LAB_DIR`, its site through `ACTIVATION_LAB_SITE`, and in
 * `ACTIVATION_LAB_OUTSIDE` the id of the process that called it in from outside.
 */
export function enterSite(lab: Lab, site: SiteName, command: readonly string[]): string[] {
  const mounts = ["hosts", "resolv.conf"].map((file) => `mount --bind "$0/${file}" /etc/${file}`);
  const variables = [
    `ACTIVATION_LAB_DIR=${lab.dir}`,
    `ACTIVATION_LAB_SITE=${site}`,
    `ACTIVATION_LAB_OUTSIDE=${process.pid}`,
    `KRB5_CONFIG=${lab.dir}/krb5.conf`,
  ];
  const script = `${mounts.join(" && ")} && exec env "$@"`;
  return ["ip", "netns", "exec", lab.namespaces[site], "sh", "-c", script, lab.dir, ...variables, ...command];
}
