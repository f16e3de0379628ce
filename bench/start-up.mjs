// What starting costs over bare Node: `--help`, and reading one file of SQL without a server. Runs in turn, medians.
// Usage: npm run build && node bench/start-up.mjs [runs]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { inTurn, measured, row } from "./measured-command.mjs";

const cli = resolve("dist/cli/index.js");
const folder = mkdtempSync(join(tmpdir(), "gate-bench-"));
try {
  writeFileSync(join(folder, "change.sql"), "ALTER TABLE orders ADD COLUMN note text;\n");
  const run = (...args) => measured("node", args, { cwd: folder });
  const [bare, help, lint] = inTurn(
    [() => run("-e", "0"), () => run(cli, "--help"), () => run(cli, "check", "--engine", "none", "change.sql")],
    Number(process.argv[2] ?? 7),
  );
  console.log(row("node -e 0", bare));
  console.log(row("--help", help, bare));
  console.log(row("check --engine none", lint, bare));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
