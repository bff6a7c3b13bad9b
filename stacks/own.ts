import type { ActivationProvider } from "../modules/provider/providerArgs.ts";

/** What all resources of our own provider share. */
export interface Own {
  readonly provider: ActivationProvider;
  /** Why protection is off; null: it is on. */
  readonly acknowledge: string | null;
}

/** The input that lets a later run remove what is the last of its kind. */
export function acknowledged({ acknowledge }: Own): { acknowledgeLast?: { reason: string } } {
  return acknowledge === null ? {} : { acknowledgeLast: { reason: acknowledge } };
}
