import { expect, it } from "vitest";
import { stripAzureAliases } from "../../modules/azure/fastSdk.ts";
import { declareStack } from "../../stacks/declare.ts";
import { registered } from "../helpers/pulumiMocks.ts";
import { contentOf, topology } from "../helpers/topology.ts";

const aliases = (resources: readonly { readonly aliases: number }[]) =>
  resources.reduce((sum, resource) => sum + resource.aliases, 0);

it("takes the aliases off azure-native resources, and nothing else", async () => {
  const content = contentOf(topology());
  const plain = await registered(() => declareStack(content));
  const fast = await registered(() => {
    stripAzureAliases();
    declareStack(content);
  });
  expect(aliases(plain)).toBeGreaterThan(100);
  expect(aliases(fast)).toBe(0);
  expect(fast.map(({ urn, protect }) => [urn, protect])).toEqual(plain.map(({ urn, protect }) => [urn, protect]));
});
