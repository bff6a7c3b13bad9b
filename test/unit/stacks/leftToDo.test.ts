import { describe, expect, it } from "vitest";
import { desiredItems } from "../../../modules/desired/desired.ts";
import { leftToDo } from "../../../stacks/leftToDo.ts";
import { unmakeable } from "../../../stacks/unmakeable.ts";
import { forest, kmsHost } from "../../helpers/facts.ts";
import { azureHost, topology } from "../../helpers/topology.ts";

describe("what is left to do by hand", () => {
  it("names principals without their rights, where nobody is named who may grant them", () => {
    const facts = { kmsHosts: [], forests: [forest({ delegates: ["CORP\\msSPPLicensing"] })] };
    expect(leftToDo(topology(facts), ["hq"])).toEqual([
      "give these principals their rights on the activation objects by hand (docs/container-rights.md), or name rightsAs, which may grant them: CORP\\msSPPLicensing (corp.example)",
    ]);
    const [corp] = topology().provisioning.forests;
    const rightsAs = { bindAs: "granter", password: { config: "granterPassword" } };
    expect(leftToDo(topology(facts, { forests: [{ ...corp, rightsAs }] as never }), ["hq"])).toEqual([]);
  });

  it("is nothing of sites that another stack provisions", () => {
    const whole = topology(
      { forests: [forest({ delegates: ["CORP\\x"] })] },
      { azureHosts: [azureHost({ domain: "corp.example" })] },
    );
    expect(leftToDo(whole, ["plant"])).toEqual([]);
  });
});

describe("what cannot be made", () => {
  it("is a zone with its link where the file names no network", () => {
    const zones = [{ zone: "az.example", provider: "azurePrivate", resourceGroup: "rg-dns", make: true }] as const;
    expect(unmakeable(topology({}, { azure: null, zones }), [])).toEqual([
      "zones.az.example: a zone that is made is linked to the network of the file; add `azure`",
    ]);
  });

  it("is a host whose name Windows would not take", () => {
    const whole = topology({ kmsHosts: [kmsHost({ placement: "azure", fqdn: "kms-westeurope-1.az.example." })] });
    expect(unmakeable(whole, desiredItems(whole.facts))).toEqual([expect.stringContaining('"kms-westeurope-1"')]);
  });
});
