// Scaffolds a rule: npm run new-rule -- <id> <operation kind>
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";

const [id, kind = "create-index"] = process.argv.slice(2);
if (id === undefined || !/^[a-z][a-z0-9-]+$/u.test(id)) {
  console.error("Usage: npm run new-rule -- <id-in-kebab-case> <operation kind, see src/model/operation.ts>");
  process.exit(2);
}
const file = new URL(`../src/rules/${id}.ts`, import.meta.url);
if (existsSync(file)) {
  console.error(`src/rules/${id}.ts is there already; nothing was written`);
  process.exit(2);
}
const name = id.replace(/-(.)/gu, (_, letter) => letter.toUpperCase());
await writeFile(
  file,
  `import { defineRule } from "./rule.js";

export const ${name} = defineRule({
  id: "${id}",
  hazard: "advice",
  severity: "warning",
  title: "TODO: one line",
  effect: "TODO: what happens in production, and from which version.",
  remedy: "TODO: what to do instead.",
  source: "TODO: section of the PostgreSQL manual",
  priorArt: {},
  on: "${kind}",

  *predict(_operation, moment) {
    if (moment.statement.index < 0) yield { table: null, message: "TODO", witnesses: [] };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY); INSERT INTO orders SELECT generate_series(1, 100);",
    bad: ["TODO"],
    good: ["TODO"],
  },
});
`,
);
const registry = new URL("../src/rules/index.ts", import.meta.url);
const text = await readFile(registry, "utf8");
const withImport = insertSorted(
  text,
  `import { ${name} } from "./${id}.js";`,
  /^import \{ \w+ \} from "\.\/(?!rule\.js)[\w-]+\.js";$/u,
  (line) => line.split('"')[1] ?? "",
);
await writeFile(
  registry,
  insertSorted(withImport, `  ${name},`, /^ {2}\w+,$/u, (line) =>
    line.trim().replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`),
  ),
);
console.log(`Wrote src/rules/${id}.ts and its line in src/rules/index.ts`);

function insertSorted(text, added, pattern, keyOf) {
  const lines = text.split("\n");
  const places = lines.flatMap((line, index) => (pattern.test(line) ? [index] : []));
  const after = places.filter((index) => keyOf(lines[index] ?? "") < keyOf(added)).pop();
  lines.splice(after === undefined ? (places[0] ?? 0) : after + 1, 0, added);
  return lines.join("\n");
}
