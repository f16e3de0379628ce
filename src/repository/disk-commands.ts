import { resolve } from "node:path";
import type { Commands } from "../world.js";
import { openCheckout } from "./checkout.js";
import { runShell } from "./run-shell.js";
import { openWorkspace } from "./workspace.js";

/** Commands that run in the files below a directory, or in those of another revision of its git. */
export function diskCommands(directory: string): Commands {
  return {
    run: runShell,
    workspace: async (base, below) => openWorkspace(await openCheckout(directory), resolve(directory, below), base),
  };
}
