import { changeSrvSet, type SrvEdit, type SrvSetAccess } from "../dns/changeSrvSet.ts";
import { absoluteName } from "../dns/names.ts";
import { readSrvSet, srvText } from "../dns/readSet.ts";
import type { SrvValue } from "../dns/updateMessage.ts";
import { propertyChanges } from "./propertyChanges.ts";
import type { ZoneAccess } from "./providerConfig.ts";
import {
  type CallContext,
  InvalidRequest,
  type Live,
  type Properties,
  type ReadRequest,
  type ResourceKind,
} from "./resourceKind.ts";
import { checkSrvInputs, type SrvInputs } from "./srvInputs.ts";

/**
 * One SRV record in an RFC 2136 zone. Target and port say which record of its set it is; the others of the set are
 * never touched, except that a set has one TTL (RFC 2181 section 5.2): a server like BIND gives the TTL that we write to all.
 */
export const srvRecord: ResourceKind = {
  type: "activation:index:SrvRecord",
  computed: [],
  check: checkSrvInputs,
  diff: (olds, news) => propertyChanges(comparable(olds), comparable(news), ["zone", "name", "target", "port"]),
  create: (inputs, context) => declare(inputs as unknown as SrvInputs, context, true),
  update: (_id, _olds, news, context) => declare(news as unknown as SrvInputs, context, false),
  read,
  delete: remove,
};

/** The zone is kept as the file writes it, since that is its name in the file; it is compared as DNS compares names. */
function comparable(inputs: Properties): Properties {
  return typeof inputs.zone === "string" ? { ...inputs, zone: absoluteName(inputs.zone) } : inputs;
}

/**
 * Brings the record to the declared values. A record that is there already with this target and port is meant to be
 * this one (a host published itself, or an earlier `up` was cut off): it is adopted, and whoever watches is told.
 */
async function declare(inputs: SrvInputs, context: CallContext, creating: boolean): Promise<Live> {
  const access = accessTo(inputs.zone, inputs.name, context);
  let told = !creating;
  const set = await changeSrvSet(access, (seen) => {
    const mine = seen.filter((value) => isSame(value, inputs));
    if (!told && mine.length > 0) context.log("info", adoption(inputs, mine));
    told = true;
    const edit = editTo(inputs, mine);
    const others = seen.filter((value) => !isSame(value, inputs) && value.ttl !== inputs.ttl);
    if (edit !== undefined && others.length > 0) context.log("warning", sharedTtl(inputs, others));
    return edit;
  });
  const found = set.find((value) => isSame(value, inputs)) as SrvValue;
  return live(inputs.zone, inputs.name, found, inputs.acknowledgeLast);
}

/** Same data with another TTL is the same record to DNS, so that it is not removed first. */
function editTo(inputs: SrvInputs, mine: readonly SrvValue[]): SrvEdit | undefined {
  const stale = mine.filter((value) => srvText(value) !== srvText(inputs));
  const ready = mine.some((value) => srvText(value) === srvText(inputs) && value.ttl === inputs.ttl);
  if (ready && stale.length === 0) return undefined;
  const { target, port, priority, weight, ttl } = inputs;
  return { remove: stale, add: [{ target, port, priority, weight, ttl }] };
}

async function read(request: ReadRequest, context: CallContext): Promise<Live | undefined> {
  const { zone, name, target, port } = parseId(request.id);
  const access = accessTo(zone, name, context);
  const found = (await readSrvSet(access.server, name, access)).filter((value) => isSame(value, { target, port }));
  // Two records of one target and port: show one that is not as declared, so that the next `up` makes them one.
  const drifted = found.find(
    (value) => found.length > 1 && srvText(value) !== srvText({ ...value, ...request.inputs }),
  );
  const value = drifted ?? found[0];
  if (value === undefined) return undefined;
  const spelled = typeof request.inputs?.zone === "string" ? request.inputs.zone : zoneNamed(zone, context).zone;
  return live(spelled, name, value, request.inputs?.acknowledgeLast ?? request.outputs?.acknowledgeLast);
}

async function remove(id: string, state: Properties, context: CallContext): Promise<void> {
  const { zone, name, target, port } = parseId(id);
  await changeSrvSet(accessTo(zone, name, context), (seen) => {
    const mine = seen.filter((value) => isSame(value, { target, port }));
    if (mine.length === 0) return undefined;
    if (mine.length === seen.length && state.acknowledgeLast === undefined)
      throw new Error(lastRecord(name, target, port));
    return { remove: mine, add: [] };
  });
}

function isSame(value: SrvValue, record: Pick<SrvInputs, "target" | "port">): boolean {
  return value.target === record.target && value.port === record.port;
}

function accessTo(zone: string, owner: string, context: CallContext): SrvSetAccess {
  const { server, key } = zoneNamed(zone, context);
  return { server, zone, owner, signal: context.signal, ...(key === undefined ? {} : { key }) };
}

function zoneNamed(name: string, context: CallContext): ZoneAccess {
  const { zones } = context.config;
  const found = zones.find(({ zone }) => absoluteName(zone) === absoluteName(name));
  if (found !== undefined) return found;
  const known = zones.map(({ zone }) => zone).join(", ") || "none";
  throw new InvalidRequest(`zone ${JSON.stringify(name)} is not among the provider's zones (${known}); add it to them`);
}

function idOf(zone: string, name: string, value: Pick<SrvValue, "target" | "port">): string {
  return `${absoluteName(zone).slice(0, -1)}/${name}/${value.target}:${value.port}`;
}

function parseId(id: string): { zone: string; name: string; target: string; port: number } {
  const [, zone, name, target, port] = /^([^/]+)\/([^/]+)\/([^/:]+):(\d{1,5})$/.exec(id) ?? [];
  if (zone === undefined || name === undefined || target === undefined) {
    const example = "corp.example/_vlmcs._tcp.corp.example./kms1.corp.example.:1688";
    throw new InvalidRequest(`id ${JSON.stringify(id)} is not zone/name/target:port; write it like ${example}`);
  }
  return { zone, name: absoluteName(name), target: absoluteName(target), port: Number(port) };
}

function live(zone: string, name: string, value: SrvValue, acknowledgeLast: unknown): Live {
  const { target, port, priority, weight, ttl } = value;
  const inputs = {
    zone,
    name,
    target,
    port,
    priority,
    weight,
    ttl,
    ...(acknowledgeLast !== undefined && { acknowledgeLast }),
  };
  return { id: idOf(zone, name, value), inputs, outputs: inputs };
}

function adoption(inputs: SrvInputs, mine: readonly SrvValue[]): string {
  const found = mine.map((value) => `${srvText(value)} with TTL ${value.ttl} s`).join(" and ");
  return `${inputs.name} has ${found} already; it is adopted, and from now on is as declared (${srvText(inputs)}, TTL ${inputs.ttl} s)`;
}

function sharedTtl(inputs: SrvInputs, others: readonly SrvValue[]): string {
  const targets = others.map((value) => `${value.target} (${value.ttl} s)`).join(", ");
  return `${inputs.name}: a record set has one TTL, so ${inputs.ttl} s may now hold for these records too: ${targets}`;
}

function lastRecord(name: string, target: string, port: number): string {
  return (
    `${target}:${port} is the last SRV record of ${name}, and without it no machine finds a KMS host there; to remove it, ` +
    "set the stack configuration activation-topology:acknowledge to the reason, run up once, and then remove it"
  );
}
