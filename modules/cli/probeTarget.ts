import { isIP } from "node:net";
import { CliError } from "./io.ts";

/** A port of a host, as a person named it. */
export interface ProbeTarget {
  /** A name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
}

/** Where KMS hosts listen unless told otherwise, https://learn.microsoft.com/windows-server/get-started/activation-dns-records */
const kmsPort = 1688;
/** Labels of letters, digits, hyphens and underscores; 253 characters in all (RFC 1035, 2.3.4). */
const name =
  /^(?=.{1,253}\.?$)[\p{L}\p{N}_]([\p{L}\p{N}_-]*[\p{L}\p{N}_])?(\.[\p{L}\p{N}_]([\p{L}\p{N}_-]*[\p{L}\p{N}_])?)*\.?$/u;

/** Reads `HOST`, `HOST:PORT`, `ADDRESS` or `[IPv6]:PORT`. @throws {CliError} saying what is wrong with it. */
export function parseTarget(text: string): ProbeTarget {
  if (isIP(text) === 6) return { host: text, port: kmsPort };
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([^:]*))?$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? "";
  const isHost = bracketed === undefined ? isIP(host) === 4 || isName(host) : isIP(host) === 6;
  if (!isHost) throw refused(text, "write HOST, HOST:PORT or [IPv6]:PORT, for example kms-1.corp.example:1688");
  if (port === undefined) return { host, port: kmsPort };
  if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65_535) throw refused(text, "a port is a number from 1 to 65535");
  return { host, port: Number(port) };
}

/** What is only digits and dots is an address, and here one with a mistake. */
function isName(host: string): boolean {
  return name.test(host) && !/^[\d.]+$/.test(host);
}

function refused(text: string, remedy: string): CliError {
  return new CliError(`${JSON.stringify(text)} names no target of a probe; ${remedy}`);
}
