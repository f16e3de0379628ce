import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Assessment } from "../../src/model/assessment.js";
import { descendants, survivors } from "../rehearsal/engines/processes.js";
import { memoryOf } from "./memory-of.js";

const FIXTURES = "fixtures/hostile";

/** Seconds that a rehearsal gets, and those that the whole run may take until it is stuck, also on a busy machine. */
const TIMEOUT_S = 10;
const STUCK_S = 100;

/** Nothing is allowed so much; the machine that runs the tests has to live. */
const DEADLY_BYTES = 8e9;

export interface Target {
  readonly engine: "local" | "pglite";
  readonly major: number | null;
}

export interface Attempt {
  /** Exit status; null where it had to be ended from here. */
  readonly status: number | null;
  /** What it printed, which on GitHub is the job's log. */
  readonly log: string;
  /** Log, comment and page: what people see. */
  readonly shown: string;
  /** All that it told anywhere. */
  readonly told: string;
  readonly assessment: Assessment | null;
  /** The most that the tool's own process held. */
  readonly toolBytes: number;
  /** The most that it and all its processes held. */
  readonly allBytes: number;
  /** Its processes that are still there. */
  readonly left: readonly number[];
  /** What it left in the folder for temporary files. */
  readonly folders: readonly string[];
  /** What the secrets of the job and of the disk look like. */
  readonly secrets: readonly string[];
  /** What is in the folder that nobody was to touch. */
  readonly canary: readonly string[];
  /** Why a pass would be right; null where it never is. */
  readonly mayPass: string | null;
}

export const hostileFiles: readonly string[] = readdirSync(FIXTURES).filter((name) => name.endsWith(".sql"));

/** Has the whole tool judge one hostile file, in a process of its own, with bait around it. */
export async function attempt(program: string, parent: string, file: string, port: number, target: Target): Promise<Attempt> {
  const folder = mkdtempSync(join(parent, "attempt-"));
  const paths = { canary: join(folder, "canary"), temporary: join(folder, "tmp"), project: join(folder, "project") };
  for (const path of [folder, ...Object.values(paths)]) {
    mkdirSync(path, { recursive: true });
    // Whoever runs the server could read and write here: nothing but our own boundaries stands in the way.
    chmodSync(path, 0o777);
  }
  const secrets = [0, 1, 2].map(() => randomBytes(12).toString("hex"));
  const [onDisk = "", token = "", variable = ""] = secrets;
  writeFileSync(join(paths.canary, "secret"), onDisk);
  chmodSync(join(paths.canary, "secret"), 0o666);
  writeFileSync(join(paths.project, "change.sql"), baited(file, paths.canary, port));
  writeFileSync(join(paths.project, "schema.sql"), readFileSync(join(FIXTURES, "world/schema.sql")));
  const reports = ["json=report.json", "markdown=report.md", "html=report.html", "sarif=report.sarif", "terminal"];
  const child = spawn(
    process.execPath,
    [
      ...[program, "check", "change.sql", "--schema", "schema.sql", "--rehearsal", "brief", "--engine", target.engine],
      ...(target.major === null ? [] : ["--postgres-version", String(target.major)]),
      ...["--timeout", String(TIMEOUT_S), ...reports.flatMap((report) => ["--report", report])],
    ],
    {
      cwd: paths.project,
      env: { ...process.env, TMPDIR: paths.temporary, GITHUB_TOKEN: token, CANARY: variable },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const seen = new Set<number>();
  let [toolBytes, allBytes] = [0, 0];
  const pid = child.pid ?? 0;
  const kill = () => child.kill("SIGKILL");
  const stuck = setTimeout(kill, STUCK_S * 1_000);
  const watch = setInterval(() => {
    const below = descendants(pid);
    for (const each of below) seen.add(each);
    const own = memoryOf(pid);
    toolBytes = Math.max(toolBytes, own);
    allBytes = Math.max(
      allBytes,
      below.reduce((sum, each) => sum + memoryOf(each), own),
    );
    if (allBytes > DEADLY_BYTES) kill();
  }, 100);
  await once(child, "exit");
  clearTimeout(stuck);
  clearInterval(watch);
  const [out, err] = await output;
  const left = await survivors([...seen], 5_000);
  const written = readdirSync(paths.project).filter((name) => name.startsWith("report."));
  const report = join(paths.project, "report.json");
  const read = (names: readonly string[]) => names.map((name) => readFileSync(join(paths.project, name), "utf8"));
  const log = `${out}\n${err}`;
  const result: Attempt = {
    status: child.exitCode,
    log,
    shown: [log, ...read(written.filter((name) => /\.(md|html)$/u.test(name)))].join("\n"),
    told: [log, ...read(written)].join("\n"),
    assessment: existsSync(report) ? (JSON.parse(readFileSync(report, "utf8")) as Assessment) : null,
    toolBytes,
    allBytes,
    left,
    folders: readdirSync(paths.temporary),
    secrets: secrets.flatMap((secret) => [secret, Buffer.from(secret).toString("hex"), Buffer.from(secret).toString("base64")]),
    canary: readdirSync(paths.canary).map((name) =>
      readFileSync(join(paths.canary, name), "utf8") === onDisk ? `${name} as it was` : `${name} written`,
    ),
    mayPass: /^-- May pass: (.+)$/mu.exec(readFileSync(join(FIXTURES, file), "latin1"))?.[1] ?? null,
  };
  rmSync(folder, { recursive: true, force: true });
  return result;
}

/** In bytes, some of which are no text. */
function baited(file: string, canary: string, port: number): Buffer {
  const sql = readFileSync(join(FIXTURES, file), "latin1");
  return Buffer.from(sql.replaceAll("CANARY_FOLDER", canary).replaceAll("CANARY_PORT", String(port)), "latin1");
}
