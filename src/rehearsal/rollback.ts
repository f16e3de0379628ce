import type { Rollback, SchemaDifference } from "../model/rehearsal.js";
import type { ReadMigration, ReadScript } from "../model/statement.js";
import { compareSchemas, onlyColumnOrder } from "./compare.js";
import { destroyedBy } from "./destroys.js";
import type { Failure } from "./failure.js";
import { foldParts } from "./fold-parts.js";
import { compareRows, type Losses, lossesOf, type Rows } from "./rows.js";
import type { Snapshot } from "./snapshot.js";
import { natureOf } from "./statement-nature.js";

/** What can be told of the way back before anything runs. */
export interface WayBack {
  /** Down scripts that say something, in the order they run: the last migration first. */
  readonly scripts: readonly ReadScript[];
  /** Migrations without one. */
  readonly missing: readonly string[];
  readonly irreversible: boolean;
}

export const UNTRIED: Rollback = {
  status: "not-applicable",
  durationMs: 0,
  differences: [],
  rows: [],
  rowsLost: 0,
  valuesLost: 0,
  destroys: [],
  error: null,
  missing: [],
  upAgainEqual: null,
};

export function wayBackOf(proposed: readonly ReadMigration[]): WayBack {
  const scripts = proposed.flatMap(({ down }) => (down !== null && saysSomething(down) ? [down] : [])).reverse();
  const changing = proposed.filter(({ movesData }) => movesData !== true);
  const missing = changing.filter(({ down }) => down === null || !saysSomething(down)).map(({ id }) => id);
  const all = proposed.flatMap(({ up, down }) => (down === null ? [up] : [up, down]));
  return { scripts, missing, irreversible: all.some(isIrreversible) };
}

function saysSomething({ statements }: ReadScript): boolean {
  return statements.some(({ text }) => natureOf(text).kind !== "psql");
}

function isIrreversible({ directives, statements }: ReadScript): boolean {
  return [...directives, ...statements.flatMap((statement) => statement.directives)].some(({ kind }) => kind === "irreversible");
}

/** The status where no down script ran. */
export function untriedRollback({ missing, irreversible }: WayBack): Rollback {
  return { ...UNTRIED, status: irreversible ? "irreversible" : "missing", missing };
}

/** Judges the downs as one: some tools put the whole way back of several files into one of them. */
export function judgeRollback(
  wayBack: WayBack,
  failure: Failure | null,
  durationMs: number,
  snapshots: { readonly base: Snapshot; readonly up: Snapshot; readonly down: Snapshot },
): Rollback {
  const { base, up, down } = snapshots;
  const common = { ...UNTRIED, durationMs, destroys: destroyedBy(base, up, down), missing: wayBack.missing };
  if (failure !== null) return { ...common, status: raises(failure, wayBack) ? "irreversible" : "fails", error: failure };
  const rows = compareRows(base.rows, down.rows);
  const losses = lossesOf(base.rows, down.rows);
  const schema = foldParts(compareSchemas(base.schema, down.schema), base.schema, down.schema);
  const differences = [...schema, ...rowsTooMany(base.rows, down.rows)];
  const status = statusOf(differences, losses);
  const restored = status === "exact" || status === "column-order";
  return {
    ...common,
    status: wayBack.missing.length > 0 && !restored ? "missing" : status,
    differences,
    rows,
    rowsLost: losses.rows,
    valuesLost: losses.values,
  };
}

function statusOf(differences: readonly SchemaDifference[], losses: Losses): Rollback["status"] {
  if (losses.rows > 0 || losses.values > 0 || losses.overwritten.length > 0) return "data-loss";
  if (differences.length === 0) return "exact";
  return onlyColumnOrder(differences) ? "column-order" : "drift";
}

/** Rows that the ups put into a table that was there, and that the downs leave. */
function rowsTooMany(before: Rows, after: Rows): SchemaDifference[] {
  return [...before].flatMap(([table, { count }]) => {
    const now = after.get(table)?.count ?? 0;
    return now > count ? [{ kind: "rows", object: table, before: `${count} rows`, after: `${now} rows` }] : [];
  });
}

/** A down that does nothing but raise says on purpose that there is no way back. P0001 is raise_exception. */
function raises(failure: Failure, { scripts }: WayBack): boolean {
  const statement = scripts
    .find(({ migration }) => migration === failure.migration)
    ?.statements.find(({ index }) => index === failure.statement);
  return failure.sqlstate === "P0001" && statement?.operations.some(({ operation }) => operation.kind === "do-block") === true;
}
