import { expect, it } from "vitest";
import { secretNames } from "../../../modules/topology/secretNames.ts";
import { provisioning } from "../../helpers/topology.ts";

it("knows the secrets that a topology takes from the configuration", () => {
  const gss = {
    zone: "z",
    provider: "rfc2136",
    server: "s",
    signing: { kind: "gssTsig", principal: "p", keytab: { config: "keytab" } },
  } as const;
  const azure = { zone: "a", provider: "azurePrivate", resourceGroup: "rg", make: true } as const;
  const open = { zone: "o", provider: "rfc2136", server: "s", signing: { kind: "none" } } as const;
  const zones = [...provisioning().zones, gss, open, azure];
  expect(secretNames(provisioning({ zones, keySecrets: { k: { vault: "v" } } }))).toEqual([
    "plantTsig",
    "keytab",
    "corpBindPassword",
  ]);
});
