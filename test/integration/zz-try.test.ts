import { it, vi } from "vitest";
import * as h from "../helpers/rules.ts";
const show = (what: string, j: h.Judged, t: number) => console.log(what, `${Date.now()-t} ms`, j.exitCode, JSON.stringify(j.problems).slice(0,1500), "\n"+j.findings.map(f=>`${f.rule} ${f.severity} ${f.status} ${f.subject}: ${f.message}`).join("\n"));
it.each(["hosts","sites"])("%s", async (name) => {
  let t=Date.now();
  const e = await h.ruleEstate(name, name);
  console.log("made", Date.now()-t);
  t=Date.now(); show("preview", await h.previewOf(e),t);
  t=Date.now(); const p = await h.plainPreview(e); console.log("plain", p.exitCode, Date.now()-t, p.stdout.slice(-2500));
  t=Date.now(); await h.upUnchecked(e); console.log("up", Date.now()-t);
  t=Date.now(); show("state", await h.checkOfState(e),t);
  await e.remove();
});
it("program", async () => {
  const e = await h.ruleEstate("program", "inOrder");
  let t=Date.now(); show("preview", await h.previewOf(e),t);
  t=Date.now(); await h.upUnchecked(e); console.log("up", Date.now()-t);
  vi.stubEnv("ACTIVATION_TEST_OFFENCE","unknown-target,unknown-port,unknown-source");
  t=Date.now(); show("unknown", await h.previewOf(e),t);
  vi.stubEnv("ACTIVATION_TEST_OFFENCE","DNS-SRV-02,DNS-SRV-03,FW-KMS-03,FW-KMS-04,KEY-02");
  t=Date.now(); show("preview", await h.previewOf(e),t);
  const p = await h.plainPreview(e); console.log("plain", p.exitCode, p.stdout.slice(-2500));
  await h.upUnchecked(e);
  t=Date.now(); show("state", await h.checkOfState(e),t);
  await e.remove();
});
