import type { OldCode } from "../../src/model/old-code.js";
import type { Server } from "../../src/rehearsal/engine.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { compareCode, describeCode } from "../../src/rehearsal/old-code/describe-code.js";
import { openDatabase } from "../../src/rehearsal/open-database.js";
import { readApplicationQueries } from "../../src/sql/application-queries.js";
import { readRoutineText } from "../../src/sql/routine-text.js";

/** A private server of a major, or the embedded one. */
export async function startServer(wanted: number | "pglite"): Promise<Server> {
  const embedded = wanted === "pglite";
  const request = { choice: embedded ? "pglite" : "local", major: embedded ? null : wanted, databaseUrl: null } as const;
  return (await startEngine({ ...request, signal: new AbortController().signal, log: () => undefined })).server;
}

/** What a change does to the queries and to the code of a database. */
export async function oldCode(
  server: Server,
  each: { readonly before: string; readonly change: string; readonly queries?: string },
): Promise<OldCode> {
  const { queries } = await readApplicationQueries([{ path: "queries.sql", text: each.queries ?? "" }]);
  const open = await openDatabase(server, null, { timeZone: null }, new AbortController().signal);
  try {
    await open.session.run(each.before);
    const before = await describeCode(open, queries, readRoutineText);
    await open.session.run(each.change);
    return compareCode(before, await describeCode(open, queries, readRoutineText));
  } finally {
    await open.database.drop();
  }
}

/** One line for each change: status, sqlstate and message. */
export function told({ changes }: OldCode): string[] {
  return changes.map(({ query, status, sqlstate, message }) => `${query.place.line} ${status} ${sqlstate ?? "-"} ${message}`);
}

export function toldOfDependents({ dependents }: OldCode): string[] {
  return dependents.map(({ kind, name, sqlstate, message }) => `${kind} ${name}: ${sqlstate} ${message}`);
}
