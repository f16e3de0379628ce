import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyOperation } from "../../src/catalog/apply-operation.js";
import { emptyCatalog } from "../../src/catalog/empty-catalog.js";
import type { Catalog } from "../../src/model/catalog.js";
import { readScript } from "../../src/sql/read-script.js";
import { majors, openWorld, type World } from "../postgres/servers.js";
import { evolution } from "./evolution.js";
import { factsOfCatalog, factsOfServer } from "./schema-facts.js";

describe.each(majors)("the derived catalog equals that of PostgreSQL %i after", (major) => {
  let world: World;
  let catalog: Catalog = emptyCatalog();

  beforeAll(async () => {
    world = await openWorld(major, "SELECT 1");
  });
  afterAll(() => world.close());

  for (const [index, sql] of evolution.entries())
    it(`${index}: ${sql}`, async () => {
      await world.session.run(sql);
      const read = await readScript({ file: "step.sql", text: sql, transaction: "statement", psql: true }, "step", "up", {
        serverMajor: major,
      });
      for (const { operations } of read.statements) {
        for (const { operation } of operations) catalog = applyOperation(catalog, operation, "settled");
      }
      expect(factsOfCatalog(catalog)).toEqual(await factsOfServer(world.observer));
    });
});
