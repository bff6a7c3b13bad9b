/** What the engine reports while it works (`--event-log`), as far as this toolkit reads it. */
export interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
  readonly resOpFailedEvent?: { readonly metadata: StepMetadata };
  readonly policyEvent?: PolicyEvent;
  readonly stdoutEvent?: { readonly message: string };
  readonly diagnosticEvent?: { readonly severity: string; readonly message: string; readonly urn?: string };
  readonly summaryEvent?: { readonly resourceChanges: Readonly<Record<string, number>> };
}

export interface StepMetadata {
  /** `create`, `update`, `delete`, `replace`, `same`, `refresh`, `read` ... */
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly old: StepState | null;
  readonly new: StepState | null;
  /** By property path. */
  readonly detailedDiff: Readonly<Record<string, { readonly diffKind: string; readonly inputDiff?: boolean }>> | null;
}

export interface StepState {
  readonly id?: string;
  /** URN. */
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

export interface PolicyEvent {
  readonly resourceUrn?: string;
  readonly message: string;
  readonly policyName: string;
  readonly policyPackName: string;
  readonly enforcementLevel: string;
}

/** One change that the engine would make, or made. */
export interface Change {
  readonly op: "create" | "update" | "delete" | "replace";
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Property paths that differ, sorted. */
  readonly paths: readonly string[];
  readonly old: StepState | null;
  readonly new: StepState | null;
}

const shownOps: Readonly<Record<string, Change["op"]>> = {
  create: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
};

/** The changes among a run's events, in the order of their URNs; the steps of one replacement are one change. */
export function changesOf(events: readonly EngineEvent[]): readonly Change[] {
  const changes = new Map<string, Change>();
  for (const { resourcePreEvent } of events) {
    const step = resourcePreEvent?.metadata;
    const op = step === undefined ? undefined : shownOps[step.op];
    if (step === undefined || op === undefined || isRoot(step.type)) continue;
    if (changes.get(step.urn)?.op === "replace") continue;
    changes.set(step.urn, {
      op,
      urn: step.urn,
      type: step.type,
      name: nameOf(step.urn),
      paths: Object.keys(step.detailedDiff ?? {}).sort(),
      old: step.old,
      new: step.new,
    });
  }
  return [...changes.values()].sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

/** The stack itself and the providers are the engine's book-keeping. */
function isRoot(type: string): boolean {
  return type === "pulumi:pulumi:Stack" || type.startsWith("pulumi:providers:");
}

/** The logical name at the end of a URN. */
export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** Number of resources that a run has changed to the end, whatever became of the others. */
export function madeBy(events: readonly EngineEvent[]): number {
  const steps = events.map(({ resOutputsEvent }) => resOutputsEvent?.metadata).filter((step) => step !== undefined);
  const made = steps.filter((step) => shownOps[step.op] !== undefined && !isRoot(step.type));
  return new Set(made.map((step) => step.urn)).size;
}

/** Whether the engine was asked to end: it says so, whoever asked. */
export function wasAsked(events: readonly EngineEvent[]): boolean {
  return events.some(({ stdoutEvent }) => stdoutEvent?.message.includes("^C received"));
}

/** What engine and SDK say besides, once one thing has failed: they stop the others, and cannot reach each other any more. */
const afterthoughts = [/^(update|preview) failed$/, /: context canceled$/, /Channel has been shut down/];

/** The errors that the engine or the program reported, without colour marks and doubles. */
export function errorsOf(events: readonly EngineEvent[]): readonly string[] {
  return diagnostics(events, "error").filter((message) => !afterthoughts.some((form) => form.test(message)));
}

/** What the program or the engine warned of, such as work that is left to a person. */
export function warningsOf(events: readonly EngineEvent[]): readonly string[] {
  return diagnostics(events, "warning");
}

function diagnostics(events: readonly EngineEvent[], severity: string): readonly string[] {
  const messages = events
    .map((e) => e.diagnosticEvent)
    .filter((d) => d?.severity === severity)
    .map((d) => plain(d?.message ?? "").replace(/^(error|warning): /, ""));
  return [...new Set(messages)].filter((message) => message !== "");
}

/** Colour marks (`<{%reset%}>`) are for the engine's own display. */
export function plain(message: string): string {
  return message.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
}

/** One resource that a refresh found different from the state. */
export interface Refreshed {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** It is not there any more. */
  readonly gone: boolean;
  /** Property paths that differ, sorted. */
  readonly paths: readonly string[];
  /** Inputs as the state has them. */
  readonly declared: Readonly<Record<string, unknown>>;
  /** Inputs as they are now. */
  readonly live: Readonly<Record<string, unknown>>;
}

/** What a refresh found, in the order of the URNs. */
export function refreshedOf(events: readonly EngineEvent[]): readonly Refreshed[] {
  const found = events.flatMap(({ resOutputsEvent }) => {
    const step = resOutputsEvent?.metadata;
    if (step === undefined || (step.op !== "update" && step.op !== "delete")) return [];
    return [
      {
        urn: step.urn,
        type: step.type,
        name: nameOf(step.urn),
        gone: step.op === "delete",
        paths: Object.keys(step.detailedDiff ?? {}).sort(),
        declared: step.old?.inputs ?? {},
        live: step.new?.inputs ?? {},
      },
    ];
  });
  return found.sort((a, b) => (a.urn < b.urn ? -1 : 1));
}
