import { describe, expect, it } from "vitest";
import {
  formatAddress,
  isIpv6,
  prefixesSpace,
  prefixSpace,
  privateAddresses,
  publicAddresses,
} from "../../../modules/firewall/addresses.ts";
import { intersect, isEmpty } from "../../../modules/firewall/space.ts";

const covers = (space: typeof publicAddresses, address: string) =>
  !isEmpty(intersect(space, prefixSpace(address) ?? []));

describe("addresses", () => {
  it.each([
    ["10.30.0.0/24", [{ first: 0x0a1e0000, last: 0x0a1e00ff }]],
    ["10.30.0.7/24", [{ first: 0x0a1e0000, last: 0x0a1e00ff }]],
    ["255.255.255.255", [{ first: 0xffffffff, last: 0xffffffff }]],
    ["0.0.0.0/0", [{ first: 0, last: 0xffffffff }]],
    ["0.0.0.0", [{ first: 0, last: 0 }]],
  ])("reads %s", (text, space) => {
    expect(prefixSpace(text)).toEqual(space);
  });

  it.each(["VirtualNetwork", "*", "10.0.0.0/33", "10.0.0", "fd00::/8", ""])("takes %j for no IPv4 prefix", (text) => {
    expect(prefixSpace(text)).toBeNull();
    expect(prefixesSpace(["10.0.0.0/8", text])).toBeNull();
  });

  it("joins the prefixes of a site", () => {
    expect(prefixesSpace(["10.0.1.0/24", "10.0.0.0/24"])).toEqual([{ first: 0x0a000000, last: 0x0a0001ff }]);
  });

  it.each(["::/0", "fd00::1", "2001:db8::/32"])("knows %s for IPv6", (text) => {
    expect(isIpv6(text)).toBe(true);
  });

  it.each([
    "10.255.255.255",
    "172.16.0.0",
    "172.31.255.255",
    "192.168.0.0",
    "100.64.0.0",
    "127.0.0.1",
    "169.254.0.1",
    "224.0.0.1",
  ])("counts %s as not routed by the internet", (address) => {
    expect(covers(publicAddresses, address)).toBe(false);
    expect(covers(privateAddresses, address)).toBe(true);
  });

  it.each([
    "9.255.255.255",
    "11.0.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "100.63.255.255",
    "203.0.113.1",
  ])("counts %s as routed by the internet", (address) => {
    expect(covers(publicAddresses, address)).toBe(true);
  });

  it("writes addresses with dots", () => {
    expect(formatAddress(0xffffffff)).toBe("255.255.255.255");
    expect(formatAddress(0x0a1e0001)).toBe("10.30.0.1");
  });
});
