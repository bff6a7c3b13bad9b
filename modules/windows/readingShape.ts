import { counter, type Decode, fields, flag, list, matching, nullable, oneOf, text, whole } from "./decode.ts";
import type { PublishEntry } from "./hostSettings.ts";
import type {
  ClientReading,
  EventsReading,
  FirewallReading,
  HostReading,
  HostServiceReading,
  ObjectReading,
  OsReading,
  ProductReading,
  RequestCounters,
  ServiceReading,
  StepError,
  TimeReading,
} from "./readingParts.ts";

const maybeText = nullable(text);
const maybeFlag = nullable(flag);
const number = nullable(whole(0));
const moment = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, "a time in UTC");
const lastFive = nullable(matching(/^[0-9A-Z]{5}$/i, "five characters of a key"));
const hash = matching(/^[0-9a-f]{16}$/, "a hash");
const digits = nullable(matching(/^\d{1,80}$/, "digits"));

const os: Decode<OsReading> = fields({
  name: maybeText,
  build: number,
  ubr: number,
  editionId: maybeText,
  sku: number,
  core: maybeFlag,
  joined: maybeFlag,
  domain: maybeText,
});

const service: Decode<ServiceReading> = fields({
  state: maybeText,
  startMode: maybeText,
  delayed: maybeFlag,
  version: maybeText,
  listening: maybeFlag,
});

const host: Decode<HostServiceReading> = fields({
  port: number,
  publishing: maybeFlag,
  lowPriority: maybeFlag,
  activationMinutes: number,
  renewalMinutes: number,
});

const publishEntry: Decode<PublishEntry> = fields({ domain: text, priority: whole(0), weight: whole(0) });

const requests: Decode<RequestCounters> = fields({
  total: counter,
  failed: counter,
  unlicensed: counter,
  licensed: counter,
  initialGrace: counter,
  expired: counter,
  nonGenuine: counter,
  notification: counter,
});

const product: Decode<ProductReading> = fields({
  app: nullable(oneOf("windows", "office", "other")),
  id: maybeText,
  lastFive,
  channel: maybeText,
  description: maybeText,
  status: nullable(oneOf(0, 1, 2, 3, 4, 5, 6)),
  reason: maybeText,
  graceMinutes: number,
  isHost: maybeFlag,
  count: counter,
  requests: nullable(requests),
  installationId: digits,
});

const client: Decode<ClientReading> = fields({ typeEnabled: counter, typeUsed: counter, objectDn: maybeText });

const rule: Decode<FirewallReading> = fields({
  name: text,
  store: oneOf("local", "active"),
  enabled: maybeFlag,
  profiles: nullable(list(text)),
  remote: nullable(list(text)),
  remoteHash: nullable(hash),
  port: maybeText,
  program: maybeText,
  enforcement: nullable(list(whole(0))),
});

const events: Decode<EventsReading> = fields({
  published: nullable(fields({ at: moment, domain: maybeText })),
  failed: nullable(fields({ at: moment, code: maybeText, domain: maybeText })),
  lastRequest: nullable(fields({ at: moment, code: maybeText })),
});

const time: Decode<TimeReading> = fields({
  type: maybeText,
  server: maybeText,
  running: maybeFlag,
  skewSeconds: nullable(whole(Number.MIN_SAFE_INTEGER)),
  against: maybeText,
});

const object: Decode<ObjectReading> = fields({
  cn: maybeText,
  name: maybeText,
  lastFive,
  skuId: maybeText,
  pid: maybeText,
});

const stepError: Decode<StepError> = fields({ step: text, code: text, retry: flag });

/** The whole read-back, as readBack.ps1 builds it. */
export const readingShape: Decode<HostReading> = fields({
  schemaVersion: oneOf(1),
  script: hash,
  mode: oneOf("configure", "verify"),
  exit: whole(0),
  utcNow: moment,
  os: nullable(os),
  service: nullable(service),
  host: nullable(host),
  publishList: nullable(list(publishEntry)),
  products: nullable(list(product)),
  client: nullable(client),
  firewall: nullable(list(rule)),
  events: nullable(events),
  time: nullable(time),
  objects: nullable(list(object)),
  container: nullable(oneOf("ok", "absent", "denied", "notJoined", "notAsked")),
  forestInstallationId: digits,
  did: list(text),
  restartNeeded: flag,
  errors: list(stepError),
  left: list(text),
});
