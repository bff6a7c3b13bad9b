import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameRemedy, nearestName } from "../../../modules/topology/nearest.ts";

describe("the nearest name", () => {
  it.each([
    ["plnt", ["hq", "plant", "lab"], "plant"],
    ["HQ", ["hq", "plant"], "hq"],
    ["windows-server-2024", ["windows-server-2025", "windows-10"], "windows-server-2025"],
    ["branch", ["branch-lisbon", "hq"], "branch-lisbon"],
    ["branch", ["branch-lisbon", "branch-oporto"], undefined],
    ["vessel", ["hq", "plant"], undefined],
    ["", ["plant"], undefined],
    ["anything", [], undefined],
  ])("of %j among %j is %j", (wrong, known, expected) => {
    expect(nearestName(wrong, known)).toBe(expected);
  });

  it("is the name itself where it is known", () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, selector: (name) => name.toLowerCase() });
    fc.assert(fc.property(names, (known) => known.every((name) => nearestName(name, known) === name)));
  });

  it("is always one of the known ones", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (wrong, known) => {
        const near = nearestName(wrong, known);
        return near === undefined || known.includes(near);
      }),
    );
  });

  it("finds a name of four letters and more again after one wrong letter", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."abcdefghij"), minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(letters, fc.nat(), (name, at) => {
        const i = at % name.length;
        return nearestName(`${name.slice(0, i)}z${name.slice(i + 1)}`, ["0", name]) === name;
      }),
    );
  });
});

describe("the remedy for a wrong name", () => {
  it.each([
    [["plant"], 'did you mean "plant"?'],
    [[], "the file declares no sites"],
    [["hq", "lab"], "known sites are hq, lab"],
    [Array.from({ length: 13 }, (_, i) => `x${i}`), "the nearest sites are x0, x1, x2, x3, x4"],
  ])("among %j", (known, expected) => {
    expect(nameRemedy("plnt", known, "sites")).toBe(expected);
  });
});
