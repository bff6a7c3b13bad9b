import { readProductKey } from "../keyvault/readSecret.ts";
import { runOnHost } from "../ssh/runOnHost.ts";
import {
  bringIntoOrder,
  HostFailed,
  type HostState,
  type HostTask,
  type HostTools,
  readHost,
} from "./kmsHostConfigurationConfigure.ts";
import { checkKmsHostInputs, comparableHost, type KmsHostInputs } from "./kmsHostConfigurationInputs.ts";
import { asDeclared, asFound, asUnknown, computed, imported, importInputs } from "./kmsHostConfigurationLive.ts";
import { differenceText, type LastFives } from "./kmsHostConfigurationSettings.ts";
import { propertyChanges } from "./propertyChanges.ts";
import type { HostAccess } from "./providerConfig.ts";
import {
  type CallContext,
  InvalidRequest,
  type Live,
  PartlyCreated,
  type Properties,
  type ReadRequest,
  type ResourceKind,
} from "./resourceKind.ts";

/** How a KMS host that exists is set up, or only verified, over SSH. Its id is the name of the host. */
export const kmsHostConfiguration: ResourceKind = kmsHostConfigurationKind({ run: runOnHost, readKey: readProductKey });

/** The same over any way to reach a host, so that tests need no server. */
export function kmsHostConfigurationKind(tools: HostTools): ResourceKind {
  return {
    type: "activation:index:KmsHostConfiguration",
    computed,
    check: checkKmsHostInputs,
    diff: (olds, news) => propertyChanges(comparableHost(olds), comparableHost(news), ["host"]),
    async create(properties, context) {
      const task = taskOf(properties, {}, context);
      try {
        return asDeclared(task, await bring(task, context, tools));
      } catch (error) {
        if (!(error instanceof HostFailed)) throw error;
        throw new PartlyCreated(error.state === undefined ? asUnknown(task) : asDeclared(task, error.state), error);
      }
    },
    async update(_id, olds, news, context) {
      const task = taskOf(news, olds, context);
      return asDeclared(task, await bring(task, context, tools));
    },
    read: (request, context) => read(request, context, tools),
    async delete(id, _state, context) {
      context.log("info", `${id} is no longer looked after here; the host stays as it is`);
    },
  };
}

async function bring(task: HostTask, context: CallContext, tools: HostTools): Promise<HostState> {
  const work = task.inputs.manage === "verify" ? readHost : bringIntoOrder;
  const state = await work(task, context, tools);
  warn(task, state, context);
  return state;
}

async function read(request: ReadRequest, context: CallContext, tools: HostTools): Promise<Live> {
  if (request.inputs !== undefined) {
    const task = taskOf(request.inputs, request.outputs ?? {}, context);
    const state = await readHost(task, context, tools);
    warn(task, state, context);
    return asFound(task, state);
  }
  const asking = { inputs: importInputs(request.id), access: hostNamed(request.id, context), known: {} };
  const { reading } = await readHost(asking, context, tools);
  const task = { ...asking, inputs: imported(request.id, asking.access, reading) };
  return asDeclared(task, { reading, differences: [], lastFive: {} });
}

function warn({ inputs }: HostTask, { differences, reading }: HostState, context: CallContext): void {
  for (const difference of differences) context.log("warning", `${inputs.host}: ${differenceText(difference)}`);
  if (differences.some(({ kind }) => kind === "unreadable") && reading.errors.length > 0) {
    const codes = reading.errors.map(({ step, code }) => `${step}: ${code}`).join(", ");
    context.log(
      "warning",
      `${inputs.host}: not all could be read (${codes}); see that the account is an administrator`,
    );
  }
  if (reading.restartNeeded) context.log("warning", `${inputs.host}: Windows asks for a restart of the machine`);
}

function taskOf(inputs: Properties, outputs: Properties, context: CallContext): HostTask {
  const host = inputs as unknown as KmsHostInputs;
  const known = (outputs.lastFive ?? {}) as LastFives;
  return { inputs: host, access: hostNamed(host.host, context), known };
}

function hostNamed(name: string, { config: { hosts } }: CallContext): HostAccess {
  const found = hosts.find(({ host }) => host === name);
  if (found !== undefined) return found;
  const known = hosts.map(({ host }) => host).join(", ") || "none";
  throw new InvalidRequest(
    `host ${JSON.stringify(name)} is not among the provider's hosts (${known}); give it ssh under existing in the file`,
  );
}
