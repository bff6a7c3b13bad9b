import type { Item } from "../desired/item.ts";
import type { Report, Rule, World } from "./rule.ts";

/** The kind of item that a resource would have become, by the last part of its type. */
const kinds: ReadonlyMap<string, Item["kind"]> = new Map([
  ["NetworkSecurityGroup", "securityGroup"],
  ["SecurityRule", "securityGroup"],
  ["VirtualMachine", "kmsHost"],
  ["NetworkInterface", "kmsHost"],
  ["PrivateRecordSet", "srv"],
  ["RecordSet", "srv"],
  ["SrvRecord", "srv"],
  ["ActivationObject", "activationObject"],
]);

/** True where no resource that would have become an item of this kind was unreadable. */
export function isReadWhole({ unreadable }: World, kind: Item["kind"]): boolean {
  return !unreadable.some(({ urn }) => kindOf(urn) === kind);
}

/** What a rule cannot know, because resources that it reads say too little. */
export function unreadableReports({ unreadable }: World, rule: Rule): Report[] {
  return unreadable
    .filter(({ urn }) => rule.reads.includes(kindOf(urn) ?? ""))
    .map(({ urn, reason }) => ({
      subject: `resources.${urn.split("::").slice(3).join("::")}`,
      status: "unknown",
      message: `resource ${urn} cannot be judged: ${reason}; check again after the update`,
    }));
}

/** urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME */
function kindOf(urn: string): Item["kind"] | undefined {
  return kinds.get(urn.split("::")[2]?.split(":").at(-1) ?? "");
}
