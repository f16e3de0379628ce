import type { LockMode } from "../model/lock-mode.js";
import type { Operation } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import type { Statement } from "../model/statement.js";
import { lockModeOf, sqlNameOf } from "../postgres/lock-modes.js";
import type { Session } from "./engine.js";
import { quoted } from "./quoted.js";
import type { Relations } from "./relations.js";
import { newLocks } from "./step-draft.js";

/** How long a statement may take to come to the lock that is held in its way. */
const PATIENCE_MS = 3_000;

/**
 * Shows the locks of a statement that cannot run in a transaction block. It lets go of them as it ends, and
 * polling misses it on a small table; so a second session holds a lock that makes it wait, reads what it has
 * and asks for, and lets go.
 */
export interface WaitProbe {
  during<T>(work: Promise<T>): Promise<T>;
  locks(): { oid: number; mode: LockMode }[];
  seen(): boolean;
  /** Milliseconds that the statement spent waiting for the probe. */
  waitedMs(): number;
}

/** Holds the lock and returns; null where there is no second session, or nothing that such a lock would show. */
export async function beginWaitProbe(
  statement: Statement,
  session: Session,
  helper: Session | null,
  relations: Relations,
  /** Done while the statement stands still. */
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<WaitProbe | null> {
  if (helper === null) return null;
  const wanted = statement.operations.map(({ operation }) => obstacle(operation)).find((found) => found !== null);
  if (wanted === undefined || wanted === null) return null;
  const oid = await tableOid(wanted.name, session, relations);
  const key = oid === null ? undefined : relations.byOid.get(oid);
  if (oid === null || key === undefined || !["r", "p", "m"].includes(key.kind)) return null;
  const table = (await helper.query<{ name: string }>("select $1::pg_catalog.oid::pg_catalog.regclass::text as name", [oid]))[0]
    ?.name;
  if (table === undefined) return null;
  await helper.run(`begin; lock table ${table} in ${sqlNameOf(wanted.mode)} mode`);
  return new HeldProbe(session.backendPid, helper, relations, meanwhile);
}

/** What has to be locked, and how, for the statement to stop once it holds its own locks. PostgreSQL 15.18, tried for each. */
function obstacle(operation: Operation): { name: RelationName; mode: LockMode } | null {
  const waits = (name: RelationName | null | undefined, mode: LockMode) => (name ? { name, mode } : null);
  switch (operation.kind) {
    case "create-index":
      return operation.concurrently ? waits(operation.table, "RowExclusiveLock") : null;
    case "drop-index":
      return operation.concurrently ? waits(operation.indexes[0], "AccessShareLock") : null;
    case "reindex":
      return operation.concurrently && (operation.target === "index" || operation.target === "table")
        ? waits(operation.name, "RowExclusiveLock")
        : null;
    case "detach-partition":
      // Its second transaction closes the partition: there it stops, and holds what it holds on the parent.
      return operation.concurrently ? waits(operation.partition, "AccessShareLock") : null;
    case "vacuum":
      return operation.tables.length === 1
        ? waits(operation.tables[0], operation.full ? "AccessShareLock" : "ShareUpdateExclusiveLock")
        : null;
    default:
      return null;
  }
}

/** The table behind a name as the migrating session resolves it; an index stands for its table. */
async function tableOid(name: RelationName, session: Session, relations: Relations): Promise<number | null> {
  const text = name.schema === null ? quoted(name.name) : `${quoted(name.schema)}.${quoted(name.name)}`;
  const rows = await session.query<{ oid: string | null }>("select pg_catalog.to_regclass($1)::pg_catalog.oid::text as oid", [
    text,
  ]);
  const oid = rows[0]?.oid ?? null;
  if (oid === null) return null;
  return relations.byOid.get(Number(oid))?.indexOf ?? Number(oid);
}

interface LockRow {
  readonly oid: string | null;
  readonly mode: string;
  readonly granted: boolean;
}

class HeldProbe implements WaitProbe {
  private readonly modes = new Map<number, Set<LockMode>>();
  private blockedAt: number | null = null;
  private releasedAt = 0;
  private ended = false;

  constructor(
    private readonly pid: number,
    private readonly helper: Session,
    private readonly relations: Relations,
    private readonly meanwhile: () => Promise<void>,
  ) {}

  async during<T>(work: Promise<T>): Promise<T> {
    const settled = work.then(
      () => {
        this.ended = true;
      },
      () => {
        this.ended = true;
      },
    );
    try {
      await this.watch(settled);
    } finally {
      await this.helper.run("rollback");
      this.releasedAt = performance.now();
    }
    return work;
  }

  locks(): { oid: number; mode: LockMode }[] {
    return newLocks(new Map(), this.modes, this.relations);
  }

  seen(): boolean {
    return this.blockedAt !== null;
  }

  waitedMs(): number {
    return this.blockedAt === null ? 0 : this.releasedAt - this.blockedAt;
  }

  private async watch(settled: Promise<void>): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    while (!this.ended && performance.now() < until) {
      const rows = await this.helper.query<LockRow>(LOCKS, [this.pid]);
      if (rows.some(({ granted }) => !granted)) {
        this.note(rows);
        return this.meanwhile();
      }
      await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, 1))]);
    }
  }

  private note(rows: readonly LockRow[]): void {
    this.blockedAt = performance.now();
    for (const { oid, mode } of rows) {
      const known = lockModeOf(mode);
      if (oid === null || known === undefined || !this.relations.byOid.has(Number(oid))) continue;
      this.modes.set(Number(oid), (this.modes.get(Number(oid)) ?? new Set()).add(known));
    }
  }
}

const LOCKS = `
select case when locktype = 'relation' then relation::text end as oid, mode, granted
from pg_catalog.pg_locks where pid = $1 and (locktype = 'relation' or not granted)`;
