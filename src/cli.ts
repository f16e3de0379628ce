#!/usr/bin/env node
import { runCommand } from "./terminal/run-command.js";

process.exitCode = await runCommand(process.argv.slice(2));
