import * as pulumi from "@pulumi/pulumi";

/**
 * Takes the aliases off every azure-native resource before they cost anything.
 *
 * Each class carries some 60 aliases for old API versions, about 20 ms and 2 MB a resource in the SDK; they matter only
 * to state that an older azure-native wrote. Call it before the first resource is declared.
 */
export function stripAzureAliases(): void {
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) => {
    if (!type.startsWith("azure-native:")) return undefined;
    const { aliases: _, ...rest } = opts;
    return { props, opts: rest };
  });
}
