import * as core from "@actions/core";
import type { GateRecord } from "../gate/gate-record.js";
import { writeText } from "../repository/write-text.js";
import { fileOf } from "./file-of.js";

/** Writes an evaluation beside the report, for an artifact; `migration-gate replay <file>` checks it. */
export async function keepRecord(record: GateRecord): Promise<void> {
  const { key, pullRequest } = record.of;
  const folder = process.env["RUNNER_TEMP"] ?? ".";
  const file = `${folder}/${fileOf(key, `-decisions-${pullRequest}`)}`;
  await writeText(file, `${JSON.stringify(record, null, 2)}\n`);
  core.setOutput("decisions-json", file);
}
