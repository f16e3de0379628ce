// One run of a program: seconds on the clock, seconds of processor (its own and its children's), peak memory of the largest
// process. Needs GNU time. On a shared machine the processor's seconds say more than the clock's.
import { spawnSync } from "node:child_process";

/** @throws where it ends with a status above 1, which no verdict has */
export function measured(command, args, { cwd, mayFail = false } = {}) {
  const { stderr, status, error } = spawnSync("/usr/bin/time", ["-f", "%e %U %S %M", command, ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw error;
  if (status > 1 && !mayFail)
    throw new Error(`${command} ${args.slice(0, 4).join(" ")} ended with ${status}: ${stderr.slice(0, 500)}`);
  const [wall, user, system, kilobytes] = (stderr.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return { wallMs: wall * 1_000, cpuMs: (user + system) * 1_000, peakMb: kilobytes / 1_024 };
}

/** Runs all of them in turn, so that what else the machine does meets each alike; medians of each. */
export function inTurn(commands, runs) {
  const all = commands.map(() => []);
  for (let run = 0; run < runs; run++) for (const [at, measure] of commands.entries()) all[at].push(measure());
  return all.map((results) => ({
    wallMs: median(results.map(({ wallMs }) => wallMs)),
    cpuMs: median(results.map(({ cpuMs }) => cpuMs)),
    peakMb: Math.max(...results.map(({ peakMb }) => peakMb)),
  }));
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

export function row(name, { wallMs, cpuMs, peakMb }, than) {
  const ratio =
    than === undefined ? "" : `  ${(cpuMs / than.cpuMs).toFixed(2)} × processor  +${Math.round(cpuMs - than.cpuMs)} ms`;
  const [wall, cpu, peak] = [wallMs, cpuMs, peakMb].map((value) => String(Math.round(value)).padStart(7));
  return `${name.padEnd(28)} ${wall} ms wall ${cpu} ms processor ${peak} MB${ratio}`;
}
