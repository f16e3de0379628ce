import type { SourceFile } from "../model/migration.js";
import { FORMATTED } from "./liquibase-changesets.js";
import { holdsChangesets, isChangelog } from "./liquibase-order.js";
import { isSql } from "./path-parts.js";

/** The tool that these files are written for, if none of them is SQL: better no verdict than one on nothing. */
export function unsupportedTool(files: readonly SourceFile[]): string | null {
  const hasFormatted = files.some((file) => isSql(file.path) && FORMATTED.test(file.text));
  if (!hasFormatted && files.some((file) => isChangelog(file) && holdsChangesets(file))) return "Liquibase in XML, YAML or JSON";
  const hasSql = files.some(({ path }) => isSql(path));
  return !hasSql && files.some(({ path }) => /\.(up|down)\.fizz$/u.test(path)) ? "Pop in fizz" : null;
}
