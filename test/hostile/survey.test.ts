import { appendFileSync } from "node:fs";
import { createServer } from "node:net";
import { test } from "vitest";
import { compileProgram } from "../rehearsal/compiled-program.js";
import { privateTmpdir } from "../rehearsal/engines/processes.js";
import { attempt, hostileFiles } from "./attempt.js";

test("survey", async () => {
  const tmp = privateTmpdir();
  const program = compileProgram(tmp.path);
  const [engine = "local", major = "15"] = (process.env["SURVEY"] ?? "local:15").split(":");
  const only = process.env["ONLY"];
  let hits = 0;
  const listener = createServer((s) => {
    hits++;
    s.destroy();
  }).listen(0, "127.0.0.1");
  await new Promise((r) => listener.once("listening", r));
  const port = (listener.address() as { port: number }).port;
  const queue = hostileFiles.filter((f) => only === undefined || new RegExp(only).test(f));
  const work = async () => {
    for (let f = queue.shift(); f !== undefined; f = queue.shift()) {
      const t = Date.now();
      const h = hits;
      const a = await attempt(program, tmp.path, f, port, {
        engine: engine as "local",
        major: major === "" ? null : Number(major),
      });
      const r = a.assessment?.rehearsal;
      appendFileSync(
        `/tmp/r2/survey-${engine}${major}.txt`,
        [
          f,
          "st=" + a.status,
          a.assessment?.verdict.decision,
          r?.outcome,
          (r?.outcomeReason ?? "").slice(0, 150),
          `tool=${(a.toolBytes / 1e6) | 0}M all=${(a.allBytes / 1e6) | 0}M ${((Date.now() - t) / 1000).toFixed(1)}s`,
          a.left.length ? "LEFT " + a.left : "",
          a.folders.length ? "FOLDERS " + a.folders : "",
          a.canary.join() === "secret: true" ? "" : "CANARY " + a.canary,
          a.secrets.some((s) => a.told.includes(s)) ? "SECRET-TOLD" : "",
          hits > h ? "NETWORK" : "",
          a.told.length > 300000 ? "LONG " + a.told.length : "",
          a.assessment === null ? "NOREPORT " + a.told.slice(-300).replace(/\n/g, " | ") : "",
          /^::/m.test(a.told) ? "WORKFLOW-COMMAND" : "",
          /\x1b\[2J/.test(a.told) ? "ESC" : "",
        ]
          .filter((x) => x)
          .join(" ; ") + "\n",
      );
    }
  };
  await Promise.all([work(), ...(process.env["WIDE"] ? [work()] : [])]);
  listener.close();
  tmp.remove();
}, 3_000_000);
