import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** What the examples of every rule did on real servers, by rule, as test/rules/recorded holds it for each major version. */
export async function readRuleRecords(root) {
  const folder = join(root, "test/rules/recorded");
  const records = {};
  for (const major of (await readdir(folder)).sort()) {
    for (const name of (await readdir(join(folder, major))).sort()) {
      const id = name.replace(/\.json$/u, "");
      records[id] ??= { majors: {} };
      records[id].majors[major] = JSON.parse(await readFile(join(folder, major, name), "utf8"));
    }
  }
  return records;
}
