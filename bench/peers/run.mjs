// What each tool says of a migration against what a server does with it.
// Usage: npm ci --prefix bench/peers && npx tsc -p tsconfig.json && node bench/peers/run.mjs [--major 15] [--only cases|examples] [--names a,b] [--text] [--json file] [--verbose]
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { startEngine } from "../../lib/rehearsal/engines/index.js";
import { rules } from "../../lib/rules/index.js";
import { cases } from "./cases.mjs";
import { measure, settle } from "./measure.mjs";
import { askOurs } from "./ours.mjs";
import { askPeers, peers } from "./tools.mjs";

const { values: options } = parseArgs({
  options: {
    major: { type: "string", default: "15" },
    only: { type: "string", default: "" },
    names: { type: "string", default: "" },
    json: { type: "string" },
    text: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
  },
});
const serverMajor = Number(options.major);
const asked = { cases, examples: examplesOf() };
const sets = Object.keys(asked).filter((name) => options.only === "" || options.only === name);
const { server } = await startEngine({
  choice: "local",
  major: serverMajor,
  databaseUrl: null,
  signal: new AbortController().signal,
  log: () => {},
});
const kept = { server: server.description, peers, sets: {} };
try {
  for (const name of sets) kept.sets[name] = await judge(asked[name].filter(isNamed));
} finally {
  await server[Symbol.asyncDispose]();
}
if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(kept));
for (const [name, results] of Object.entries(kept.sets)) tell(name, results);

function isNamed({ id }) {
  return options.names === "" || options.names.split(",").includes(id);
}

async function judge(list) {
  const said = askPeers(list, serverMajor);
  const results = [];
  let [before, template] = [null, null];
  for (const each of list) {
    try {
      if (each.before !== before) [before, template] = [each.before, await settle(each.before, server)];
      const truth = await measure(each, server, template);
      const ours = await askOurs(each, serverMajor, options.text ? null : { server, template });
      const tools = {
        text: ours.text,
        ...(ours.rehearsed === null ? {} : { rehearsed: ours.rehearsed, seeded: ours.seeded }),
        ...Object.fromEntries(said.get(each.id)),
      };
      results.push({
        id: each.id,
        up: each.up,
        truth,
        tools: Object.fromEntries(Object.entries(tools).map(([tool, rulesOf]) => [tool, Object.fromEntries(rulesOf)])),
      });
      if (results.length % 20 === 0) console.log(`${results.length} of ${list.length}`);
    } catch (error) {
      before = null;
      console.log(`left out: ${each.id}: ${error.message}`);
    }
  }
  return results;
}

function tell(name, results) {
  const unsafe = results.filter(isUnsafe).length;
  console.log(
    `\n${name}: ${results.length} migrations on ${kept.server}, ${unsafe} unsafe and ${results.length - unsafe} safe by measurement`,
  );
  const tools = Object.keys(results[0].tools);
  console.table(Object.fromEntries(tools.map((tool) => [tool, score(results, tool)])));
  for (const tool of tools.filter((name) => ["text", "rehearsed", "seeded"].includes(name)))
    for (const { id, truth, tools: said } of results.filter((each) => isUnsafe(each) !== flags(each, tool)))
      console.log(`wrong, ${tool}: ${id}: measured ${JSON.stringify(truth)}; said ${JSON.stringify(said[tool])}`);
  if (!options.verbose) return;
  for (const { id, truth, tools: said } of results) console.log(id, truth, said);
}

function isUnsafe({ truth }) {
  return Object.keys(truth).length > 0;
}

function flags({ tools }, tool) {
  return Object.keys(tools[tool]).length > 0;
}

function score(results, tool) {
  const count = (unsafe, flagged) => results.filter((each) => isUnsafe(each) === unsafe && flags(each, tool) === flagged).length;
  const [found, missed, alarms, silent] = [count(true, true), count(true, false), count(false, true), count(false, false)];
  const below = Math.sqrt((found + missed) * (alarms + silent) * (found + alarms) * (missed + silent));
  const phi = below === 0 ? 0 : (found * silent - missed * alarms) / below;
  return { found, missed, "false alarms": alarms, silent, phi: Number(phi.toFixed(2)) };
}

function examplesOf() {
  return rules
    .filter(({ preset }) => preset !== "style")
    .flatMap(({ id, examples: { before, bad, good } }) =>
      [...bad.map((each, at) => [`bad ${at + 1}`, each]), ...good.map((each, at) => [`good ${at + 1}`, each])].flatMap(
        ([at, each]) => {
          const example = typeof each === "string" ? { up: each } : each;
          if (example.up === undefined || (example.serverMajor !== undefined && example.serverMajor !== serverMajor)) return [];
          return [{ id: `${id} ${at}`, before, up: example.up, transaction: example.transaction ?? "file" }];
        },
      ),
    );
}
