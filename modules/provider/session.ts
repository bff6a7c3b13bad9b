import type { EngineLog } from "./engineLog.ts";
import type { ProviderConfig } from "./providerConfig.ts";
import { type CallContext, InvalidRequest } from "./resourceKind.ts";

/** What one process of the provider knows between calls; the engine starts one for each provider instance. */
export interface Session {
  /** undefined until Configure, which the engine leaves out while the configuration is unknown in a preview. */
  config: ProviderConfig | undefined;
  /** undefined until the engine's address is known. */
  log: EngineLog | undefined;
  /** Ends all open work. */
  readonly cancel: AbortController;
  /** Type and id of everything that this command has created or updated. */
  readonly declared: Set<string>;
}

/** What a call about one resource may use. `timeout`: seconds; 0: none. */
export function contextOf(session: Session, urn: string, timeout: number): CallContext {
  if (session.config === undefined) throw new InvalidRequest("the provider has not been configured yet");
  const { signal } = session.cancel;
  return {
    config: session.config,
    name: urn.split("::").slice(3).join("::"),
    signal: timeout > 0 ? AbortSignal.any([signal, AbortSignal.timeout(timeout * 1000)]) : signal,
    log: (severity, message) => session.log?.(severity, urn, message),
  };
}
