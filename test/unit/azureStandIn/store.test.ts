import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore, type Store } from "../../../lab/azureStandIn/store.ts";
import { ids } from "./estate.ts";

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "azure-stand-in-"));
  store = openStore(join(folder, "azure.db"));
  store.put({ id: ids.group, type: "azure-native:resources:ResourceGroup", properties: { name: "rg" } });
  store.put({ id: ids.network, type: "azure-native:network:VirtualNetwork", properties: { name: "vnet" } });
});

afterEach(async () => {
  store.close();
  await rm(folder, { recursive: true });
});

test("what one process writes another reads", () => {
  const other = openStore(join(folder, "azure.db"));
  expect(other.list().map(({ id }) => id)).toEqual([ids.group, ids.network]);
  other.close();
});

test("ids are compared without regard to case", () => {
  expect(store.get(ids.network.toUpperCase())?.properties).toEqual({ name: "vnet" });
  expect(store.get(`${ids.network}2`)).toBeUndefined();
});

test("a subnet lives in its network and is listed on its own", () => {
  store.put({ id: ids.subnet, type: "azure-native:network:Subnet", properties: { id: ids.subnet, name: "snet" } });
  expect(store.get(ids.network)?.properties.subnets).toEqual([{ id: ids.subnet, name: "snet" }]);
  expect(store.list().map(({ type }) => type)).toContain("azure-native:network:Subnet");
  store.edit(ids.subnet, (properties) => ({ ...properties, addressPrefix: "10.0.0.0/24" }));
  expect(store.get(ids.subnet)?.properties.addressPrefix).toBe("10.0.0.0/24");
  store.remove(ids.subnet);
  expect(store.get(ids.network)?.properties.subnets).toEqual([]);
});

test("users are those that refer to a resource or to something in it", () => {
  store.put({ id: ids.nic, type: "azure-native:network:NetworkInterface", properties: { subnet: { id: ids.subnet } } });
  expect(store.users(ids.subnet)).toEqual([ids.nic]);
  expect(store.users(ids.network)).toEqual([ids.nic]);
  expect(store.users(ids.nic)).toEqual([]);
  store.edit(ids.nic, () => ({}));
  expect(store.users(ids.subnet)).toEqual([]);
});

test("an identity that a dictionary names is in use", () => {
  const properties = { identity: { userAssignedIdentities: { [ids.identity]: {} } } };
  store.put({ id: ids.machine, type: "azure-native:compute:VirtualMachine", properties });
  expect(store.users(ids.identity)).toEqual([ids.machine]);
});

test("removing takes everything below along and nothing beside", () => {
  const twin = `${ids.group}2`;
  store.put({ id: twin, type: "azure-native:resources:ResourceGroup", properties: {} });
  store.remove(ids.group);
  expect(store.list().map(({ id }) => id)).toEqual([twin]);
});

test("what fails half-way is undone", () => {
  const work = () =>
    store.transaction(() => {
      store.remove(ids.network);
      throw new Error("half-way");
    });
  expect(work).toThrow("half-way");
  expect(store.get(ids.network)).toBeDefined();
});

test("editing or removing what is not there is an error", () => {
  expect(() => store.edit(ids.nic, (p) => p)).toThrow(`there is no ${ids.nic}`);
  expect(() => store.remove(ids.nic)).toThrow("there is no");
});
