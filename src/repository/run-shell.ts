import { spawn } from "node:child_process";
import type { CommandRequest, CommandResult } from "../world.js";

/** Kept of what a command prints, for the message that tells of its failure. */
const LAST_LINES = 20;
const GRACE_MS = 3_000;

/** Runs a line in a shell, in a process group of its own, of which nothing is left at the end. */
export function runShell({ line, folder, variables, signal, log }: CommandRequest): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const child = spawn(line, {
      cwd: folder,
      shell: true,
      detached: process.platform !== "win32",
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...withoutSecrets(process.env), ...variables },
    });
    const end = (name: NodeJS.Signals) => endGroup(child.pid, name);
    const endNow = () => end("SIGKILL");
    let killer: NodeJS.Timeout | undefined;
    const stop = () => {
      end("SIGTERM");
      killer = setTimeout(endNow, GRACE_MS);
    };
    signal.addEventListener("abort", stop, { once: true });
    process.once("exit", endNow);
    const done = () => {
      clearTimeout(killer);
      signal.removeEventListener("abort", stop);
      process.off("exit", endNow);
    };
    const lastLines: string[] = [];
    const hear = (text: string) => {
      log(text);
      if (text.trim() !== "") lastLines.push(text);
      if (lastLines.length > LAST_LINES) lastLines.shift();
    };
    lineByLine(child.stdout, hear);
    lineByLine(child.stderr, hear);
    child.once("error", (error) => {
      done();
      reject(error);
    });
    // What it left running would hold its pipes open, and the database busy.
    child.once("exit", endNow);
    child.once("close", (status) => {
      done();
      if (signal.aborted) reject(signal.reason);
      else resolve({ status, lastLines });
    });
  });
}

function endGroup(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, name);
  } catch (error) {
    // Nobody of the group is left.
    if (!(error instanceof Error && "code" in error && (error.code === "ESRCH" || error.code === "EPERM"))) throw error;
  }
}

/**
 * No token reaches a command, no file through which a step speaks to the next ones, and no variable of libpq, which
 * could lead it to another server than ours.
 */
function withoutSecrets(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !SECRET.test(name)));
}

const SECRET =
  /^(?:INPUT_.*|ACTIONS_.*|GITHUB_(?:TOKEN|ENV|PATH|OUTPUT|STATE|STEP_SUMMARY)|GH_(?:ENTERPRISE_)?TOKEN|NODE_AUTH_TOKEN|NPM_TOKEN|PG[A-Z]+|DATABASE_URL)$/iu;

function lineByLine(stream: NodeJS.ReadableStream, hear: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/u);
    rest = (lines.pop() ?? "").slice(-64_000);
    for (const line of lines) hear(line);
  });
  stream.on("end", () => {
    if (rest !== "") hear(rest);
  });
}
