// Reading a folder of SQL files at once, beside other linters. A peer may end at a file that it cannot read, and
// its figure then means nothing: give a folder that all of them read. `npm ci` in bench/peers first.
// Usage: npm run build && node bench/lint-throughput.mjs <folder of .sql files> [runs]
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { inTurn, measured, row } from "./measured-command.mjs";

const [folder = ".", runs = "1"] = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".sql"))
  .sort();
const here = { cwd: resolve(folder) };
const peer = { ...here, mayFail: true };
const modules = resolve("bench/peers/node_modules");
const native = join(modules, `@squawk-cli/${process.platform}-${process.arch}/bin/squawk`);
const squawk = existsSync(native) ? native : join(modules, ".bin/squawk");
const [ours, theirs, pgfence] = inTurn(
  [
    () =>
      measured(
        "node",
        [resolve("dist/cli/index.js"), "check", "--engine", "none", "--format", "plain", "--report", "json", ...files],
        here,
      ),
    () => measured(squawk, ["--reporter", "json", ...files], peer),
    () => measured(join(modules, ".bin/pgfence"), ["analyze", "--format", "sql", "--output", "json", ...files], peer),
  ],
  Number(runs),
);
console.log(`${files.length} files`);
console.log(row("migration-gate", ours));
console.log(row("squawk", theirs, ours));
console.log(row("pgfence", pgfence, ours));
