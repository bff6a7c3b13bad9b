import { describe, expect, it } from "vitest";
import { fits } from "../../../tools/engine.ts";

describe("a version of the engine", () => {
  it.each(["v3.255.0", "3.255.1", "v3.274.1", "v3.1000.0", "v4.0.0", "v10.2.3"])("%s fits", (version) => {
    expect(fits(version)).toBe(true);
  });

  it.each(["v3.254.9", "3.99.0", "v2.999.0", "v0.0.1"])("%s is too old", (version) => {
    expect(fits(version)).toBe(false);
  });

  it.each([undefined, "", "v3", "dev", "three.255.0"])("%s is none", (version) => {
    expect(fits(version)).toBe(false);
  });
});
