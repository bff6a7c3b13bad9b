/** Draws the map of a topology as SVG: `node tools/picture.ts examples/enterprise.topology.yaml docs/enterprise.svg`. */
import { readFile, writeFile } from "node:fs/promises";
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import type { Decision, Plan } from "../modules/plan/decision.ts";
import { planTopology } from "../modules/plan/plan.ts";
import type { Facts, Method, Site } from "../modules/topology/model.ts";
import { parseTopology } from "../modules/topology/parse.ts";

const colours: Partial<Record<Method, string>> = {
  adba: "#cfe8cf",
  "kms-central": "#cfe0f5",
  "kms-local": "#dcd4f2",
  mak: "#f8e3b8",
  none: "#e6e6e6",
  oem: "#f0e0d6",
  retail: "#f0e0d6",
};

const text = (value: string) => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

function cohortNode({ site, cohort, count, method, row }: Decision): string {
  const label = `<b>${text(cohort)}</b> · ${count}<br/>${method} <font point-size="9">${row}</font>`;
  return `"${site}/${cohort}" [label=<${label}>, fillcolor="${colours[method] ?? "#eeeeee"}"]`;
}

function siteCluster(site: Site, facts: Facts, plan: Plan): string {
  const hosts = facts.kmsHosts.filter((host) => host.site === site.name);
  const cohorts = plan.decisions.filter((decision) => decision.site === site.name);
  const nodes = [
    ...hosts.map(
      (host) => `"${host.name}" [label=<<b>${text(host.name)}</b><br/>KMS host>, shape=cylinder, fillcolor="#ffffff"]`,
    ),
    ...cohorts.map(cohortNode),
  ];
  return `subgraph "cluster_${site.name}" { label=<<b>${text(site.name)}</b> · ${site.kind}>; ${nodes.join(";")} }`;
}

/** One edge for each cohort and host that counts it, where KMS is its method. */
function edges(plan: Plan): string[] {
  return plan.decisions
    .filter(({ method }) => method === "kms-central" || method === "kms-local")
    .flatMap(({ site, cohort, hosts }) => hosts.map((host) => `"${site}/${cohort}" -> "${host}"`));
}

function forestNodes(facts: Facts, plan: Plan): string[] {
  return facts.forests.flatMap((forest) => {
    const id = `forest ${forest.name}`;
    const objects = forest.activationObjects.map((object) => text(object.name)).join("<br/>");
    const node = `"${id}" [label=<<b>${text(forest.name)}</b><br/>activation objects<br/>${objects}>, shape=tab, fillcolor="#ffffff"]`;
    const users = plan.decisions.filter(({ method, site, cohort }) => {
      const joined = facts.sites.find((s) => s.name === site)?.cohorts.find((c) => c.name === cohort)?.joined;
      return method === "adba" && joined !== null && joined !== undefined && forest.domains.includes(joined);
    });
    return [node, ...users.map(({ site, cohort }) => `"${site}/${cohort}" -> "${id}" [style=dashed]`)];
  });
}

const [file = "", target = ""] = process.argv.slice(2);
const { facts } = parseTopology(await readFile(file, "utf8"), file).topology;
const plan = planTopology(facts);
const dot = `digraph {
  graph [rankdir=LR, fontname="Helvetica", fontsize=12, bgcolor="white", nodesep=0.12, ranksep=1.1, style="rounded", color="#8a8a8a"];
  node [fontname="Helvetica", fontsize=10, style="filled", shape=box, color="#8a8a8a", margin="0.12,0.05"];
  edge [color="#5a5a5a", arrowsize=0.6];
  ${facts.sites.map((site) => siteCluster(site, facts, plan)).join("\n  ")}
  ${[...forestNodes(facts, plan), ...edges(plan)].join("\n  ")}
}`;
const graphviz = await Graphviz.load();
await writeFile(target, `${graphviz.layout(dot, "svg", "dot")}\n`);
