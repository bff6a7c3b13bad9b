import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import {
  type CheckFailure,
  InvalidRequest,
  type Properties,
  type PropertyChange,
  type ReadRequest,
  type ResourceKind,
  unknownValue,
} from "./resourceKind.ts";
import { contextOf, type Session } from "./session.ts";
import { unary } from "./unary.ts";
import { fromWire, toWire } from "./wire.ts";

/** Check, Diff, Create, Read, Update and Delete for the given kinds of resource. */
export function lifecycle(kinds: readonly ResourceKind[], session: Session): UntypedServiceImplementation {
  const kindOf = (urn: string): ResourceKind => {
    const type = urn.split("::")[2]?.split("$").at(-1);
    const kind = kinds.find((candidate) => candidate.type === type);
    if (kind === undefined) throw new InvalidRequest(`this provider has no resource of type ${type}`);
    return kind;
  };
  return {
    check: unary((request: providerPb.CheckRequest) => check(kindOf(request.getUrn()), request)),
    diff: unary((request: providerPb.DiffRequest) => diff(kindOf(request.getUrn()), request)),
    create: unary((request: providerPb.CreateRequest) => create(kindOf(request.getUrn()), request, session)),
    read: unary((request: providerPb.ReadRequest) => read(kindOf(request.getUrn()), request, session)),
    update: unary((request: providerPb.UpdateRequest) => update(kindOf(request.getUrn()), request, session)),
    delete: unary((request: providerPb.DeleteRequest) => remove(kindOf(request.getUrn()), request, session)),
  };
}

function check(kind: ResourceKind, request: providerPb.CheckRequest): providerPb.CheckResponse {
  const { inputs, failures } = kind.check(fromWire(request.getNews()));
  return checkResponse(inputs, failures);
}

/** The answer to Check and CheckConfig. */
export function checkResponse(inputs: Properties, failures: readonly CheckFailure[]): providerPb.CheckResponse {
  const response = new providerPb.CheckResponse();
  response.setInputs(toWire(inputs));
  for (const { property, reason } of failures) {
    const failure = new providerPb.CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    response.addFailures(failure);
  }
  return response;
}

function diff(kind: ResourceKind, request: providerPb.DiffRequest): providerPb.DiffResponse {
  const olds = fromWire(request.getOldInputs() ?? request.getOlds());
  const ignored = request.getIgnorechangesList();
  const changes = kind.diff(olds, fromWire(request.getNews())).filter(({ property }) => !ignored.includes(property));
  const { DIFF_NONE, DIFF_SOME } = providerPb.DiffResponse.DiffChanges;
  const response = new providerPb.DiffResponse();
  response.setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME);
  response.setHasdetaileddiff(true);
  response.setDiffsList(changes.map(({ property }) => property));
  response.setReplacesList(changes.filter(({ replace }) => replace).map(({ property }) => property));
  for (const change of changes) response.getDetaileddiffMap().set(change.property, propertyDiff(change));
  return response;
}

function propertyDiff({ change, replace }: PropertyChange): providerPb.PropertyDiff {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = providerPb.PropertyDiff.Kind;
  const kinds = {
    add: [ADD, ADD_REPLACE],
    remove: [DELETE, DELETE_REPLACE],
    update: [UPDATE, UPDATE_REPLACE],
  } as const;
  const diff = new providerPb.PropertyDiff();
  diff.setKind(kinds[change][replace ? 1 : 0]);
  diff.setInputdiff(true);
  return diff;
}

async function create(
  kind: ResourceKind,
  request: providerPb.CreateRequest,
  session: Session,
): Promise<providerPb.CreateResponse> {
  const inputs = fromWire(request.getProperties());
  const response = new providerPb.CreateResponse();
  if (request.getPreview()) {
    const later = Object.fromEntries(kind.computed.map((property) => [property, unknownValue]));
    response.setProperties(toWire({ ...inputs, ...later }));
    return response;
  }
  const live = await kind.create(inputs, contextOf(session, request.getUrn(), request.getTimeout()));
  session.declared.add(`${kind.type} ${live.id}`);
  response.setId(live.id);
  response.setProperties(toWire(live.outputs));
  return response;
}

async function read(
  kind: ResourceKind,
  request: providerPb.ReadRequest,
  session: Session,
): Promise<providerPb.ReadResponse> {
  const context = contextOf(session, request.getUrn(), request.getTimeout());
  const live = await kind.read(readRequest(request), context);
  const response = new providerPb.ReadResponse();
  // Neither id nor properties: the engine's sign for "is not there".
  if (live === undefined) return response;
  response.setId(live.id);
  response.setInputs(toWire(live.inputs));
  response.setProperties(toWire(live.outputs));
  return response;
}

function readRequest(request: providerPb.ReadRequest): ReadRequest {
  return {
    id: request.getId(),
    ...(request.hasInputs() ? { inputs: fromWire(request.getInputs()) } : {}),
    ...(request.hasProperties() ? { outputs: fromWire(request.getProperties()) } : {}),
  };
}

async function update(
  kind: ResourceKind,
  request: providerPb.UpdateRequest,
  session: Session,
): Promise<providerPb.UpdateResponse> {
  const olds = fromWire(request.getOlds());
  const news = fromWire(request.getNews());
  const response = new providerPb.UpdateResponse();
  if (request.getPreview()) {
    const kept = Object.fromEntries(kind.computed.map((property) => [property, olds[property]]));
    response.setProperties(toWire({ ...news, ...kept }));
    return response;
  }
  const context = contextOf(session, request.getUrn(), request.getTimeout());
  const live = await kind.update(request.getId(), olds, news, context);
  session.declared.add(`${kind.type} ${live.id}`);
  response.setProperties(toWire(live.outputs));
  return response;
}

/**
 * A resource that got another name or parent, or that is replaced by its like, is created first: it adopts what is
 * there, which the old one must then leave alone. All that happens in one command, hence in one process.
 */
async function remove(kind: ResourceKind, request: providerPb.DeleteRequest, session: Session): Promise<emptyPb.Empty> {
  const context = contextOf(session, request.getUrn(), request.getTimeout());
  const id = request.getId();
  if (session.declared.has(`${kind.type} ${id}`)) {
    context.log("info", `${id} stays: another resource of this command declares it`);
  } else {
    await kind.delete(id, fromWire(request.getProperties()), context);
  }
  return new emptyPb.Empty();
}
