import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deriveCatalog } from "../../src/catalog/derive-catalog.js";
import type { Catalog } from "../../src/model/catalog.js";
import { effectsOf } from "../../src/postgres/effects-of.js";
import type { Server } from "../../src/rehearsal/engine.js";
import { readCatalog } from "../../src/rehearsal/read-catalog.js";
import { readScript } from "../../src/sql/read-script.js";
import { effectsCases } from "../postgres/effects-cases.js";
import { effectsWorld } from "../postgres/effects-world.js";
import { majors, openWorld, type World } from "../postgres/servers.js";
import { factsOfCatalog } from "./schema-facts.js";

/** What the SQL says and what the server says are one schema, and lead to the same claims. */
describe.each(majors)("the catalog read from PostgreSQL %i", (major) => {
  let world: World;
  let read: Catalog;
  let derived: Catalog;

  const script = (text: string) =>
    readScript({ file: "case.sql", text, transaction: "statement", psql: true }, "case", "up", { serverMajor: major });

  beforeAll(async () => {
    world = await openWorld(major, effectsWorld);
    const server = { versionNumber: major * 10_000 } as Server;
    const database = { session: world.session, observer: world.observer, server } as Parameters<typeof readCatalog>[0];
    read = await readCatalog(database, new Map(), false);
    derived = deriveCatalog([await script(effectsWorld)], { complete: true, representative: false });
  });
  afterAll(() => world.close());

  it("is the one that its SQL derives", () => {
    // A foreign key to a partitioned table has a shadow for each partition there; the SQL knows of the one key alone.
    const shadows = [...derived.tables].flatMap(([key, { partitionOf }]) =>
      partitionOf === null ? [] : [` references ${key} `],
    );
    const facts = factsOfCatalog(read).filter((fact) => !shadows.some((shadow) => fact.includes(shadow)));
    expect(facts).toEqual(factsOfCatalog(derived));
  });

  for (const each of effectsCases) {
    const { sql, from = 0, before = "" } = typeof each === "string" ? { sql: each } : each;
    // What ON DELETE and ON UPDATE do is not read, and then claimed more strongly.
    if (from > major || before !== "" || /^(?:UPDATE|DELETE)/u.test(sql)) continue;
    it(`claims the same for ${sql}`, async () => {
      const operations = (await script(sql)).statements.flatMap((statement) =>
        statement.operations.map((site) => site.operation),
      );
      for (const operation of operations) {
        const context = { serverMajor: major, timeZoneUtc: true };
        expect(ordered(effectsOf(operation, read, context))).toEqual(ordered(effectsOf(operation, derived, context)));
      }
    });
  }
});

function ordered(effects: ReturnType<typeof effectsOf>) {
  const names = (list: readonly { readonly relation: string }[]) => list.map((each) => JSON.stringify(each)).sort();
  const scans = effects.scans.map(({ relation }) => ({ relation }));
  return {
    ...effects,
    locks: names(effects.locks),
    scans: names(scans),
    rewrites: [...effects.rewrites].sort(),
    indexBuilds: names(effects.indexBuilds),
  };
}
