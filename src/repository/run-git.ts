import { spawn } from "node:child_process";

export interface GitResult {
  readonly status: number;
  readonly output: Buffer;
  readonly complaint: string;
}

/** Only looks: no hook, no watcher and no transport that a configuration names is run for us. */
const OURS = ["core.quotePath=false", "core.fsmonitor=false", "core.hooksPath=/dev/null", "protocol.ext.allow=never"].flatMap(
  (setting) => ["-c", setting],
);

/** Runs git with arguments as an array, never through a shell. Rejects only when git itself cannot be started. */
export function runGit(directory: string, args: readonly string[], input = ""): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["--literal-pathspecs", ...OURS, ...args], {
      cwd: directory,
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, LC_ALL: "C", GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0" },
    });
    const output: Buffer[] = [];
    const complaint: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => complaint.push(chunk));
    child.on("error", reject);
    child.on("close", (status) =>
      resolve({
        status: status ?? -1,
        output: Buffer.concat(output),
        complaint: Buffer.concat(complaint).toString("utf8").trim(),
      }),
    );
    // Git may end before it has read everything; its status then tells why.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}
