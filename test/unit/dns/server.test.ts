import { describe, expect, test } from "vitest";
import { parseServer } from "../../../modules/dns/server.ts";

describe("a server", () => {
  test.each([
    ["10.0.0.1", "10.0.0.1", 53],
    ["ns.corp.example", "ns.corp.example", 53],
    ["ns.corp.example:5353", "ns.corp.example", 5353],
    ["fd00::1", "fd00::1", 53],
    ["[fd00::1]", "fd00::1", 53],
    ["[fd00::1]:65535", "fd00::1", 65_535],
  ])("%s is host and port", (text, host, port) => {
    expect(parseServer(text)).toEqual({ host, port });
  });

  test.each(["", "a b", "host:", "host:0", "host:65536", "host:x", ":53", "a:b:53"])("%j is none", (text) => {
    expect(parseServer(text)).toBeUndefined();
  });
});
