import { ReportableError } from "../errors.js";
import type { RecordedConnection, RecordedStatement } from "../model/recording.js";
import type { Proxy as RecordingProxy } from "../proxy/start-proxy.js";
import type { CommandResult, Commands } from "../world.js";
import type { CommandPlan } from "./command-plan.js";
import { type Missing, missingOf } from "./missing.js";
import { type Understood, understand } from "./understand.js";
import { variablesOf } from "./variables.js";

/** What a command did. */
export interface Ran extends Understood {
  readonly line: string;
  readonly failed: boolean;
  readonly result: CommandResult;
}

/** Runs the commands of a plan, one at a time, against the database behind the proxy. */
export class CommandRunner {
  constructor(
    private readonly plan: CommandPlan,
    private readonly commands: Commands,
    private readonly proxy: RecordingProxy,
    private readonly signal: AbortSignal,
    private readonly progress: (message: string) => void,
    private readonly provide: (missing: Missing) => Promise<void>,
    private readonly timeZone: string,
  ) {}

  async run(line: string, folder: string, way: "up" | "down"): Promise<Ran> {
    const statements: RecordedStatement[] = [];
    const unseen: string[] = [];
    const connections: RecordedConnection[] = [];
    const given = new Set<string>();
    for (;;) {
      const result = await this.#once(line, folder);
      const recording = this.proxy.recording();
      statements.push(...recording.statements);
      connections.push(...(recording.connections ?? []));
      unseen.push(...recording.unseen);
      const failed = result.status !== 0;
      // Nothing at all is no proof of nothing to do: a tool asks at least what it has run.
      if (!failed && statements.length === 0 && unseen.length === 0) throw nowhere(line);
      const understood = understand(
        { statements, unseen, connections },
        { bookkeepings: this.plan.bookkeepings, way, failed, timeZone: this.timeZone },
      );
      const missing = failed && understood.failure !== null ? missingOf(understood.failure) : null;
      if (missing === null || given.has(missing.name)) return { ...understood, line, failed, result };
      given.add(missing.name);
      this.progress(`Making the ${missing.kind} ${missing.name}, and running it again`);
      await this.provide(missing);
    }
  }

  async #once(line: string, folder: string): Promise<CommandResult> {
    this.proxy.reset();
    this.progress(`Running \`${line}\``);
    const { host, port, user, password, database } = this.proxy;
    const variables = variablesOf(this.plan, { host, port, user, password, database });
    const log = (text: string) => this.progress(`  ${text}`);
    try {
      return await this.commands.run({ line, folder, variables, signal: this.signal, log });
    } catch (error) {
      if (this.signal.aborted) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new ReportableError("command/failed", `\`${line}\` could not be started: ${why}`, HINT, { cause: error });
    }
  }

  /** For a command that has to succeed. @throws ReportableError `command/failed` */
  async insist(line: string, folder: string, purpose: string): Promise<Ran> {
    const ran = await this.run(line, folder, "up");
    if (ran.failed) throw failure(ran, purpose);
    return ran;
  }
}

function nowhere(line: string): ReportableError {
  return new ReportableError(
    "command/failed",
    `\`${line}\` ended well without a word to the rehearsal database: it reads the address of its database elsewhere`,
    "Let its configuration read DATABASE_URL or the PG… variables, or give it others with `command.env`.",
  );
}

export function failure({ line, result, failure: sql }: Ran, purpose: string): ReportableError {
  const how = result.status === null ? "was ended by a signal" : `ended with status ${result.status}`;
  const why =
    sql === null
      ? result.lastLines
          .slice(-3)
          .map((text) => text.trim())
          .join(" / ")
      : `${sql.message} (SQLSTATE ${sql.sqlstate})`;
  return new ReportableError(
    "command/failed",
    `${purpose}: \`${line}\` ${how}${why === "" ? "" : `: ${why.slice(0, 600)}`}`,
    HINT,
  );
}

const HINT = "Run the same line by hand against an empty database, with DATABASE_URL set; it must work there first.";
