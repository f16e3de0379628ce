import type { RunnableScript } from "../model/statement.js";
import { readSkip } from "./extensions.js";
import type { OpenDatabase } from "./open-database.js";
import { playScripts } from "./play-scripts.js";
import { QuietRunner } from "./quiet-runner.js";
import { type Relations, readRelations } from "./relations.js";
import { type Snapshot, takeSnapshot } from "./snapshot.js";

/** A database in the state after the ups. */
export interface AfterUp {
  readonly database: OpenDatabase;
  /** As they were before the change. */
  readonly relations: Relations;
  readonly snapshot: Snapshot;
}

/** Runs ups that were traced before on a database in the state before the change, and looks at what they made. */
export async function applyQuietly(ups: readonly RunnableScript[], database: OpenDatabase): Promise<AfterUp> {
  const relations = await readRelations(database.session);
  await runUps(ups, database);
  return { database, relations, snapshot: await snapshotOf(database) };
}

/** The same without a look: reading the schema takes as long as many a change. */
export async function runUps(ups: readonly RunnableScript[], database: OpenDatabase): Promise<void> {
  await playScripts(ups, new QuietRunner(database.session), await readSkip(database));
}

export async function snapshotOf({ observer, server }: OpenDatabase): Promise<Snapshot> {
  return takeSnapshot(observer, server.versionNumber);
}
