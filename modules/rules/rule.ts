import type { Item } from "../desired/item.ts";
import type { Plan } from "../plan/decision.ts";
import type { Facts, Severity, Suppression } from "../topology/model.ts";
import type { Place } from "../topology/problem.ts";

export type { Severity } from "../topology/model.ts";

/** A rule that cannot know says unknown; a hop that somebody vouches for is attested; neither is a pass. */
export type Status = "fail" | "unknown" | "attested" | "suppressed";

/** What a rule found: passing is silence. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly status: Status;
  /** Path in the file: `sites.plant.cohorts.lines`, `kmsHosts.kms-weu-1`, `keys.mak-client`, `licensed.client`. */
  readonly subject: string;
  /** A sentence that names subject, numbers and remedy. */
  readonly message: string;
  readonly place?: Place;
  /** Page of the rule in docs/rules/. */
  readonly url: string;
}

/** Everything that rules may look at, from the file or from the resources of a stack. */
export interface World {
  readonly facts: Facts;
  readonly plan: Plan;
  /** What is declared: derived from the file by `check FILE`, read from the resources by the policy pack and `check --state`. */
  readonly items: readonly Item[];
  /** Sites whose hosts and records this stack provisions; rules about items of other sites stay silent. */
  readonly scope: readonly string[];
  /** YYYY-MM-DD, for attestations and suppressions that expire. */
  readonly today: string;
  /** Azure hosts in a subnet that exists already: its own security group and routes are not known here. */
  readonly unreadSubnets: readonly string[];
  /** Resources of the stack that could not be read into items: not absent, only not known. */
  readonly unreadable: readonly UnreadableResource[];
  /** What the configuration of the stack leaves out: `rfc2136` or `activeDirectory`. */
  readonly leftOut: readonly string[];
  /** Thresholds that Pulumi's policy configuration sets, by rule and name; they go before those of the file. */
  readonly configured: Configured;
}

export type Configured = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A resource that is there and says too little, as resources do whose values are not known before an update. */
export interface UnreadableResource {
  readonly urn: string;
  readonly reason: string;
}

interface RuleBase {
  /** `AREA-TOPIC-NN` or `AREA-NN`, permanent. */
  readonly id: string;
  readonly severity: Severity;
  /** True when the rule passes. */
  readonly summary: string;
  /** Where the rule comes from: a URL, or `ownRule`. */
  readonly source: string;
  /** Places of the file (paths of its schema, `*` for a name or an index), and kinds of items or `resources`, that the rule reads. */
  readonly reads: readonly string[];
  readonly remedy: string;
  /** Numbers that are this project's own judgement, which a file or a policy configuration may set; none: left out. */
  readonly thresholds?: readonly Threshold[];
}

/** A number by which a rule judges, and that others may see differently. */
export interface Threshold {
  readonly name: string;
  readonly summary: string;
  readonly unit: "days" | "percent";
  /** Where nobody sets it. */
  readonly standard: number;
  readonly least: number;
  readonly most: number;
}

/** What a check reports; url and place are added by `runRules`. */
export interface Report {
  readonly subject: string;
  readonly message: string;
  /** Default: fail. */
  readonly status?: "fail" | "unknown" | "attested";
  /** Default: that of the rule. */
  readonly severity?: Severity;
}

/** A rule across the estate: becomes a stack policy. */
export interface EstateRule extends RuleBase {
  readonly over: "estate";
  check(world: World): readonly Report[];
}

/** A rule about one resource, whatever its type: becomes a resource policy. */
export interface ResourceRule extends RuleBase {
  readonly over: "resource";
  check(resource: { readonly type: string; readonly name: string; readonly properties: unknown }): readonly Report[];
}

/** What the rules before have found, and what they are. */
export interface Judged {
  /** Suppressions of the file that cover some finding, whether they have expired or not. */
  readonly covered: ReadonlySet<Suppression>;
  /** Ids of the rules that reported something, of whatever status. */
  readonly found: ReadonlySet<string>;
  readonly rules: readonly Rule[];
}

/** A rule about what the rules across the estate find; it runs after them, and becomes a stack policy too. */
export interface FindingsRule extends RuleBase {
  readonly over: "findings";
  check(world: World, judged: Judged): readonly Report[];
}

export type Rule = EstateRule | FindingsRule | ResourceRule;

/** Source of a rule that no page of others states: what it says follows from the file itself. */
export const ownRule = "a rule of this project";
