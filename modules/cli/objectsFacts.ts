import { type BackedUpObject, holdsLicence, licenceAttributes, nameOf } from "../directory/backedUpObject.ts";
import { guidText } from "../directory/entry.ts";
import { publishedLicence } from "../directory/publishedLicences.ts";

/** What people know an object by, name first; nothing of its licences but how large they are. */
export function factsOf(object: BackedUpObject): readonly (readonly [title: string, value: string])[] {
  const values = (name: string) => (object.attributes[name] ?? []).map((value) => Buffer.from(value, "base64"));
  const skuId = guidsOf(values("msSPP-CSVLKSkuId"))[0] ?? "";
  const lastFive = values("msSPP-CSVLKPartialProductKey")[0]?.toString("utf8") ?? "";
  const octets = licenceAttributes.flatMap(values).reduce((sum, value) => sum + value.length, 0);
  return [
    ["name", nameOf(object)],
    ["cn", object.cn],
    ["key", `...${lastFive}`],
    ["licence", [publishedLicence(skuId)?.name, skuId].filter((one) => one !== undefined).join(", ")],
    ["product groups", guidsOf(values("msSPP-KMSIds")).sort().join(", ")],
    [
      "licences issued by Microsoft",
      holdsLicence(object) ? `${octets} octets` : "none: no machine activates through it, restored or not",
    ],
  ];
}

function guidsOf(values: readonly Buffer[]): string[] {
  return values.map((value) => (value.length === 16 ? guidText(value) : `0x${value.toString("hex")}`));
}
