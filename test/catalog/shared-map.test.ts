import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CatalogDraft } from "../../src/catalog/catalog-draft.js";
import { childrenOf, indexesOf, referrersOf } from "../../src/catalog/dependents.js";
import { emptyCatalog } from "../../src/catalog/empty-catalog.js";
import { SharedMap } from "../../src/catalog/shared-map.js";
import type { Catalog, Index, Table } from "../../src/model/catalog.js";

/** Far more than what is copied plainly. */
const MANY = 200;
const names = Array.from({ length: MANY }, (_, at) => `t${at}`);

const write = fc.record({ name: fc.integer({ min: 0, max: MANY + 20 }).map((at) => `t${at}`), remove: fc.boolean() });

describe("a map that shares its entries", () => {
  it("is what a Map would be, copy after copy, and leaves the earlier ones as they were", () => {
    fc.assert(
      fc.property(fc.array(fc.array(write, { maxLength: 6 }), { maxLength: 60 }), (batches) => {
        let plain = new Map(names.map((name, at) => [name, at]));
        let shared: Map<string, number> = new Map(plain);
        const kept: [Map<string, number>, Map<string, number>][] = [];
        for (const [round, batch] of batches.entries()) {
          [plain, shared] = [new Map(plain), SharedMap.copy(shared)];
          for (const { name, remove } of batch)
            for (const map of [plain, shared]) remove ? map.delete(name) : map.set(name, round + MANY);
          kept.push([plain, shared]);
        }
        for (const [one, other] of kept) {
          expect([...other]).toEqual([...one]);
          expect([...other.values()]).toEqual([...one.values()]);
          expect([...other.keys()]).toEqual([...one.keys()]);
          expect(other.size).toBe(one.size);
          expect(names.map((name) => [other.has(name), other.get(name)])).toEqual(
            names.map((name) => [one.has(name), one.get(name)]),
          );
        }
      }),
      { numRuns: 30 },
    );
  });
});

const step = fc.record({
  table: fc.integer({ min: 0, max: 79 }),
  parent: fc.integer({ min: 0, max: 79 }),
  what: fc.constantFrom("create", "drop", "key", "no-key", "index", "drop-index"),
  ask: fc.boolean(),
});

describe("what is carried from one catalog to the next", () => {
  it("is what a look at the whole catalog gives", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const draft = new CatalogDraft(emptyCatalog({ complete: true }));
        for (let at = 0; at < 80; at++) draft.setTable(tableNamed(`t${at}`, at % 3 === 0 ? `t${at - 1}` : null));
        for (const { table, parent, what, ask } of steps) {
          const name = `t${table}`;
          if (what === "create") draft.setTable(tableNamed(name, null));
          if (what === "drop") draft.deleteTable(`public.${name}`);
          if (what === "key") draft.changeTable(`public.${name}`, () => tableNamed(name, `t${parent}`));
          if (what === "no-key") draft.changeTable(`public.${name}`, () => tableNamed(name, null));
          if (what === "index") draft.setIndex(indexNamed(`i${parent}`, `public.${name}`));
          if (what === "drop-index") draft.deleteIndex(`public.i${parent}`);
          const now = draft.snapshot();
          if (ask) expect(seen(now)).toEqual(seen(anew(now)));
        }
        const last = draft.snapshot();
        expect(seen(last)).toEqual(seen(anew(last)));
      }),
      { numRuns: 40 },
    );
  });
});

/** The same catalog, of whose maps nothing is known. */
function anew(catalog: Catalog): Catalog {
  return { ...catalog, tables: new Map<string, Table>(catalog.tables), indexes: new Map<string, Index>(catalog.indexes) };
}

function seen(catalog: Catalog) {
  return Array.from({ length: 80 }, (_, at) => `public.t${at}`).map((key) => [
    childrenOf(key, catalog),
    referrersOf(key, catalog).map(({ table }) => table),
    indexesOf(key, catalog)
      .map(({ name }) => name)
      .toSorted(),
  ]);
}

/** A table that references another, where one is given and lies below it. */
function tableNamed(name: string, parent: string | null): Table {
  return {
    schema: "public",
    name,
    kind: "table",
    temporary: false,
    unlogged: false,
    origin: "settled",
    rows: null,
    columns: [],
    constraints: parent === null ? [] : [keyTo(parent)],
    partitionOf: parent === null ? null : `public.${parent}`,
    isDefaultPartition: false,
    partitionColumns: [],
    inherits: [],
    triggers: [],
    rowSecurity: false,
  };
}

function keyTo(parent: string): Table["constraints"][number] {
  return {
    name: `to_${parent}`,
    type: "foreign-key",
    columns: ["id"],

    expression: null,
    references: { table: `public.${parent}`, columns: ["id"] },
    notValid: false,
    notEnforced: false,
    noInherit: false,
    nullsNotDistinct: false,
    validated: true,
    deferrable: false,
    usingIndex: null,
  };
}

function indexNamed(name: string, table: string): Index {
  return {
    schema: "public",
    name,
    table,
    unique: false,
    method: "btree",
    columns: ["id"],
    reads: [],
    partial: false,
    valid: true,
    constraint: null,
    origin: "settled",
  };
}
