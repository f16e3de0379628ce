import type { SourceFile } from "../model/migration.js";
import { isSql } from "./path-parts.js";
import { rails } from "./rails.js";

/** The tool that these files are written for, if none of them is SQL: better no verdict than one on nothing. */
export function unsupportedTool(files: readonly SourceFile[]): string | null {
  if (files.some(({ path }) => /(^|\/)migrate\/\d{14}_\w+\.rb$/u.test(path)) && rails.detect(files, []).weight === 0)
    return "Rails in Ruby, without a structure.sql (`config.active_record.schema_format = :sql`)";
  const hasSql = files.some(({ path }) => isSql(path));
  return !hasSql && files.some(({ path }) => /\.(up|down)\.fizz$/u.test(path)) ? "Pop in fizz" : null;
}
