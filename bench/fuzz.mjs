// Runs every property of test/fuzz on many cases, and counts them.
//
//   node bench/fuzz.mjs [--runs 60000] [--only <part of a file's name>]
//
// `--runs` is for a property of weight 1; those whose cases cost more take a part of it, as test/fuzz/holds.ts says.
// FUZZ_SEED repeats a run. Exits with 1 where a property fails, and its counterexample is in the output.
import { spawn } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { runs: { type: "string", default: "60000" }, only: { type: "string", default: "" } } });
const began = Date.now();
const child = spawn(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", `test/fuzz/${values.only}`, "--reporter=verbose", "--disable-console-intercept"],
  { env: { ...process.env, FUZZ_RUNS: values.runs }, stdio: ["ignore", "pipe", "inherit"] },
);
let text = "";
child.stdout.on("data", (part) => {
  text += part;
  process.stdout.write(part);
});
child.once("close", (status) => {
  const counts = [...text.matchAll(/^fuzz\t(\d+)\t(.*)$/gmu)].map(([, cases, sentence]) => ({ cases: Number(cases), sentence }));
  const total = counts.reduce((sum, { cases }) => sum + cases, 0);
  process.stdout.write("\n| cases | what holds |\n| ---: | :--- |\n");
  for (const { cases, sentence } of counts) process.stdout.write(`| ${cases.toLocaleString("en-US")} | ${sentence} |\n`);
  const seconds = Math.round((Date.now() - began) / 1_000);
  process.stdout.write(
    `\n${total.toLocaleString("en-US")} cases of ${counts.length} properties in ${seconds} s, vitest ended with ${status}\n`,
  );
  process.exitCode = status ?? 1;
});
