import { describe, expect, test } from "vitest";
import { parseProviderConfig } from "../../../modules/provider/parseProviderConfig.ts";
import { unknownValue } from "../../../modules/provider/resourceKind.ts";
import { unwrap } from "../../../modules/provider/wire.ts";

const secret = Buffer.from("a secret of this test").toString("base64");
const zone = { server: "10.0.0.1:53", keyName: "Update.Corp.Example", algorithm: "hmac-sha512", secret };
const forest = {
  servers: ["dc1.corp.example"],
  bindAs: "svc@corp.example",
  password: "x",
  ca: "-----BEGIN CERTIFICATE-----",
};
const onWire = (value: unknown) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

describe("the provider's arguments", () => {
  test("are read from JSON text and from objects alike", () => {
    for (const form of [JSON.stringify, (value: object) => value]) {
      const { config, failures } = parseProviderConfig({
        zones: form({ "corp.example": zone, "open.example": { server: "ns" } }),
        forests: form({ "corp.example": forest }),
      });
      expect(failures).toEqual([]);
      expect(config.zones.map(({ key }) => key?.algorithm)).toEqual(["hmac-sha512", undefined]);
      expect(config.zones[1]).toEqual({ zone: "open.example", server: "ns" });
      const unset = { reader: null, rightsAs: null, backupKey: null, backups: {} };
      expect(config.forests).toEqual([{ forest: "corp.example", ...forest, ...unset }]);
    }
  });

  test("name everything that a forest and a host may have", () => {
    const account = { bindAs: "reader@corp.example", password: "y" };
    const backupKey = Buffer.alloc(32, 7).toString("base64");
    const more = { reader: account, rightsAs: account, backupKey, backups: { object: "sealed" } };
    const host = { address: "10.0.0.9", user: "admin", hostKey: "ssh-ed25519 AAAAC3Nz", keys: { win: "https://kv/x" } };
    const { config, failures } = parseProviderConfig({ forests: { f: { ...forest, ...more } }, hosts: { h: host } });
    expect(failures).toEqual([]);
    expect(config.forests).toEqual([{ forest: "f", ...forest, ...more }]);
    const ssh = { address: "10.0.0.9", port: 22, user: "admin", hostKey: "ssh-ed25519 AAAAC3Nz", identityFile: null };
    expect(config.hosts).toEqual([{ host: "h", ssh, keys: { win: "https://kv/x" } }]);
  });

  test("may hold secrets in wire form inside the text", () => {
    const zones = JSON.stringify({ "corp.example": { ...zone, secret: onWire(secret) } });
    expect(parseProviderConfig({ zones }).config.zones[0]?.key?.name).toBe("update.corp.example.");
  });

  test("that are missing or not known yet are empty", () => {
    const empty = { config: { zones: [], forests: [], hosts: [] }, failures: [] };
    expect(parseProviderConfig({})).toEqual(empty);
    expect(parseProviderConfig({ zones: unknownValue, forests: unknownValue })).toEqual(empty);
  });

  test("have hmac-sha256 where no algorithm is named", () => {
    const { algorithm: _algorithm, ...plain } = zone;
    expect(parseProviderConfig({ zones: { z: plain } }).config.zones[0]?.key?.algorithm).toBe("hmac-sha256");
  });

  test("are wrong in every way at once, with no value repeated", () => {
    const hush = "do not repeat me";
    const { failures } = parseProviderConfig({
      zones: {
        a: { ...zone, server: "", algorithm: "hmac-md5", secret: hush },
        b: { server: "ns", secret: hush },
        c: { server: "ns", keyName: "k" },
        d: hush,
      },
      forests: {
        f: { servers: [], bindAs: "", password: "", ca: hush },
        g: { ...forest, reader: { bindAs: hush }, rightsAs: hush, backupKey: hush, backups: { x: {} } },
      },
      hosts: { h: { address: "", user: "", port: 0, hostKey: hush, identityFile: 1, keys: [hush] } },
    });
    expect(failures.map(({ property }) => property)).toEqual([
      'zones["d"]',
      'zones["a"].server',
      'zones["a"].algorithm',
      'zones["a"].secret',
      'zones["b"].keyName',
      'zones["c"].secret',
      'forests["f"].servers',
      'forests["f"].bindAs',
      'forests["f"].password',
      'forests["f"].ca',
      'forests["g"].backups',
      'forests["g"].reader',
      'forests["g"].rightsAs',
      'forests["g"].backupKey',
      'hosts["h"].address',
      'hosts["h"].user',
      'hosts["h"].port',
      'hosts["h"].hostKey',
      'hosts["h"].identityFile',
      'hosts["h"].keys',
    ]);
    expect(JSON.stringify(failures)).not.toContain(hush);
  });

  test("that are no JSON are refused without quoting them", () => {
    const { failures } = parseProviderConfig({ zones: `{ "corp.example": ${secret}` });
    expect(failures).toEqual([{ property: "zones", reason: "must be a map of objects by name" }]);
  });
});

describe("values on the wire", () => {
  test("are unwrapped at any depth, outputs too", () => {
    const output = {
      "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4",
      value: onWire(2),
      secret: true,
    };
    expect(unwrap({ a: [onWire({ b: onWire(1) })], c: output, d: null })).toEqual({ a: [{ b: 1 }], c: 2, d: null });
  });
});
