import { chmod } from "node:fs/promises";
import { run } from "./run.ts";

const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
/** Days. A lab lives for hours. */
const validity = ["-days", "30"];

/**
 * Makes a certificate authority of the lab and a server certificate that names the server and its address.
 *
 * Samba's own certificate has no subjectAltName, so nobody could check it the way clients of real domains do.
 *
 * @param dir - Gets ca.pem, ca.key, cert.pem and key.pem; the keys are readable by root alone.
 */
export async function makeCertificates(
  dir: string,
  server: { readonly fqdn: string; readonly address: string },
  signal?: AbortSignal,
): Promise<void> {
  const request = ["openssl", "req", "-x509", ...validity, ...key];
  await run(
    [
      ...[
        ...request,
        "-subj",
        `/O=Lab only/CN=Lab CA of ${server.fqdn}`,
        "-addext",
        "keyUsage=critical,keyCertSign,cRLSign",
      ],
      ...["-keyout", `${dir}/ca.key`, "-out", `${dir}/ca.pem`],
    ],
    { signal },
  );
  await run(
    [
      ...[...request, "-CA", `${dir}/ca.pem`, "-CAkey", `${dir}/ca.key`, "-subj", `/O=Lab only/CN=${server.fqdn}`],
      ...[
        "-addext",
        `subjectAltName=DNS:${server.fqdn},IP:${server.address}`,
        "-addext",
        "extendedKeyUsage=serverAuth",
      ],
      ...["-addext", "basicConstraints=critical,CA:FALSE", "-keyout", `${dir}/key.pem`, "-out", `${dir}/cert.pem`],
    ],
    { signal },
  );
  await Promise.all(["ca.key", "key.pem"].map((file) => chmod(`${dir}/${file}`, 0o600)));
}
