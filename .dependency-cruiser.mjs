/**
 * Data flows one way (docs/architecture.md): each rule says what may not point backwards.
 * `core` is pure: strings and plain data in, plain data and strings out.
 */
const stages = ["topology", "plan", "forecast", "explain", "desired", "firewall", "rules", "drift", "report"];
const systems = ["azure", "dns", "directory", "engine", "keyvault", "probe", "ssh", "windows"];
const pureLibraries = [
  "ajv",
  "yaml",
  "js-yaml",
  "ipaddr.js",
  "fastest-levenshtein",
  "cli-table3",
  "markdown-table",
  "node-sarif-builder",
  "xmlbuilder2",
];

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "core-is-pure",
      comment: "The core computes: no Pulumi, no file system, no network, no shell, no clock.",
      severity: "error",
      from: { path: `^modules/(${stages.join("|")})/` },
      to: { pathNot: [`^modules/(${stages.join("|")})/`, `node_modules/(${pureLibraries.join("|")})/`] },
    },
    ...stages.map((stage, i) => ({
      name: `${stage}-looks-only-back`,
      severity: "error",
      from: { path: `^modules/${stage}/` },
      to: { path: `^modules/(${[...stages.slice(i + 1), ...systems, "provider", "cli"].join("|")})/` },
    })),
    {
      name: "drift-does-not-judge",
      comment: "Drift compares items; rules judge them. Neither may lean on the other.",
      severity: "error",
      from: { path: "^modules/drift/" },
      to: { path: "^modules/(rules|firewall)/" },
    },
    ...systems.map((system) => ({
      name: `${system}-owns-one-system`,
      severity: "error",
      from: { path: `^modules/${system}/` },
      to: {
        path: `^modules/(plan|rules|drift|report|provider|cli|${systems.filter((s) => s !== system).join("|")})/`,
      },
    })),
    {
      name: "provider-knows-no-azure",
      severity: "error",
      from: { path: "^modules/provider/" },
      to: { path: "^modules/(azure|plan|rules|drift|report|engine|cli)/" },
    },
    {
      name: "only-adapters-use-pulumi",
      severity: "error",
      from: { pathNot: ["^modules/(azure|provider)/", "^stacks/", "^policies/", "^test/", "^lab/azureStandIn/"] },
      to: { path: "node_modules/@pulumi/" },
    },
    {
      name: "cli-declares-nothing",
      comment: "The command line reads, plans, checks and reports; resources are declared by stacks/program.ts alone.",
      severity: "error",
      from: { path: "^modules/cli/" },
      to: { path: "^modules/(azure/(?!toItems|readState)|provider/)" },
    },
    {
      name: "product-does-not-know-its-lab",
      severity: "error",
      from: { path: "^(modules|stacks|policies)/" },
      to: { path: "^(lab|tools|test|bench)/" },
    },
    {
      name: "nobody-imports-an-entry-point",
      severity: "error",
      from: { pathNot: "^test/programs/" },
      to: {
        path: ["^policies/index\\.mts$", "^stacks/main\\.mjs$", "^modules/(cli|provider)/main\\.ts$"],
        dynamic: false,
      },
    },
    {
      name: "no-orphans",
      severity: "error",
      from: {
        orphan: true,
        pathNot: ["\\.(config|gen)\\.", "^\\.dependency-cruiser", "\\.d\\.ts$", "^test/programs/"],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".mts", ".js", ".mjs", ".json"],
    },
  },
};
