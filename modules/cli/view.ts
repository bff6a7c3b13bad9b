import { styleText } from "node:util";
import { plainView, type View } from "../report/view.ts";
import type { Io } from "./io.ts";

/** How the text reports look where this result goes. */
export function viewOf(io: Io): View {
  // Whether there is colour is decided in one place, the Io: styleText shall not ask the stream again.
  const paint: View["paint"] = (style, text) => styleText(style, text, { validateStream: false });
  return { paint: io.colour ? paint : plainView.paint, columns: io.columns };
}
