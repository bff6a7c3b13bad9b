import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseReadBack } from "../../../modules/windows/hostReading.ts";
import { hostScript } from "../../../modules/windows/hostScript.ts";
import { readingShape } from "../../../modules/windows/readingShape.ts";
import { WindowsError, type WindowsErrorKind } from "../../../modules/windows/windowsError.ts";
import { madeUpKey } from "../../helpers/madeUpKey.ts";
import { nodesOf, powershellTree } from "../../helpers/powershell.ts";
import { recordedNames, recordedOutput, recordedReading } from "../../helpers/recordedHosts.ts";

const licensed = recordedOutput("licensed-2022");

function failure(output: string): WindowsError {
  try {
    parseReadBack(output);
  } catch (error) {
    if (error instanceof WindowsError) return error;
    throw error;
  }
  throw new Error("it was believed");
}

const kindOf = (output: string): WindowsErrorKind => failure(output).kind;

describe("recorded outputs", () => {
  it.each(recordedNames)("%s is understood as a whole", async (name) => {
    const reading = parseReadBack(recordedOutput(name));
    await expect(`${JSON.stringify(reading, null, 2)}\n`).toMatchFileSnapshot(
      `../../golden/windows/readings/${name}.txt`,
    );
  });

  it.each(recordedNames)("%s fits into what a managed run command keeps", (name) => {
    const line = recordedOutput(name)
      .split(/\r?\n/)
      .find((one) => one.startsWith("activation-host/"));
    expect((line ?? "").length).toBeLessThan(4000);
  });

  it("takes 4294967295 and -1 as: nothing was counted", () => {
    expect(recordedReading("not-a-host").products?.[0]).toMatchObject({ isHost: false, count: null });
    expect(recordedReading("first-run-2022").products?.[0]?.requests?.total).toBeNull();
    expect(parseReadBack(licensed.replace('"count":37', '"count":-1')).products?.[0]?.count).toBeNull();
  });

  it("tells unreadable from empty", () => {
    expect(recordedReading("denied-everything").products).toBeNull();
    expect(recordedReading("unlicensed-key-refused").products).toEqual([]);
  });

  it("gives names back in their own script", () => {
    expect(recordedReading("german-2019-office").os?.domain).toBe("köln.corp.example");
    expect(recordedReading("japanese-workgroup").os?.domain).toBe("ワークグループ");
  });
});

describe("what stands around the read-back", () => {
  const plain = parseReadBack(licensed);

  it.each([
    ["CRLF", licensed.replace(/\n/g, "\r\n")],
    ["a byte order mark", `\uFEFF${licensed}`],
    ["CLIXML before and behind it", `#< CLIXML\r\n${licensed}<Objs Version="1.1.0.1"></Objs>`],
    ["an older read-back before it", `${recordedOutput("not-a-host")}${licensed}`],
    ["line breaks inside it", (licensed.match(/.{1,79}/g) ?? []).join("\n")],
    ["no line end", licensed.trimEnd()],
  ])("does not matter: %s", (_, output) => {
    expect(parseReadBack(output)).toEqual(plain);
  });

  it("does not matter inside lists as Windows PowerShell may write them", () => {
    const wrapped = licensed.replace('"did":[]', '"did":{"value":["port"],"Count":1}');
    expect(parseReadBack(wrapped).did).toEqual(["port"]);
  });
});

describe("what is not believed", () => {
  it.each([
    ["nothing", "", "noReadBack"],
    ["an error in another language", "Das Benennungsobjekt wurde nicht gefunden.\r\n", "noReadBack"],
    ["its beginning cut off, as a run command does it", licensed.slice(-1500), "cutOff"],
    ["its end cut off", licensed.slice(0, 1500), "cutOff"],
    ["a later version", licensed.replace("activation-host/1", "activation-host/2"), "otherVersion"],
    ["something in the middle of it", licensed.replace('"os":', '"os"WARNUNG:'), "malformed"],
    ["another schema version", licensed.replace('"schemaVersion":1', '"schemaVersion":2'), "malformed"],
    ["a field missing", licensed.replace('"did":[],', ""), "malformed"],
    ["a text for a number", licensed.replace('"port":1688,', '"port":"1688",'), "malformed"],
    ["a status that Windows has not got", licensed.replace('"status":1', '"status":9'), "malformed"],
    ["six characters of a key", licensed.replace("FAKE1", "FAKE12"), "malformed"],
  ] as const)("%s", (_, output, kind) => {
    expect(output === "" || output !== licensed).toBe(true);
    expect(kindOf(output)).toBe(kind);
  });

  it("names the place of a wrong value and not the value", () => {
    const { message } = failure(licensed.replace('"publishing":true', '"publishing":"sensitive"'));
    expect(message).toMatch(/^the read-back\.host\.publishing is not true or false; /);
    expect(message).not.toContain("sensitive");
  });

  it("quotes nothing of what is not JSON", () => {
    expect(failure(licensed.replace('"os":', '"os"sensitive:')).message).not.toContain("sensitive");
  });
});

describe("a whole product key in the output", () => {
  const key = madeUpKey();

  it.each([
    ["before the read-back", `${key}\r\n${licensed}`],
    ["behind it", `${licensed}${key}`],
    ["inside it", licensed.replace("Windows(R)", key)],
    ["without hyphens", `${licensed}\n${key.replaceAll("-", "")}\n`],
    ["in small letters", `${key.toLowerCase()}\n${licensed}`],
    ["broken by a line end", `${licensed}${key.slice(0, 13)}\r\n${key.slice(13)}`],
    ["escaped in JSON", licensed.replace("Windows(R)", key.replaceAll("-", "\\u002d"))],
    ["where there is no read-back", key],
  ])("is refused and not repeated: %s", (_, output) => {
    const error = failure(output);
    expect(error.kind).toBe("productKey");
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain(key.slice(0, 11));
  });
});

describe("damaged output", () => {
  it("ends in a reading or in an error of ours, ten thousand times", { timeout: 60_000 }, () => {
    const cut = fc.tuple(fc.nat(3000), fc.nat(40), fc.string({ unit: "binary-ascii", maxLength: 8 }));
    const damage = fc.tuple(fc.constantFrom(...recordedNames), cut, fc.option(cut));
    const outcomes = new Map<string, number>();
    fc.assert(
      fc.property(damage, ([name, first, second]) => {
        const output = [first, second ?? first].reduce((text, [at, length, insert]) => {
          const place = at % text.length;
          return text.slice(0, place) + insert + text.slice(place + length);
        }, recordedOutput(name));
        const outcome = outcomeOf(output);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }),
      { numRuns: 10_000 },
    );
    // Each way out is taken, or the damage would not be worth much.
    expect([...outcomes.keys()]).toEqual(expect.arrayContaining(["read", "malformed", "cutOff"]));
  });
});

function outcomeOf(output: string): string {
  try {
    const reading = parseReadBack(output);
    // What is believed has the shape that its type promises.
    expect(readingShape(reading, "reading")).toEqual(reading);
    return "read";
  } catch (error) {
    if (error instanceof WindowsError) return error.kind;
    throw error;
  }
}

describe("script and parser", () => {
  // The keys of the literals in the script: what it writes is what the parser asks for.
  const root = powershellTree(hostScript());
  const written = (holder: string): readonly string[] => {
    const around = nodesOf(root, "function_statement").find(({ text }) => text.startsWith(`function ${holder} {`));
    const literal = around === undefined ? undefined : nodesOf(around, "hash_literal_expression")[0];
    return nodesOf(literal ?? root, "hash_entry").map((entry) => entry.children[0]?.text ?? "");
  };
  const reading = recordedReading("forest-2025");

  it.each([
    ["Get-Reading", reading],
    ["Read-System", reading.os],
    ["Read-Service", reading.service],
    ["Read-HostService", reading.host],
    ["Read-Requests", reading.products?.[0]?.requests],
    ["Read-Products", reading.products?.[0]],
    ["Read-Client", reading.client],
    ["Read-Rule", reading.firewall?.[0]],
    ["Read-Events", reading.events],
    ["Read-Time", reading.time],
    ["Get-ActivationObjects", reading.objects?.[0]],
    ["Get-PublishList", reading.publishList?.[0]],
    ["Add-Failure", recordedReading("unlicensed-key-refused").errors[0]],
  ])("agree on the fields of %s", (holder, part) => {
    expect([...written(holder)].sort()).toEqual(Object.keys(part ?? {}).sort());
  });

  it("agree on the marks", () => {
    expect(hostScript()).toContain("'activation-host/1 {0} activation-host/end'");
  });

  it("leave room for the marks in what a managed run command keeps", () => {
    const limit = Number(/\$LineLimit = (\d+)/.exec(hostScript())?.[1]);
    expect(limit).toBeLessThan(4000);
    expect(limit).toBeGreaterThan(Math.max(...recordedNames.map((name) => recordedOutput(name).length)));
  });
});
