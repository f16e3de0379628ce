#!/usr/bin/env node
import { approvals } from "./github/approvals.js";
import { runCommand } from "./terminal/run-command.js";

process.exitCode = await runCommand(process.argv.slice(2), approvals);
