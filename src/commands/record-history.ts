import { ReportableError } from "../errors.js";
import type { History, HistoryProblem, Migration, Prelude } from "../model/migration.js";
import type { RunnableScript } from "../model/statement.js";
import { startProxy } from "../proxy/start-proxy.js";
import type { DatabaseEntrance, Server } from "../rehearsal/engine.js";
import { extensionsIn, readSkip } from "../rehearsal/extensions.js";
import { type OpenDatabase, openDatabase } from "../rehearsal/open-database.js";
import { rolesIn } from "../rehearsal/roles-in.js";
import { runScript } from "../rehearsal/run-script.js";
import { buildWorld } from "../rehearsal/world.js";
import type { CommandSettings } from "../settings/command.js";
import type { Commands } from "../world.js";
import { type Backfilled, recordBackfill } from "./backfills.js";
import { type CommandPlan, commandPlan, withoutUpkeep } from "./command-plan.js";
import { CommandRunner, failure, type Ran } from "./command-runner.js";
import type { Missing } from "./missing.js";
import type { Mark } from "./preset.js";
import { asMigration, type Proposal, proposalsOf, virtualFile } from "./proposals.js";
import { toScript } from "./to-script.js";
import { recordWaysBack } from "./ways-back.js";
import { withDirectives } from "./with-directives.js";

export interface RecordRequest {
  /** Files that changed, as the repository gives them where a command runs. */
  readonly history: History;
  readonly command: CommandSettings;
  /** Table in which the tool keeps what it ran, where it is not its default. */
  readonly bookkeeping: string | undefined;
  /** Revision that the change is judged against. */
  readonly base: string;
  readonly prelude: readonly Prelude[];
  readonly schema: readonly RunnableScript[];
  readonly seed: readonly RunnableScript[];
  readonly timeZone: string;
  readonly server: Server;
  readonly commands: Commands | undefined;
  readonly signal: AbortSignal;
  readonly progress: (message: string) => void;
}

/**
 * Runs the tool itself, at the base and at the head, and writes down what it sends: a history like any other, to be
 * judged on fresh databases.
 * @throws ReportableError `command/failed`, `engine/unavailable`, `settings/invalid`
 */
export async function recordHistory(request: RecordRequest): Promise<History> {
  const { server, signal, prelude, schema, commands, progress } = request;
  const plan = commandPlan(request.command, request.bookkeeping);
  if (commands === undefined) throw unreachable("no command is run here");
  if (!server.abilities.copies) throw unreachable("a database that is used up can be migrated only once");
  const open = await openDatabase(server, null, { timeZone: request.timeZone }, signal);
  try {
    const { entrance } = open.database;
    if (entrance === null) throw unreachable(`no other program can enter ${server.description}`);
    const extensions = extensionsIn(schema, []);
    const problems = await buildWorld({ prelude, scripts: schema, roles: rolesIn(schema, []), extensions }, open, progress);
    const [problem] = problems;
    if (problem !== undefined)
      throw new ReportableError(
        "command/failed",
        `${problem.file} failed before any command ran: ${problem.message}`,
        "Mend the file.",
      );
    await using proxy = await startProxy(await withTimeZone(entrance, open), { signal });
    const provide = async ({ kind, name }: Missing) => {
      const made = { roles: kind === "role" ? [name] : [], extensions: kind === "extension" ? [name] : [] };
      await buildWorld({ prelude: [], scripts: [], ...made }, open, progress);
    };
    const runnerOf = (one: CommandPlan) => new CommandRunner(one, commands, proxy, signal, progress, provide, request.timeZone);
    const settled = await recordBase(request, plan, commands, runnerOf(withoutUpkeep(plan)));
    return await record(request, plan, commands, open, { settled, runner: runnerOf(plan) });
  } finally {
    // After an abort the server itself goes, with all that is in it.
    if (!signal.aborted) await open.database.drop();
  }
}

async function record(
  request: RecordRequest,
  plan: CommandPlan,
  commands: Commands,
  open: OpenDatabase,
  { settled, runner }: { readonly settled: Ran | null; readonly runner: CommandRunner },
): Promise<History> {
  const { history, seed } = request;
  const skip = await readSkip(open);
  for (const script of seed) {
    const failed = await runScript(script, open.session, skip);
    if (failed !== null)
      throw new ReportableError(
        "command/failed",
        `the seed ${script.file} failed: ${failed.message}`,
        "Mend the seed: it has to fit the base.",
      );
  }
  await using head = await commands.workspace(null, plan.directory);
  const files = history.proposed.map(({ up }) => ({ path: up.file, text: up.text }));
  const up = await runner.run(plan.up, head.folder, "up");
  if (up.failed && up.failure === null) throw failure(up, "the change could not be applied");
  const proposals = proposalsOf(up.segments, files, plan.preset?.id ?? "command");
  const backfills: Backfilled[] = [];
  for (const line of up.failed ? [] : plan.backfill) {
    const backfilled = await recordBackfill(line, files, open, runner, head.folder, request.progress);
    backfills.push(backfilled);
    if (backfilled.failed) break;
  }
  const stuck = up.failed || backfills.some(({ failed }) => failed);
  const applied = [...marksOf(settled), ...marksOf(up)];
  const back = await recordWaysBack(plan, stuck ? [] : proposals, applied, runner, head.folder);
  const migrations = proposals.map((proposal) =>
    asMigration(declared(proposal, back.irreversible.get(proposal)), back.downs.get(proposal) ?? null),
  );
  const unseen = [...(settled?.unseen ?? []), ...up.unseen, ...backfills.flatMap((one) => one.unseen), ...back.unseen];
  return {
    ...history,
    formatReason: reasonOf(plan),
    settled: settled === null ? [] : [settledOf(settled)],
    proposed: [...migrations, ...backfills.flatMap(migrationOf)],
    problems: [...history.problems, ...backfills.flatMap(({ problem }) => problem ?? []), ...unseenProblems(unseen, plan)],
  };
}

function reasonOf({ preset, up }: CommandPlan): string {
  const what = preset === null ? `what \`${up}\` sends` : `what ${preset.title} sends for \`${up}\``;
  return `Recorded: ${what}, at the base and at the head.`;
}

/** A schema file stands in for the base, unless a command says how to reach it. */
async function recordBase(
  request: RecordRequest,
  plan: CommandPlan,
  commands: Commands,
  runner: CommandRunner,
): Promise<Ran | null> {
  if (plan.base === null && request.schema.length > 0) return null;
  await using workspace = await commands.workspace(plan.base === null ? request.base : null, plan.directory);
  return await runner.insist(plan.base ?? plan.up, workspace.folder, "the base could not be built");
}

function settledOf({ segments }: Ran): Migration {
  const pieces = segments.flatMap((segment) => [...begun(segment.transaction), ...segment.pieces, ...ended(segment.transaction)]);
  const up = toScript(pieces, "statement", { file: virtualFile("base"), source: null });
  return { id: "base", version: null, up, down: null, digests: [] };
}

const block = (kind: "begin" | "commit") => ({ parts: [{ kind, text: kind, mark: null }], copied: null });
const begun = (transaction: string) => (transaction === "all" ? [block("begin")] : []);
const ended = (transaction: string) => (transaction === "all" ? [block("commit")] : []);

function migrationOf({ line, segments, source }: Backfilled): readonly Migration[] {
  return segments.map(({ pieces, transaction }) => {
    const script = toScript(pieces, transaction, { file: source?.path ?? virtualFile(line), source });
    const up = withDirectives(script, source, undefined);
    return { ...asMigration({ id: line, marks: [], source, up }, null), movesData: true };
  });
}

function declared(proposal: Proposal, refusal: string | undefined): Proposal {
  return { ...proposal, up: withDirectives(proposal.up, proposal.source, refusal) };
}

function marksOf(ran: Ran | null): readonly Mark[] {
  return ran?.segments.flatMap(({ marks }) => marks) ?? [];
}

function unseenProblems(unseen: readonly string[], { up }: CommandPlan): readonly HistoryProblem[] {
  return [...new Set(unseen)].map((message) => ({ kind: "file-unreadable", file: `\`${up}\``, migration: null, message }));
}

/** The tool's sessions have the time zone of the team's servers, as the rehearsal's have. */
async function withTimeZone(entrance: DatabaseEntrance, { observer, settings }: OpenDatabase): Promise<DatabaseEntrance> {
  if (settings.timeZone !== null) {
    const name = entrance.database.replaceAll('"', '""');
    await observer.run(`alter database "${name}" set timezone = '${settings.timeZone.replaceAll("'", "''")}'`);
  }
  return entrance;
}

function unreachable(why: string): ReportableError {
  return new ReportableError(
    "engine/unavailable",
    `the setting \`command\` needs a server of several databases that other programs can enter, and ${why}`,
    "Use `--engine local` with Postgres installed, or `--engine url` with a service container.",
  );
}
