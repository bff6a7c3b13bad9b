import { describe, expect, it } from "vitest";
import { desiredItems } from "../../../modules/desired/desired.ts";
import { leftToDo } from "../../../stacks/leftToDo.ts";
import { unmakeable } from "../../../stacks/unmakeable.ts";
import { forest, kmsHost } from "../../helpers/facts.ts";
import { azureHost, topology } from "../../helpers/topology.ts";

describe("what is left to do by hand", () => {
  it("names existing hosts that should be configured, and principals without their rights", () => {
    const whole = topology({
      kmsHosts: [kmsHost({ manage: "configure" })],
      forests: [forest({ delegates: ["CORP\\msSPPLicensing"] })],
    });
    expect(leftToDo(whole, ["hq"])).toEqual([
      "configure these existing hosts by hand; this version only points records to them: kms-1",
      "give these principals their rights on the activation objects by hand; this version grants none: CORP\\msSPPLicensing (corp.example)",
    ]);
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
