import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deriveCatalog } from "../../src/catalog/derive-catalog.js";
import type { Catalog } from "../../src/model/catalog.js";
import { effectsOf } from "../../src/postgres/effects-of.js";
import { readScript } from "../../src/sql/read-script.js";
import { effectsWorld } from "./effects-world.js";
import { firstLock, refusesTransaction } from "./first-lock.js";
import { majors, openWorld, type World } from "./servers.js";

/** Statements that end or refuse the surrounding transaction, and the table whose lock they ask for first; null where they name none. */
const statements: readonly (readonly [sql: string, table: string | null])[] = [
  ["CREATE INDEX CONCURRENTLY users_label_idx ON users (label)", "public.users"],
  ["REINDEX INDEX CONCURRENTLY users_age_idx", "public.users"],
  ["REINDEX TABLE CONCURRENTLY users", "public.users"],
  ["DROP INDEX CONCURRENTLY users_label_idx", "public.users"],
  ["VACUUM users", "public.users"],
  ["VACUUM FULL users", "public.users"],
  ["REINDEX TABLE events", "public.events_2024"],
  ["ALTER TABLE metrics DETACH PARTITION metrics_2024 CONCURRENTLY", "public.metrics"],
  ["REINDEX SCHEMA public", null],
  ["REINDEX SYSTEM world", null],
  ["VACUUM", null],
  ["CLUSTER", null],
  ["CREATE DATABASE elsewhere", null],
  ["DROP DATABASE IF EXISTS elsewhere", null],
];

describe.each(majors)("statements that refuse a transaction, on PostgreSQL %i", (major) => {
  let world: World;
  let catalog: Catalog;

  beforeAll(async () => {
    world = await openWorld(major, effectsWorld);
    catalog = deriveCatalog([await read(effectsWorld)], { complete: true, representative: false });
  });
  afterAll(() => world.close());

  const read = (text: string) =>
    readScript({ file: "case.sql", text, transaction: "statement", psql: true }, "case", "up", { serverMajor: major });

  it.each(statements)("%s", async (sql, table) => {
    const index = await read("CREATE INDEX users_label_idx ON users (label)");
    const known = sql.startsWith("DROP INDEX")
      ? deriveCatalog([await read(effectsWorld), index], { complete: true, representative: false })
      : catalog;
    const [operation] = (await read(sql)).statements.flatMap(({ operations }) => operations.map((site) => site.operation));
    if (operation === undefined) throw new Error("nothing was read");
    const effects = effectsOf(operation, known, { serverMajor: major, timeZoneUtc: true });

    expect(effects.needsNoTransaction).toBe(await refusesTransaction(world.session, sql));
    if (table === null) return;
    const asked = await firstLock(world.session, world.holder, world.observer, sql, table);
    expect(effects.locks.find(({ relation }) => relation === table)?.mode).toBe(asked);
  });
});
