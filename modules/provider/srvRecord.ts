import { changeSrvSet, type Sent, type SrvEdit, type SrvSetAccess } from "../dns/changeSrvSet.ts";
import { OutcomeUnknown } from "../dns/dnsError.ts";
import { absoluteName } from "../dns/names.ts";
import { readSrvSet, srvText } from "../dns/readSet.ts";
import type { SrvValue } from "../dns/updateMessage.ts";
import { propertyChanges } from "./propertyChanges.ts";
import type { ZoneAccess } from "./providerConfig.ts";
import {
  type CallContext,
  InvalidRequest,
  type Live,
  PartlyCreated,
  type Properties,
  type ReadRequest,
  type ResourceKind,
} from "./resourceKind.ts";
import { checkSrvInputs, type SrvInputs } from "./srvInputs.ts";
import { farewell, takeOver } from "./srvModes.ts";

/**
 * One SRV record in an RFC 2136 zone. Target and port say which record of its set it is; the others of the set are
 * never touched, except that a set has one TTL (RFC 2181 section 5.2): a server like BIND gives the TTL that we write to all.
 *
 * The state says what is ours; the output `adopted` says whether it was there before us.
 */
export const srvRecord: ResourceKind = {
  type: "activation:index:SrvRecord",
  computed: ["adopted"],
  check: checkSrvInputs,
  diff: (olds, news) => propertyChanges(comparable(olds), comparable(news), ["zone", "name", "target", "port"]),
  create: (inputs, context) => create(inputs as unknown as SrvInputs, context),
  update: (_id, olds, news, context) => update(news as unknown as SrvInputs, olds.adopted === true, context),
  read,
  delete: remove,
};

/** The zone is kept as the file writes it, since that is its name in the file; it is compared as DNS compares names. */
function comparable(inputs: Properties): Properties {
  return typeof inputs.zone === "string" ? { ...inputs, zone: absoluteName(inputs.zone) } : inputs;
}

/**
 * Brings the record to the declared values. One that is there already with this target and port is meant to be this
 * one (a host published itself, or an earlier `up` was cut off), and `existing` says what then; one that this very
 * create has written, as when its answer was late, is our own whatever `existing` says.
 */
async function create(inputs: SrvInputs, context: CallContext): Promise<Live> {
  const id = idOf(inputs.zone, inputs.name, inputs);
  let adopted = false;
  let absent = false;
  try {
    const found = await bring(inputs, context, (found, sent) => {
      absent ||= found.length === 0;
      if (found.length === 0 || isOwn(inputs, found, sent)) return;
      const told = takeOver({ resource: context.name ?? "NAME", id, inputs, found });
      if (!adopted) context.log("info", told);
      adopted = true;
    });
    return live(inputs, found, adopted);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown && absent)) throw error;
    throw new PartlyCreated(live(inputs, inputs, adopted), error);
  }
}

/** After an update of ours that was answered the record is ours; after one that was not, it is where it is what we wrote. */
function isOwn(inputs: SrvInputs, found: readonly SrvValue[], sent: Sent): boolean {
  return sent === "yes" || (sent === "perhaps" && found.every((value) => srvText(value) === srvText(inputs)));
}

async function update(inputs: SrvInputs, adopted: boolean, context: CallContext): Promise<Live> {
  return live(inputs, await bring(inputs, context, () => {}), adopted);
}

/** `judge` sees the records of this target and port as they are, and may throw. */
async function bring(
  inputs: SrvInputs,
  context: CallContext,
  judge: (found: readonly SrvValue[], sent: Sent) => void,
): Promise<SrvValue> {
  const set = await changeSrvSet(accessTo(inputs.zone, inputs.name, context), (seen, sent) => {
    const mine = seen.filter((value) => isSame(value, inputs));
    judge(mine, sent);
    const edit = editTo(inputs, mine);
    const others = seen.filter((value) => !isSame(value, inputs) && value.ttl !== inputs.ttl);
    if (edit !== undefined && others.length > 0) context.log("warning", sharedTtl(inputs, others));
    return edit;
  });
  return set.find((value) => isSame(value, inputs)) as SrvValue;
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
  const { existing, acknowledgeLast } = { ...request.outputs, ...request.inputs } as Partial<SrvInputs>;
  // Without a state this is an import, and who imports says that the record was there.
  const adopted = request.outputs === undefined || request.outputs.adopted === true;
  return live({ zone: spelled, name, existing, acknowledgeLast }, value, adopted);
}

async function remove(id: string, state: Properties, context: CallContext): Promise<void> {
  const { zone, name, target, port } = parseId(id);
  let told = state.adopted !== true;
  await changeSrvSet(accessTo(zone, name, context), (seen) => {
    const mine = seen.filter((value) => isSame(value, { target, port }));
    if (mine.length === 0) return undefined;
    if (mine.length === seen.length && state.acknowledgeLast === undefined)
      throw new Error(lastRecord(name, target, port));
    if (!told) context.log("info", farewell(id));
    told = true;
    return { remove: mine, add: [] };
  });
}

function isSame(value: SrvValue, record: Pick<SrvInputs, "target" | "port">): boolean {
  return value.target === record.target && value.port === record.port;
}

function accessTo(zone: string, owner: string, context: CallContext): SrvSetAccess {
  const { zone: _spelled, ...access } = zoneNamed(zone, context);
  return { ...access, zone, owner, signal: context.signal };
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

/** What a program says of a record beyond its values. */
interface Told {
  /** As the program spells it. */
  readonly zone: string;
  readonly name: string;
  readonly existing?: SrvInputs["existing"] | undefined;
  readonly acknowledgeLast?: SrvInputs["acknowledgeLast"] | undefined;
}

function live({ zone, name, existing, acknowledgeLast }: Told, value: SrvValue, adopted: boolean): Live {
  const { target, port, priority, weight, ttl } = value;
  const inputs = {
    ...{ zone, name, target, port, priority, weight, ttl },
    ...(existing !== undefined && { existing }),
    ...(acknowledgeLast !== undefined && { acknowledgeLast }),
  };
  return { id: idOf(zone, name, value), inputs, outputs: { ...inputs, adopted } };
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
