import { runAction } from "./github/run-action.js";

process.exitCode = await runAction(process.env);
