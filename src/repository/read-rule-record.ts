import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ExampleRecord, RuleRecord } from "../model/rule-record.js";

/** What the examples of a rule did on real servers: beside the bundle, or where the tests wrote it. Null where neither is. */
export function readRuleRecord(id: string): RuleRecord | null {
  const here = dirname(fileURLToPath(import.meta.url));
  const bundle = [here, join(here, "assets"), join(here, "../assets")]
    .map((folder) => join(folder, "rule-records.json"))
    .find((path) => existsSync(path));
  if (bundle !== undefined) return (JSON.parse(readFileSync(bundle, "utf8")) as Readonly<Record<string, RuleRecord>>)[id] ?? null;
  const recorded = join(here, "../../test/rules/recorded");
  if (!/^[a-z0-9-]+$/u.test(id) || !existsSync(recorded)) return null;
  const majors = readdirSync(recorded).flatMap((major): [string, readonly ExampleRecord[]][] => {
    const path = join(recorded, major, `${id}.json`);
    return existsSync(path) ? [[major, JSON.parse(readFileSync(path, "utf8")) as readonly ExampleRecord[]]] : [];
  });
  return majors.length === 0 ? null : { majors: Object.fromEntries(majors) };
}
