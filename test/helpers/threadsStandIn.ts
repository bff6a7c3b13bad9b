import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A thread of a pull request as Azure DevOps lists it. */
export interface Thread {
  readonly id: number;
  readonly isDeleted?: boolean;
  readonly comments: readonly { readonly id: number; readonly content: string }[];
}

/** A stand-in for the threads of pull request 7; it knows the three calls that a summary needs and refuses all others. */
export interface ThreadsStandIn {
  /** What Azure DevOps calls the URI of the collection. */
  readonly uri: string;
  /** Method and path of every call that changed something. */
  readonly calls: string[];
  threads: Thread[];
  close(): Promise<void>;
}

const place = "/estate/project-id/_apis/git/repositories/repository-id/pullRequests/7/threads";

/** Listens on the loopback interface; takes the token `token of the run`. */
export async function threadsStandIn(): Promise<ThreadsStandIn> {
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request, state);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const state: ThreadsStandIn = {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/estate/`,
    calls: [],
    threads: [],
    close: () => new Promise((done) => void server.close(() => done())),
  };
  return state;
}

async function answer(request: IncomingMessage, state: ThreadsStandIn): Promise<{ status: number; body: unknown }> {
  const { method = "", url = "", headers } = request;
  if (headers.authorization !== "Bearer token of the run") return { status: 403, body: {} };
  const [path = "", query] = url.split("?");
  if (query !== "api-version=7.1" || !path.startsWith(place)) return { status: 404, body: { message: url } };
  if (method === "GET" && path === place) return { status: 200, body: { value: state.threads } };
  state.calls.push(`${method} ${path.slice(place.length)}`);
  const sent = JSON.parse(await text(request)) as { content?: string; comments?: { content: string }[] };
  if (method === "POST" && path === place) {
    const thread = { id: 40 + state.threads.length, comments: [{ id: 1, content: sent.comments?.[0]?.content ?? "" }] };
    state.threads = [...state.threads, thread];
    return { status: 200, body: thread };
  }
  const [, thread, comment] = /^\/(\d+)\/comments\/(\d+)$/.exec(path.slice(place.length)) ?? [];
  if (method !== "PATCH" || thread === undefined) return { status: 404, body: { message: url } };
  const rewritten = (one: Thread["comments"][number]) =>
    String(one.id) === comment ? { ...one, content: sent.content ?? "" } : one;
  state.threads = state.threads.map((one) =>
    String(one.id) === thread ? { ...one, comments: one.comments.map(rewritten) } : one,
  );
  return { status: 200, body: {} };
}
