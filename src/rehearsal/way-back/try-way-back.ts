import type { SchemaDifference, StepError } from "../../model/rehearsal.js";
import type { WrittenWayBack } from "../../model/written-way-back.js";
import { compareSchemas, onlyColumnOrder } from "../compare.js";
import { type Session, SqlError } from "../engine.js";
import type { Fingerprint } from "../fingerprint.js";
import { foldParts } from "../fold-parts.js";
import { type OpenDatabase, refreshSession } from "../open-database.js";
import { compareRows, type Rows } from "../rows.js";
import { type Snapshot, takeSnapshot } from "../snapshot.js";
import type { Definitions } from "./definitions.js";
import { readDefinitions } from "./read-definitions.js";
import { writeWayBack } from "./write-way-back.js";

/** Writes a way back, runs it as the role that migrates, and looks at what came of it. `open` holds the state after the ups, and is used up. */
export async function tryWayBack(
  open: OpenDatabase,
  request: { readonly before: Definitions; readonly base: Snapshot },
): Promise<WrittenWayBack> {
  const { observer, server } = open;
  const after = await readDefinitions(observer, server.versionNumber);
  const { sql, statements, cannotRestore, losesData } = writeWayBack(request.before, after);
  await refreshSession(open);
  const error = await runInOne(statements, open.session);
  if (error !== null) return { status: "fails", sql, cannotRestore, differences: [], error };
  const end = await takeSnapshot(observer, server.versionNumber);
  const { base } = request;
  const schema = foldParts(compareSchemas(base.schema, end.schema), base.schema, end.schema);
  const rows = tablesOnly(base.rows, base.schema);
  const differences = [...schema, ...rowsTooMany(rows, end.rows)];
  const lost = lostRows(rows, end.rows, cannotRestore);
  const status = losesData || lost.length > 0 ? "loses-data" : statusOf(differences);
  return { status, sql, cannotRestore: [...cannotRestore, ...lost], differences, error: null };
}

/** True where it may be shown to people as a way back. */
export function isOffered({ status, cannotRestore }: WrittenWayBack): boolean {
  return (status === "restores" || status === "column-order") && cannotRestore.length === 0;
}

function statusOf(differences: readonly SchemaDifference[]): WrittenWayBack["status"] {
  if (differences.length === 0) return "restores";
  return onlyColumnOrder(differences) ? "column-order" : "drift";
}

async function runInOne(statements: readonly string[], session: Session): Promise<StepError | null> {
  try {
    await session.run("begin");
    for (const statement of statements) await session.run(statement);
    await session.run("commit");
    return null;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    await session.run("rollback");
    const { sqlstate, message, detail, hint } = error;
    return { sqlstate, message, detail, hint };
  }
}

/** A materialized view has its rows from tables, and has them anew when made anew. */
function tablesOnly(rows: Rows, schema: Fingerprint): Rows {
  const views = new Set(
    [...schema.values()].filter(({ kind }) => kind === "materialized view").map(({ object }) => object.replaceAll('"', "")),
  );
  return new Map([...rows].filter(([table]) => !views.has(table)));
}

/** What the rows show besides: values that the ups wrote over, rows that they deleted. */
function lostRows(before: Rows, after: Rows, known: readonly string[]): string[] {
  const gone = compareRows(before, after).flatMap(({ table, rowsBefore, rowsAfter, columns }) => {
    const fewer = (rowsBefore ?? 0) - (rowsAfter ?? 0);
    if (fewer > 0) return [`rows of table ${table}: ${fewer} of ${rowsBefore} are gone`];
    return columns.map((column) => `values of column ${table}.${column}: they are not what they were`);
  });
  return gone.filter((sentence) => !known.some((other) => other.startsWith(sentence.slice(0, sentence.indexOf(":") + 1))));
}

/** Rows that the ups put into a table that was there, and that stay. */
function rowsTooMany(before: Rows, after: Rows): SchemaDifference[] {
  return [...before].flatMap(([table, { count }]) => {
    const now = after.get(table)?.count ?? 0;
    return now > count ? [{ kind: "rows", object: table, before: `${count} rows`, after: `${now} rows` }] : [];
  });
}
