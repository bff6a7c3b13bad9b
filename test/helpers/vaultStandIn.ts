import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTls, type Server as TlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

/** A secret of the stand-in, or how it refuses. */
export type StandInSecret =
  | { readonly value: string; readonly expires?: number; readonly starts?: number }
  /** Status, and the code inside the error that says more. */
  | { readonly status: number; readonly inner?: string; readonly message?: string; readonly retryAfter?: number }
  /** Takes the question and never answers. */
  | "silent";

/**
 * A stand-in for Azure Key Vault and for the managed identity of a machine, on the loopback. It is neither: it shows
 * that the real libraries ask as they should and how they fail, and nothing about Azure.
 */
export interface VaultStandIn {
  /** Environment of a process whose Azure libraries shall meet the stand-in; also its CA for Node. */
  readonly env: Readonly<Record<string, string>>;
  /** Text of the CA, for a process that runs already. */
  readonly ca: string;
  /** Address of a secret, `https://kv-lab.vault.azure.net/secrets/name`. */
  address(name: string, version?: string): string;
  /** By name, to be changed at will. */
  readonly secrets: Map<string, StandInSecret>;
  /** Paths that were asked for with a token, in order. */
  readonly asked: string[];
  /** Resources that tokens were asked for. */
  readonly tokensFor: string[];
  stop(): Promise<void>;
}

/** Name of the vault that the stand-in plays. */
const vaultName = "kv-lab.vault.azure.net";

/** Starts the stand-in; it is reached as a proxy, so that no name has to be resolved and no low port to be free. */
export async function startVaultStandIn(host: string = vaultName): Promise<VaultStandIn> {
  const directory = await mkdtemp(join(tmpdir(), "vault-"));
  await makeCertificate(directory, host);
  const [key, cert, ca] = await Promise.all(
    ["key.pem", "cert.pem", "ca.pem"].map((file) => readFile(join(directory, file), "utf8")),
  );
  const secrets = new Map<string, StandInSecret>();
  const asked: string[] = [];
  const tokensFor: string[] = [];
  const token = randomBytes(16).toString("hex");
  const vault = createTls({ key, cert }, (request, response) => {
    if (request.headers.authorization !== `Bearer ${token}`) return challenge(response, host);
    const path = (request.url ?? "").split("?")[0] ?? "";
    asked.push(path);
    answer(response, host, path, secrets.get(path.split("/")[2] ?? ""));
  });
  const header = randomBytes(16).toString("hex");
  const identity = createHttp((request, response) => giveToken(request, response, { header, token, tokensFor }));
  const proxy = proxyTo(vault);
  await Promise.all([identity, proxy].map(listen));
  return {
    env: {
      NODE_EXTRA_CA_CERTS: join(directory, "ca.pem"),
      HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}`,
      NO_PROXY: "127.0.0.1",
      IDENTITY_ENDPOINT: `http://127.0.0.1:${portOf(identity)}/msi/token`,
      IDENTITY_HEADER: header,
      AZURE_TOKEN_CREDENTIALS: "prod",
    },
    ca: ca ?? "",
    address: (name, version) => `https://${host}/secrets/${name}${version === undefined ? "" : `/${version}`}`,
    secrets,
    asked,
    tokensFor,
    stop: async () => {
      for (const server of [identity, proxy, vault]) {
        server.close();
        server.closeAllConnections();
      }
      await rm(directory, { recursive: true });
    },
  };
}

async function makeCertificate(directory: string, host: string): Promise<void> {
  const made = ["req", "-x509", "-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const at = (name: string) => join(directory, name);
  const ca = ["-subj", "/O=Test only/CN=CA of the vault stand-in", "-keyout", at("ca.key"), "-out", at("ca.pem")];
  await execa("openssl", [...made, ...ca, "-addext", "keyUsage=critical,keyCertSign"]);
  const signed = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-subj", `/O=Test only/CN=${host}`];
  const names = [
    "-addext",
    `subjectAltName=DNS:*.${host.split(".").slice(1).join(".")}`,
    "-addext",
    "basicConstraints=critical,CA:FALSE",
  ];
  await execa("openssl", [...made, ...signed, ...names, "-keyout", at("key.pem"), "-out", at("cert.pem")]);
}

/** What a vault says to a question without a token. */
function challenge(response: ServerResponse, host: string): void {
  const resource = `https://${host.split(".").slice(1).join(".")}`;
  const where = `authorization="https://login.microsoftonline.com/stand-in", resource="${resource}"`;
  response.writeHead(401, { "WWW-Authenticate": `Bearer ${where}`, "Content-Type": "application/json" });
  response.end(JSON.stringify({ error: { code: "Unauthorized", message: "no token" } }));
}

function answer(response: ServerResponse, host: string, path: string, secret: StandInSecret | undefined): void {
  if (secret === "silent") return;
  const type = { "Content-Type": "application/json; charset=utf-8" };
  if (secret !== undefined && "value" in secret) {
    const { value, expires, starts } = secret;
    const attributes = { enabled: true, created: 1_700_000_000, updated: 1_700_000_000, exp: expires, nbf: starts };
    response.writeHead(200, type).end(JSON.stringify({ value, id: `https://${host}${path}`, attributes }));
    return;
  }
  const { status, inner, message = "refused", retryAfter } = secret ?? { status: 404, inner: "SecretNotFound" };
  const code = status === 403 ? "Forbidden" : "Error";
  const wait = retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) };
  response.writeHead(status, { ...type, ...wait });
  response.end(
    JSON.stringify({ error: { code, message, ...(inner === undefined ? {} : { innererror: { code: inner } }) } }),
  );
}

interface Identity {
  readonly header: string;
  readonly token: string;
  readonly tokensFor: string[];
}

/** The endpoint of a managed identity as App Service has it. */
function giveToken(request: IncomingMessage, response: ServerResponse, { header, token, tokensFor }: Identity): void {
  const resource = new URL(request.url ?? "", "http://localhost").searchParams.get("resource") ?? "";
  if (request.headers["x-identity-header"] !== header) {
    response.writeHead(401).end();
    return;
  }
  tokensFor.push(resource);
  const expires = String(Math.floor(Date.now() / 1000) + 3_600);
  const body = { access_token: token, expires_on: expires, resource, token_type: "Bearer", client_id: "stand-in" };
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

/** Takes CONNECT to wherever and lets the vault speak TLS. */
function proxyTo(vault: TlsServer): Server {
  const proxy = createHttp();
  proxy.on("connect", (_request, socket: Socket) => {
    socket.on("error", () => {});
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    vault.emit("connection", socket);
  });
  return proxy;
}

async function listen(server: Server): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
