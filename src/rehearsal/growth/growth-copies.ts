import { type Session, SqlError, type Template } from "../engine.js";
import type { OpenDatabase } from "../open-database.js";
import { literal, quoted } from "../quoted.js";
import type { Scene } from "../scene.js";
import type { GrowthWish } from "./growth-wish.js";

/** Production's setting where it is known, else the server's default (PostgreSQL manual, 20.4.1). */
const DEFAULT_MEMORY_KB = 64 * 1024;
/** The least that the server takes up to 16. */
const LEAST_MEMORY_KB = 1024;

export interface Filled {
  readonly template: Template;
  /** Frozen. */
  readonly source: OpenDatabase;
  /** Rows that the tables hold now. */
  readonly rows: ReadonlyMap<string, number>;
  readonly unfilled: readonly { readonly relation: string; readonly reason: string }[];
}

/** A copy of the world with so many rows in its larger tables, to take copies of. */
export async function fillCopy(
  { stage }: Scene,
  wish: GrowthWish,
  wanted: ReadonlyMap<string, number>,
  signal: AbortSignal,
): Promise<Filled> {
  const open = await stage.another(signal);
  const { filled, unfilled } = await wish.fill(open.observer, open.server.versionNumber, {
    rows: wanted,
    statistics: wish.statistics,
    seed: 1,
  });
  // A table of production was vacuumed and analyzed before; rows that nobody has read yet would cost the first scan more.
  const keys = new Set([...wanted.keys(), ...filled.map(({ relation }) => relation)]);
  for (const key of keys) await open.observer.run(`vacuum (analyze) ${quotedKey(key)}`);
  const rows = await counted(open.observer, [...keys]);
  return { template: await open.database.freeze(), source: open, rows, unfilled };
}

async function counted(observer: Session, keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (keys.length === 0) return new Map();
  const counts = keys.map((key) => `select ${literal(key)}::text as key, count(*)::text as rows from ${quotedKey(key)}`);
  const rows = await observer.query<{ key: string; rows: string }>(counts.join(" union all "));
  return new Map(rows.map(({ key, rows: count }) => [key, Number(count)]));
}

/**
 * A copy of a filled one, with memory for sorts in the proportion of its rows to production's: what does not fit into
 * production's memory does not fit here either, so that the same kind of sort is measured.
 */
export async function copyToMeasure(
  { stage }: Scene,
  { template }: Filled,
  wish: GrowthWish,
  share: number,
  signal: AbortSignal,
): Promise<OpenDatabase> {
  const open = await stage.copyOf(template, signal);
  const production = kilobytes(wish.statistics.server.settings["maintenance_work_mem"]) ?? DEFAULT_MEMORY_KB;
  const memory = Math.max(LEAST_MEMORY_KB, Math.round(production * Math.min(1, share)));
  const settings = [`maintenance_work_mem = ${literal(`${memory}kB`)}`, "client_min_messages = 'log'", "log_temp_files = 0"];
  try {
    for (const setting of settings) await open.observer.run(`alter database ${quoted(open.database.name)} set ${setting}`);
  } catch (error) {
    // A server that is not ours may refuse; then temporary files stay unknown.
    if (!(error instanceof SqlError)) throw error;
  }
  return stage.reconnect(open, signal);
}

function kilobytes(setting: string | undefined): number | null {
  const found = /^(\d+)\s*(kB|MB|GB|TB)$/u.exec(setting ?? "");
  const unit = { kB: 1, MB: 1024, GB: 1024 ** 2, TB: 1024 ** 3 }[found?.[2] ?? ""];
  return found === null || unit === undefined ? null : Number(found[1]) * unit;
}

export function quotedKey(key: string): string {
  const [schema = "", name = ""] = key.split(/\.(.*)/su);
  return `${quoted(schema)}.${quoted(name)}`;
}

/** What LOG messages told of temporary files; null where none could be asked for. */
export function temporaryBytesOf(notices: readonly { readonly message: string }[]): number {
  return notices.reduce((sum, { message }) => sum + Number(/^temporary file: .* size (\d+)$/u.exec(message)?.[1] ?? 0), 0);
}
