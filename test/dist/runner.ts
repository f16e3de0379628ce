import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What one run of the built action left behind. */
export interface ActionRun {
  readonly status: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** `::error …::` and its kin, as the runner would read them. */
  readonly commands: readonly { readonly command: string; readonly properties: string; readonly message: string }[];
}

export interface ActionCall {
  /** Folder that holds the built action: a copy of dist/ without node_modules anywhere above. */
  readonly action: string;
  readonly workspace: string;
  readonly apiUrl: string;
  readonly eventName: string;
  readonly event: unknown;
  readonly inputs?: Readonly<Record<string, string>>;
}

/** Runs the built action as a runner does: inputs and event by environment, file commands in files, nothing else inherited. */
export async function runBuiltAction(call: ActionCall): Promise<ActionRun> {
  const files = mkdtempSync(join(tmpdir(), "gate-runner-"));
  try {
    for (const name of ["output", "summary", "state", "env", "path"]) writeFileSync(join(files, name), "");
    mkdirSync(join(files, "temp"));
    writeFileSync(join(files, "event.json"), JSON.stringify(call.event));
    const { status, log } = await run(call, files);
    return {
      status,
      log,
      outputs: parseOutputs(readFileSync(join(files, "output"), "utf8")),
      summary: readFileSync(join(files, "summary"), "utf8"),
      commands: parseCommands(log),
    };
  } finally {
    rmSync(files, { recursive: true });
  }
}

function run(call: ActionCall, files: string): Promise<{ status: number | null; log: string }> {
  const inputs = { "github-token": "token-for-tests", ...call.inputs };
  const child = spawn(process.execPath, [join(call.action, "index.js")], {
    cwd: call.workspace,
    env: {
      PATH: process.env["PATH"],
      HOME: files,
      GITHUB_ACTIONS: "true",
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_EVENT_NAME: call.eventName,
      GITHUB_EVENT_PATH: join(files, "event.json"),
      GITHUB_SHA: "c".repeat(40),
      GITHUB_WORKSPACE: call.workspace,
      GITHUB_API_URL: call.apiUrl,
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_RUN_ID: "42",
      GITHUB_OUTPUT: join(files, "output"),
      GITHUB_STEP_SUMMARY: join(files, "summary"),
      GITHUB_STATE: join(files, "state"),
      GITHUB_ENV: join(files, "env"),
      GITHUB_PATH: join(files, "path"),
      RUNNER_TEMP: join(files, "temp"),
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stdout.on("data", (chunk: Buffer) => {
    log += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    log += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, log }));
  });
}

/** `name<<delimiter` blocks, as the runner reads them. */
function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const match of text.matchAll(/^([^\n<]+)<<(\S+)\n([\s\S]*?)\n\2$/gmu)) outputs[match[1] ?? ""] = match[3] ?? "";
  return outputs;
}

function parseCommands(log: string) {
  return [...log.matchAll(/^\s*::([a-z-]+)(?: ([^\n]*?))?::([^\n]*)$/gmu)].map((match) => ({
    command: match[1] ?? "",
    properties: match[2] ?? "",
    message: match[3] ?? "",
  }));
}
