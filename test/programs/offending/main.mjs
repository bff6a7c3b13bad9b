// The real program first; then the resource that a colleague added by hand. The environment names which one.
import "../../../stacks/main.mjs";
import { offences } from "./offences.ts";

offences[process.env.ACTIVATION_TEST_OFFENCE ?? ""]?.();
