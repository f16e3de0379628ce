import type { Migration, TransactionShape } from "../../src/model/migration.js";
import type { Rehearsal, Step } from "../../src/model/rehearsal.js";
import type { Server } from "../../src/rehearsal/engine.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { type RehearsalPlan, rehearse } from "../../src/rehearsal/rehearse.js";
import { readMigrations } from "../../src/sql/read-migrations.js";
import { splitSqlFile } from "../../src/sql/sql-file.js";

/** One server for a test file: the private one where this machine has it, else the embedded one. */
export async function startServer(choice: "auto" | "pglite" | "local" = engineChoice()): Promise<Server> {
  const signal = new AbortController().signal;
  return (await startEngine({ choice, major: null, databaseUrl: null, signal, log: () => undefined })).server;
}

/** The whole suite runs on another engine with `REHEARSAL_ENGINE=pglite`. */
function engineChoice(): "auto" | "pglite" | "local" {
  const wanted = process.env["REHEARSAL_ENGINE"];
  return wanted === "pglite" || wanted === "local" ? wanted : "auto";
}

export interface Case {
  /** The schema before the change, and its rows. */
  readonly before?: string;
  readonly seed?: string;
  readonly up: string | readonly string[];
  readonly down?: string | null | readonly (string | null)[];
  readonly transaction?: TransactionShape;
  readonly psql?: boolean;
  readonly signal?: AbortSignal;
  readonly plan?: Partial<RehearsalPlan>;
}

export async function rehearsal(server: Server, each: Case): Promise<Rehearsal> {
  const ups = typeof each.up === "string" ? [each.up] : each.up;
  const { down = null } = each;
  const downs: readonly (string | null)[] = down === null || typeof down === "string" ? ups.map(() => down) : down;
  const proposed = ups.map((up, at) => migration(`m${at + 1}`, up, downs[at] ?? null, each.transaction ?? "file"));
  return rehearse(
    {
      prelude: [],
      schema: each.before === undefined ? [] : [splitSqlFile({ path: "before.sql", text: each.before })],
      settled: [],
      seed: each.seed === undefined ? [] : [splitSqlFile({ path: "seed.sql", text: each.seed })],
      representative: each.seed !== undefined,
      proposed: await readMigrations(proposed, { serverMajor: Math.floor(server.versionNumber / 10_000) }),
      engineReason: "the tests asked for it",
      progress: () => undefined,
      ...each.plan,
    },
    server,
    each.signal ?? new AbortController().signal,
  );
}

export function migration(id: string, up: string, down: string | null, transaction: TransactionShape): Migration {
  const script = (file: string, text: string) => ({ file, text, transaction, psql: transaction === "statement" });
  return {
    id,
    version: id,
    up: script(`${id}.up.sql`, up),
    down: down === null ? null : script(`${id}.down.sql`, down),
    digests: [],
  };
}

export function stepsOf({ steps }: Rehearsal, phase: Step["phase"] = "up"): Step[] {
  return steps.filter((step) => step.phase === phase);
}

/** `orders AccessExclusiveLock`, strongest first, for the statement at `at`. */
export function locksOf(result: Rehearsal, at: number, phase: Step["phase"] = "up"): string[] {
  return stepsOf(result, phase)[at]?.locks.map(({ relation, mode }) => `${relation.replace("public.", "")} ${mode}`) ?? [];
}
