import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, expect, it } from "vitest";
import { labDir } from "../helpers/estate.ts";
import { describeInLab } from "../helpers/lab.ts";

/** A second lab, beside the one that the tests run in. Always the same, so that what a killed run leaves is found again. */
const second = `${labDir}-second`;
const foreign = "not-of-the-lab";

/** The argv of a command outside the site that the tests run in: labs are made there. */
function outside(command: readonly string[]): [string, string[]] {
  const leave = ["-t", `${process.env.ACTIVATION_LAB_OUTSIDE}`, "--mount", "--net", "env", "-u", "ACTIVATION_LAB_SITE"];
  return ["nsenter", [...leave, ...command]];
}

async function run(...command: readonly string[]): Promise<{ code: number | undefined; text: string }> {
  const [file, args] = outside(command);
  const { exitCode, all } = await execa(file, args, { reject: false, all: true });
  return { code: exitCode, text: all };
}

const main = [process.execPath, new URL("../../lab/main.ts", import.meta.url).pathname];
const lab = (command: string, dir: string, ...rest: readonly string[]) => run(...main, command, "--dir", dir, ...rest);

/** Whether TCP passes from a site to an address of core: 1 is refused, 124 the answer that never came. */
async function passes(dir: string, site: string, address: string, port: number): Promise<string> {
  const connect = ["timeout", "2", "bash", "-c", `exec 3<>/dev/tcp/${address}/${port}`];
  const { code } = await lab("exec", dir, "--site", site, "--", ...connect);
  return code === 0 ? "open" : code === 124 ? "filtered" : `failed with ${code}`;
}

/** Network namespaces of a lab, by the inode that its processes show. */
async function namespacesOf(dir: string): Promise<Map<string, string>> {
  const { text } = await lab("status", dir);
  const names = /^namespaces: (.*)$/m.exec(text)?.[1]?.split(" ") ?? [];
  const inodes = await Promise.all(names.map((name) => run("stat", "-L", "-c", "%i", `/run/netns/${name}`)));
  return new Map(names.map((name, i) => [name, `net:[${inodes[i]?.text.trim()}]`]));
}

/** Processes that live in one of the namespaces. */
function livingIn(namespaces: ReadonlyMap<string, string>): string[] {
  const links = new Set(namespaces.values());
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && links.has(readlinkSync(`/proc/${pid}/ns/net`));
    } catch {
      // It has ended meanwhile, or is a kernel thread.
      return false;
    }
  });
}

async function expectNoTrace(namespaces: ReadonlyMap<string, string>, dir: string): Promise<void> {
  expect(livingIn(namespaces)).toEqual([]);
  const listed = (await run("ip", "netns", "list")).text;
  const mounts = readFileSync(`/proc/${process.env.ACTIVATION_LAB_OUTSIDE}/mountinfo`, "utf8");
  for (const name of [...namespaces.keys(), dir]) expect(`${listed}${mounts}`).not.toContain(name);
  expect(existsSync(dir)).toBe(false);
}

/** Starts `up`, lets something happen once the forests are being made, and then sends a signal to it. */
async function interruptUp(
  dir: string,
  signal: NodeJS.Signals,
  meanwhile: () => Promise<void> = async () => {},
): Promise<number | null> {
  const [file, args] = outside([...main, "up", "--dir", dir]);
  const up = spawn(file, args, { stdio: "ignore" });
  const ended = new Promise<number | null>((resolve) => up.once("exit", resolve));
  while (!existsSync(`${dir}/dc1/private`)) await pause(20);
  await meanwhile();
  up.kill(signal);
  return await ended;
}

describeInLab("the lab", () => {
  const own = labDir ?? "";
  afterAll(async () => {
    await run("ip", "netns", "del", foreign);
    await lab("down", second);
  });

  it("lets the branch reach TCP 1688 in core, and not the isolated site", async () => {
    for (const address of ["10.88.0.4", "10.88.0.5", "10.88.0.16"]) {
      expect(await passes(own, "branch", address, 1688)).toBe("open");
    }
    expect(await passes(own, "isolated", "10.88.0.16", 1688)).toBe("filtered");
    // The path itself is there: it is the rule that keeps port 1688 shut.
    expect(await passes(own, "isolated", "10.88.0.16", 389)).toBe("open");
  });

  it("leaves its secrets to root alone", () => {
    const { siteExampleTsig, corpBindPassword } = JSON.parse(readFileSync(`${own}/secrets.json`, "utf8"));
    expect(Buffer.from(siteExampleTsig, "base64")).toHaveLength(32);
    expect(corpBindPassword).toBe(readFileSync(`${own}/passwords/corp.example/svc-audit`, "utf8"));
    for (const file of ["secrets.json", "ca.pem", "bind/lab-update.key", "passwords/corp.example/svc-audit"]) {
      expect(statSync(`${own}/${file}`).mode & 0o077).toBe(0);
    }
  });

  it("serves signed updates of the zone and of nothing else", async () => {
    const update = (name: string, data: string, key: string) =>
      execa("nsupdate", ["-k", `${own}/bind/${key}.key`], {
        input: `server 10.88.0.53\nzone site.example\nupdate add ${name} 60 ${data}\nsend\nupdate delete ${name}\nsend\n`,
        reject: false,
      });
    const srv = ["_lab._tcp.lab-test.site.example.", "SRV 0 0 1688 kms-lab-3.site.example."] as const;
    expect((await update(...srv, "lab-update")).exitCode).toBe(0);
    expect((await update(...srv, "lab-other")).stderr).toContain("REFUSED");
    expect((await update("www.site.example.", "A 10.88.0.9", "lab-update")).stderr).toContain("REFUSED");
  });

  it("runs beside a second one and goes without a trace", async () => {
    await run("ip", "netns", "add", foreign);
    expect(await lab("up", second)).toMatchObject({ code: 0 });
    const namespaces = await namespacesOf(second);
    expect(livingIn(namespaces).length).toBeGreaterThanOrEqual(4);
    expect((await lab("status", own)).text).toContain("up:");
    expect(await passes(second, "branch", "10.88.0.16", 1688)).toBe("open");
    expect(readFileSync(`${second}/secrets.json`)).not.toEqual(readFileSync(`${own}/secrets.json`));

    expect(await lab("down", second)).toMatchObject({ code: 0 });
    await expectNoTrace(namespaces, second);
    expect((await lab("status", own)).text).toContain("up:");
    expect((await run("ip", "netns", "list")).text).toContain(foreign);
    expect(await lab("down", second)).toMatchObject({ code: 0 });
  });

  it("takes away what a killed up has left", async () => {
    await interruptUp(second, "SIGKILL");
    const namespaces = await namespacesOf(second);
    expect(namespaces.size).toBe(3);
    expect((await lab("status", second)).text).toContain("partial:");
    expect(await lab("down", second)).toMatchObject({ code: 0 });
    await expectNoTrace(namespaces, second);
  });

  it("keeps others out of its state directory at work, and cleans up behind itself when it is interrupted", async () => {
    const code = await interruptUp(second, "SIGINT", async () => {
      for (const command of ["up", "down"]) {
        expect(await lab(command, second)).toMatchObject({ code: 2, text: expect.stringContaining("is at work in") });
      }
    });
    expect(code).toBe(2);
    expect((await lab("status", second)).text).toContain("down:");
    expect(await lab("down", second)).toMatchObject({ code: 0 });
    expect(existsSync(second)).toBe(false);
  });

  it("touches no directory that is not a lab's", async () => {
    const tests = new URL("..", import.meta.url).pathname;
    for (const command of ["up", "down"]) {
      const strange = await lab(command, tests);
      expect(strange).toMatchObject({ code: 2, text: expect.stringContaining("something else than a lab") });
    }
  });

  it("is not made from inside a site", async () => {
    const inside = await execa(main[0] ?? "", [...main.slice(1), "up", "--dir", second], { reject: false });
    expect(inside).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("inside a site") });
  });
});
