import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RuleRecord } from "../model/rule-record.js";

/** What the examples of a rule did on real servers: beside the bundle, or where the tests wrote it. Null where neither is. */
export function readRuleRecord(id: string): RuleRecord | null {
  const here = dirname(fileURLToPath(import.meta.url));
  const bundled = [
    join(here, "rule-records.json"),
    join(here, "assets/rule-records.json"),
    join(here, "../assets/rule-records.json"),
  ];
  const all = bundled.find(existsSync);
  if (all !== undefined) return (JSON.parse(readFileSync(all, "utf8")) as Readonly<Record<string, RuleRecord>>)[id] ?? null;
  if (!/^[a-z0-9-]+$/u.test(id)) return null;
  const own = join(here, "../../test/rules/recorded", `${id}.json`);
  return existsSync(own) ? (JSON.parse(readFileSync(own, "utf8")) as RuleRecord) : null;
}
