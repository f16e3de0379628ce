import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyOperation } from "../../src/catalog/apply-operation.js";
import { deriveCatalog } from "../../src/catalog/derive-catalog.js";
import type { Catalog } from "../../src/model/catalog.js";
import type { LockMode } from "../../src/model/lock-mode.js";
import type { Script } from "../../src/model/migration.js";
import type { Operation } from "../../src/model/operation.js";
import { type EffectsContext, effectsOf } from "../../src/postgres/effects-of.js";
import { strongest } from "../../src/postgres/lock-modes.js";
import { readScript } from "../../src/sql/read-script.js";
import { effectsCases } from "./effects-cases.js";
import { effectsWorld } from "./effects-world.js";
import { type Observation, observeEffects } from "./observe-effects.js";
import { majors, openWorld, type World } from "./servers.js";

/** What effectsOf says about a statement as a whole: its operations one after the other, each on the catalog that the last one left. */
async function predicted(sql: string, before: Catalog, context: EffectsContext): Promise<Observation> {
  const locks = new Map<string, LockMode>();
  const scans = new Set<string>();
  const rewrites = new Set<string>();
  let catalog = before;
  for (const operation of await operationsOf(sql, context.serverMajor)) {
    const effects = effectsOf(operation, catalog, context);
    for (const { relation, mode } of effects.locks) locks.set(relation, strongest(mode, locks.get(relation) ?? mode));
    for (const { relation } of effects.scans) scans.add(relation);
    for (const relation of effects.rewrites) rewrites.add(relation);
    expect(effects.needsNoTransaction, "runs in a transaction").toBe(false);
    catalog = applyOperation(catalog, operation, "change");
  }
  const known = (relation: string) => before.tables.has(relation) || before.views.has(relation);
  return {
    locks: Object.fromEntries(
      [...locks].filter(([relation]) => known(relation) || before.indexes.has(relation) || before.sequences.has(relation)),
    ),
    scans: [...scans].filter(known).sort(),
    rewrites: [...rewrites].filter(known).sort(),
  };
}

async function operationsOf(sql: string, serverMajor: number) {
  const read = await readScript(script(sql), "case", "up", { serverMajor });
  return read.statements.flatMap(({ operations }) => operations.map(({ operation }) => operation));
}

function script(text: string): Script {
  return { file: "case.sql", text, transaction: "statement", psql: true };
}

describe.each(majors)("effectsOf against PostgreSQL %i", (major) => {
  let world: World;
  let catalog: Catalog;

  beforeAll(async () => {
    world = await openWorld(major, effectsWorld);
    const settled = await readScript(script(effectsWorld), "world", "up", { serverMajor: major });
    catalog = deriveCatalog([settled], { complete: true, representative: false });
  });
  afterAll(() => world.close());

  const cases = effectsCases
    .map((each) => (typeof each === "string" ? { sql: each } : each))
    .filter(({ from = 0 }) => from <= major);
  for (const { sql, before = "", timeZone = "UTC" } of cases)
    it(`${sql}${before === "" ? "" : ` after ${before}`} at ${timeZone}`, async () => {
      const prepared = (await operationsOf(before, major)).reduce(
        (each, operation) => applyOperation(each, operation, "settled"),
        catalog,
      );
      if (before !== "") await world.session.run(before);
      await world.session.run(`SET timezone = '${timeZone}'`);
      const seen = await observeEffects(world.session, world.observer, sql);
      if (before !== "") await world.reset();
      const said = await predicted(sql, prepared, { serverMajor: major, timeZoneUtc: timeZone === "UTC" });
      const [first] = await operationsOf(sql, major);
      // A sequence that goes with its table is left to the table; it counts only where it is claimed.
      const locks = Object.entries(seen.locks).filter(([key]) => !catalog.sequences.has(key) || key in said.locks);
      expect(said).toEqual({
        locks: Object.fromEntries(locks),
        // Which way a query takes is the planner's business, and no claim.
        scans: isQuery(first) ? said.scans : seen.scans,
        // TRUNCATE swaps storage, but writes none.
        rewrites: first?.kind === "truncate" ? [] : seen.rewrites,
      });
    });
});

function isQuery(operation: Operation | undefined): boolean {
  return operation !== undefined && ["insert", "update", "delete", "merge", "select"].includes(operation.kind);
}
