import { chmod, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/** A comment as GitHub lists it. */
export interface GhComment {
  readonly id: number;
  readonly user: { readonly login: string };
  readonly body: string;
}

/** A stand-in for the program `gh`: no GitHub is behind it, only a list of comments. */
export interface GhStandIn {
  /** PATH with the stand-in before everything else. */
  readonly path: string;
  comments(): Promise<readonly GhComment[]>;
  /** `POST` and `PATCH` with their paths, since the stand-in was made or set. */
  calls(): Promise<readonly string[]>;
  set(comments: readonly GhComment[]): Promise<void>;
}

// It knows the three calls of the workflow and refuses all others; of jq it knows the one filter.
const program = `#!/usr/bin/env node
import { readFileSync, writeFileSync } from "node:fs";
const store = new URL("gh.json", import.meta.url);
const state = JSON.parse(readFileSync(store, "utf8"));
const args = process.argv.slice(2);
const refuse = () => { console.error("stand-in for gh: cannot " + args.join(" ")); process.exit(1); };
const value = (name) => args[args.indexOf(name) + 1];
const at = args.find((arg) => arg.startsWith("repos/")) ?? refuse();
if (args[0] !== "api" || process.env.GH_TOKEN !== "token of the run") refuse();
if (args.includes("--jq")) {
  const filter = /^\\.\\[\\] \\| select\\(\\.user\\.login == "(.+?)" and \\(\\.body \\| contains\\("(.+)"\\)\\)\\) \\| \\.id$/;
  const [, login, text] = filter.exec(value("--jq")) ?? refuse();
  const found = state.comments.filter(({ user, body }) => user.login === login && body.includes(text));
  if (at !== "repos/example/estate/issues/7/comments?per_page=100" || !args.includes("--paginate")) refuse();
  for (const { id } of found) console.log(id);
} else {
  const body = readFileSync(/^body=@(.+)$/.exec(value("--field"))?.[1] ?? refuse(), "utf8");
  state.calls.push(value("--method") + " " + at);
  const own = /^repos\\/example\\/estate\\/issues\\/comments\\/(\\d+)$/.exec(at)?.[1];
  if (value("--method") === "POST" && at === "repos/example/estate/issues/7/comments") {
    state.comments.push({ id: 100 + state.comments.length, user: { login: "github-actions[bot]" }, body });
  } else if (value("--method") === "PATCH" && state.comments.some(({ id }) => String(id) === own)) {
    state.comments = state.comments.map((one) => (String(one.id) === own ? { ...one, body } : one));
  } else refuse();
  writeFileSync(store, JSON.stringify(state));
}
`;

/** Puts the stand-in into a folder. It takes `token of the run` for pull request 7 of example/estate. */
export async function ghStandIn(dir: string): Promise<GhStandIn> {
  const [gh, store] = [path.join(dir, "gh"), path.join(dir, "gh.json")];
  await writeFile(path.join(dir, "package.json"), '{ "type": "module" }');
  await writeFile(gh, program);
  await chmod(gh, 0o755);
  const state = async () =>
    JSON.parse(await readFile(store, "utf8")) as { comments: readonly GhComment[]; calls: readonly string[] };
  const set = (comments: readonly GhComment[]) => writeFile(store, JSON.stringify({ comments, calls: [] }));
  await set([]);
  return {
    path: `${dir}${path.delimiter}${process.env.PATH ?? ""}`,
    comments: async () => (await state()).comments,
    calls: async () => (await state()).calls,
    set,
  };
}
