import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";

/** A certificate and its key, PEM text. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** An authority of a test, which goes away with it. */
export interface TestAuthority {
  /** PEM text. */
  readonly ca: string;
  issue(name: string, when?: "valid" | "expired"): Promise<Identity>;
  remove(): Promise<void>;
}

const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** Makes an authority with OpenSSL. Its keys lie in a folder that only this user may enter. */
export async function testAuthority(): Promise<TestAuthority> {
  const dir = await mkdtemp(path.join(tmpdir(), "authority-"));
  const at = (file: string) => path.join(dir, file);
  const files = (name: string) => ["-keyout", at(`${name}.key`), "-out", at(`${name}.pem`)];
  await execa("openssl", [
    ...[...request, "-days", "2", "-subj", "/O=Test only/CN=Test CA", ...files("ca")],
    ...["-addext", "keyUsage=critical,keyCertSign"],
  ]);
  let count = 0;
  return {
    ca: await readFile(at("ca.pem"), "utf8"),
    issue: async (name, when = "valid") => {
      count += 1;
      const file = `server${count}`;
      const alternative = `subjectAltName=${/^[\d.]+$/.test(name) ? "IP" : "DNS"}:${name}`;
      const ask = [
        "req",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-subj",
        `/CN=${name}`,
      ];
      await execa("openssl", [...ask, "-addext", alternative, "-keyout", at(`${file}.key`), "-out", at(`${file}.csr`)]);
      await sign(dir, file, when === "expired");
      const [key, cert] = await Promise.all([readFile(at(`${file}.key`), "utf8"), readFile(at(`${file}.pem`), "utf8")]);
      return { key, cert };
    },
    remove: () => rm(dir, { recursive: true }),
  };
}

/** Signs a request: for two days, or for a day that is long over. `openssl req` itself knows no past. */
async function sign(dir: string, file: string, expired: boolean): Promise<void> {
  const [settings, index] = [path.join(dir, `${file}.conf`), path.join(dir, `${file}.index`)];
  const lines = [
    "[d]",
    `database=${index}`,
    "rand_serial=yes",
    `new_certs_dir=${dir}`,
    "policy=p",
    "default_md=sha256",
  ];
  await writeFile(
    settings,
    `${["[ca]", "default_ca=d", ...lines, "copy_extensions=copy", "[p]", "commonName=supplied"].join("\n")}\n`,
  );
  await writeFile(index, "");
  const period = expired ? ["-startdate", "20200101000000Z", "-enddate", "20200102000000Z"] : ["-days", "2"];
  const authority = ["-cert", path.join(dir, "ca.pem"), "-keyfile", path.join(dir, "ca.key")];
  const files = ["-in", path.join(dir, `${file}.csr`), "-out", path.join(dir, `${file}.pem`)];
  await execa("openssl", ["ca", "-batch", "-notext", "-config", settings, ...period, ...authority, ...files]);
}
