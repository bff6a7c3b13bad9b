// The real program first; then what colleagues added by hand. The environment names it, with commas between.
import "../../../stacks/main.mjs";
import { offend } from "./offences.ts";

for (const name of process.env.ACTIVATION_TEST_OFFENCE?.split(",") ?? []) offend(name);
