import { randomInt } from "node:crypto";

const characters = "BCDFGHJKMPQRTVWXY2346789";

/** Something of the form of a product key, made up for one run: no source and no fixture holds it. */
export function madeUpKey(): string {
  const group = () => Array.from({ length: 5 }, () => characters[randomInt(characters.length)]).join("");
  return Array.from({ length: 5 }, group).join("-");
}
