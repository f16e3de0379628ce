import type { ExitStatus } from "../entry/exit-status.js";
import type { RawSettings } from "../settings/read-settings.js";

interface Asked {
  readonly paths: readonly string[];
  readonly config: string | null;
  readonly settings: RawSettings;
}

type Log = (message: string) => void;

/** `gate`, `verify` and `replay` for a command line: everything that talks to GitHub is loaded when one of them is asked for. */
export const approvals = {
  async gate(asked: Asked, log: Log): Promise<ExitStatus> {
    const { runGate } = await import("./run-gate.js");
    return runGate(requestOf(asked, log));
  },

  async verify(asked: Asked, log: Log): Promise<ExitStatus> {
    const { runVerify } = await import("./run-verify.js");
    return runVerify({ ...requestOf(asked, log), base: null });
  },

  async replay(
    asked: Asked & { readonly pullRequest: number | null; readonly since: string | null },
    log: Log,
  ): Promise<ExitStatus> {
    const { runReplay } = await import("./run-replay.js");
    return runReplay({ ...requestOf(asked, log), pullRequest: asked.pullRequest, since: asked.since });
  },
};

function requestOf({ paths, config, settings }: Asked, log: Log) {
  const { env } = process;
  const token = env["GITHUB_TOKEN"] ?? env["GH_TOKEN"] ?? "";
  const warn = (message: string) => {
    process.stderr.write(`warning: ${message}\n`);
  };
  return { variables: env, token, config, values: settings, paths, folder: process.cwd(), log, warn };
}
