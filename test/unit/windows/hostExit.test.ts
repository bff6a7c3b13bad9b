import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hostExit, hostExits } from "../../../modules/windows/hostExit.ts";
import { hostScript } from "../../../modules/windows/hostScript.ts";
import { licensingError, licensingErrors } from "../../../modules/windows/licensingError.ts";

describe("exit codes", () => {
  it.each([
    [30, true],
    [31, true],
    [40, true],
    [53, true],
    [13, false],
    [34, false],
    [42, false],
  ])("%i may pass by itself: %s", (code, retry) => {
    expect(hostExit(code).retry).toBe(retry);
  });

  it("say what to do, without a full stop", () => {
    for (const { meaning, remedy } of [...Object.values(hostExits), ...licensingErrors]) {
      expect(meaning).toMatch(/^\S.*[^.]$/);
      expect(remedy).toMatch(/^\S.*[^.]$/);
    }
  });

  it("that nobody knows are final", () => {
    expect(hostExit(255)).toMatchObject({ meaning: "unknown exit code 255", retry: false });
  });
});

describe("codes of Windows", () => {
  it("are found as text in either case, and as signed and unsigned numbers", () => {
    const expected = licensingError("0xC004F050");
    expect(expected.meaning).toBe("Windows does not know the key");
    expect(licensingError("0xc004f050")).toEqual(expected);
    expect(licensingError(0xc004f050)).toEqual(expected);
    expect(licensingError(0xc004f050 | 0)).toEqual(expected);
  });

  it("that nobody knows are named and final", () => {
    expect(licensingError("0xC0FFEE00")).toMatchObject({ meaning: "code 0xC0FFEE00", retry: false });
  });

  it("stand in the table once each", () => {
    const codes = licensingErrors.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe("docs/host-script.md", () => {
  const page = readFileSync(new URL("../../../docs/host-script.md", import.meta.url), "utf8");

  it("has the table of exit codes", () => {
    const rows = [...page.matchAll(/^\| (\d+) \| (.+) \| (yes|no) \| (.+) \|$/gm)].map(
      ([, code, meaning, retry, remedy]) => ({ code: Number(code), meaning, retry: retry === "yes", remedy }),
    );
    expect(rows).toEqual(Object.entries(hostExits).map(([code, exit]) => ({ code: Number(code), ...exit })));
  });

  it("names what is left out, in the order of the script", () => {
    const cuts = [...hostScript().matchAll(/^ *@\{ Name = '([^']+)'/gm)].map((match) => match[1] ?? "");
    expect(cuts.length).toBeGreaterThan(5);
    expect([...page.matchAll(/^\d+\. `([^`]+)`/gm)].map((match) => match[1])).toEqual(cuts);
  });
});
