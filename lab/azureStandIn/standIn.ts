import { changeRules } from "./armRules.ts";
import { type ArmType, armTypeOf, armTypes, idOf, type Properties, pathOf, pathParameters } from "./armTypes.ts";
import { type CheckFailure, checkInputs } from "./check.ts";
import { type Change, changesOf } from "./diff.ts";
import { LiveInputs } from "./live.ts";
import { createdOutputs, updatedOutputs } from "./preview.ts";
import { putResource } from "./put.ts";
import { refuse } from "./refusal.ts";
import { removeResource } from "./remove.ts";
import type { Schemas } from "./schemas.ts";
import type { Store, StoredResource } from "./store.ts";
import { unknown, without } from "./values.ts";

/** How one provider instance was configured. */
export interface Settings {
  readonly store: Store;
  readonly subscriptionId: string;
  /** Region for resources that name none, from azure-native:location. */
  readonly location: string | undefined;
}

/** A resource as the engine is told about it. */
export interface Answer {
  readonly id: string;
  readonly properties: Properties;
}

/** What the provider does with resources, in plain values. Throws RefusedError where Azure would refuse. */
export class StandIn {
  private readonly schemas: Schemas;
  private readonly settings: Settings;
  private readonly live: LiveInputs;
  /** Regions of the groups that this preview or deployment has seen, made or not. */
  private readonly groupRegions = new Map<string, string>();

  constructor(schemas: Schemas, settings: Settings) {
    this.schemas = schemas;
    this.settings = settings;
    this.live = new LiveInputs(schemas);
  }

  check(token: string, olds: Properties, news: Properties): { inputs: Properties; failures: CheckFailure[] } {
    const type = known(token);
    const inputs = "location" in this.schemas.definition(token).properties ? this.withLocation(olds, news) : news;
    if (token === "azure-native:resources:ResourceGroup" && typeof inputs.location === "string") {
      this.groupRegions.set(String(inputs.resourceGroupName).toLowerCase(), inputs.location);
    }
    const failures = checkInputs(this.schemas, type, inputs);
    if ("location" in inputs && inputs.location === undefined) {
      failures.push({
        property: "location",
        reason: "location is not set, and the region of the resource group is not known",
      });
    }
    return { inputs, failures };
  }

  diff(token: string, oldInputs: Properties, news: Properties): Change[] {
    return changesOf(known(token), oldInputs, news);
  }

  create(token: string, inputs: Properties, preview: boolean): Answer {
    const type = known(token);
    if (preview) return { id: "", properties: createdOutputs(this.outputNames(type), sent(type, inputs)) };
    const id = idOf(type, this.settings.subscriptionId, inputs);
    const there = this.settings.store.get(id);
    if (there) throw new Error(`Azure stand-in: cannot create already existing resource '${there.id}'`);
    return this.answer(putResource(this.settings.store, { type, id, inputs, oldInputs: {} }));
  }

  update(request: {
    token: string;
    id: string;
    oldInputs: Properties;
    inputs: Properties;
    now: Properties;
    preview: boolean;
  }): Answer {
    const { token, id, oldInputs, inputs, now, preview } = request;
    const type = known(token);
    if (preview) return { id, properties: updatedOutputs(now, sent(type, oldInputs), sent(type, inputs)) };
    this.existing(id);
    return this.answer(putResource(this.settings.store, { type, id, inputs, oldInputs }));
  }

  /** The resource as it is now with the inputs that would make it, or undefined when it is gone. */
  read(
    token: string,
    id: string,
    inputs: Properties,
    state: Properties,
  ): (Answer & { inputs: Properties }) | undefined {
    const type = known(token);
    const path = pathOf(type, id);
    if (path === undefined) throw new Error(`Azure stand-in: '${id}' is not the id of a ${token}: ${type.id}`);
    const resource = this.settings.store.get(id);
    if (resource === undefined) return undefined;
    const answer = this.answer(resource);
    if (Object.keys(inputs).length > 0 && Object.keys(state).length > 0) {
      return { ...answer, inputs: this.live.refreshed(token, inputs, state, answer.properties) };
    }
    const imported = this.live.imported(token, resource.properties);
    // A listed resource carries its own name, which repeats a path parameter.
    return { ...answer, inputs: { ...without(imported, "name"), ...path } };
  }

  remove(id: string): void {
    removeResource(this.settings.store, id);
  }

  /** Answers the get functions of the SDK: azure-native:network:getSubnet and so on. */
  invoke(token: string, args: Properties): Properties {
    const type = armTypeOf(token.replace(/:get(?=[A-Z]\w*$)/, ":"));
    if (type === undefined || type.token === token)
      throw new Error(`Azure stand-in: it does not know the function ${token}`);
    const missing = pathParameters(type).filter((name) => typeof args[name] !== "string");
    if (missing.length > 0) throw new Error(`Azure stand-in: ${token} needs ${missing.join(", ")}`);
    const resource = this.existing(idOf(type, this.settings.subscriptionId, args));
    return { ...this.answer(resource).properties, id: resource.id };
  }

  private existing(id: string): StoredResource {
    const resource = this.settings.store.get(id);
    if (resource === undefined) {
      refuse([{ status: 404, code: "ResourceNotFound", message: `The Resource '${id}' was not found.` }]);
    }
    return resource as StoredResource;
  }

  private withLocation(olds: Properties, news: Properties): Properties {
    if (news.location !== undefined) return news;
    const group = news.resourceGroupName;
    const region = group === unknown ? undefined : this.groupRegion(String(group));
    const fallback = region ?? this.settings.location ?? olds.location;
    return { ...news, location: fallback ?? (group === unknown ? unknown : undefined) };
  }

  private groupRegion(name: string): string | undefined {
    const { store, subscriptionId } = this.settings;
    const group = store.get(`/subscriptions/${subscriptionId}/resourceGroups/${name}`);
    const region = group?.properties.location;
    return typeof region === "string" ? region : this.groupRegions.get(name.toLowerCase());
  }

  private outputNames(type: ArmType): readonly string[] {
    return this.schemas.shapes.outputs[type.token] ?? [];
  }

  private answer({ id, type, properties }: StoredResource): Answer {
    const all: Properties = { ...properties, azureApiVersion: this.schemas.shapes.apiVersions[type] };
    const names = this.outputNames(known(type)).filter((name) => all[name] !== undefined);
    return { id, properties: Object.fromEntries(names.map((name) => [name, all[name]])) };
  }
}

/** Inputs without what Azure does not return. */
function sent(type: ArmType, inputs: Properties): Properties {
  return [...pathParameters(type), ...(changeRules[type.token]?.writeOnly ?? [])].reduce(without, inputs);
}

function known(token: string): ArmType {
  const type = armTypeOf(token);
  if (type) return type;
  const tokens = armTypes.map((each) => each.token.replace("azure-native:", ""));
  throw new Error(`Azure stand-in: it does not know the type ${token}; it stands in for ${tokens.join(", ")}`);
}
