import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { cloneInto, linkPackages } from "./clone.ts";

/** Texts of files by path; null: the file goes. */
type Files = Readonly<Record<string, string | null>>;

/** A clone of a repository that has the files of the checkout, as a CI host makes it for a pull request. */
export interface PullRequestClone {
  readonly dir: string;
  /**
   * Brings the clone to what a host checks out: the merge of a branch that makes `change` into a main branch that had
   * `base` when the branch began, and that has moved on since by `later`.
   */
  open(base: Files, change: Files, later?: Files): Promise<void>;
  remove(): Promise<void>;
}

/** Makes a repository and its clone in folders of their own; packages are linked. */
export async function pullRequestClone(): Promise<PullRequestClone> {
  const root = await mkdtemp(path.join(tmpdir(), "pull-request-"));
  const [origin, dir] = [path.join(root, "origin"), path.join(root, "clone")];
  const git = gitIn(origin);
  await mkdir(origin);
  await cloneInto(origin);
  await git("init", "--quiet", "--initial-branch", "main");
  await commit(origin, {}, "The checkout");
  await git("clone", "--quiet", origin, dir);
  await linkPackages(dir);
  return {
    dir,
    open: async (base, change, later = {}) => {
      await git("checkout", "--quiet", "main");
      await commit(origin, base, "Where the branch begins");
      await git("checkout", "--quiet", "-B", "change");
      await commit(origin, change, "The change");
      await git("checkout", "--quiet", "main");
      await commit(origin, later, "What came to the target branch since");
      await git("checkout", "--quiet", "--detach");
      await git("merge", "--quiet", "--no-edit", "--no-ff", "change");
      await git("update-ref", "refs/pull/1/merge", "HEAD");
      const inClone = gitIn(dir);
      await inClone("fetch", "--quiet", "origin", "main", "+refs/pull/1/merge:refs/remotes/pull/1/merge");
      await inClone("checkout", "--quiet", "--force", "--detach", "refs/remotes/pull/1/merge");
      await rm(path.join(dir, "activation"), { recursive: true, force: true });
    },
    remove: () => rm(root, { recursive: true }),
  };
}

async function commit(dir: string, files: Files, message: string): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    if (text === null) await rm(path.join(dir, name));
    else await writeFile(path.join(dir, name), text);
  }
  await gitIn(dir)("add", "--all");
  await gitIn(dir)("commit", "--quiet", "--allow-empty", "-m", message);
}

/** git without the settings of whoever runs the test. */
function gitIn(cwd: string) {
  const who = { GIT_AUTHOR_NAME: "test", GIT_AUTHOR_EMAIL: "test@example.com" };
  const env = {
    ...who,
    ...{ GIT_COMMITTER_NAME: "test", GIT_COMMITTER_EMAIL: "test@example.com", GIT_CONFIG_GLOBAL: "/dev/null" },
  };
  return (...args: string[]) => execa("git", args, { cwd, env });
}
