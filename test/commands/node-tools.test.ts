import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Assessment } from "../../src/model/assessment.js";
import type { Server } from "../../src/rehearsal/engine.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { judgeCommands } from "./judge-commands.js";

let server: Server;
beforeAll(async () => {
  const signal = new AbortController().signal;
  ({ server } = await startEngine({ choice: "local", major: null, databaseUrl: null, signal, log: () => undefined }));
});
afterAll(() => server[Symbol.asyncDispose]());

/** What every tool is asked: two migrations on a table with rows, each with its way back. */
function expectBoth(assessment: Assessment, ids: readonly string[], files: readonly string[]): void {
  expect(assessment.history.proposed).toEqual(ids);
  expect(assessment.migrations.map(({ up }) => up.file)).toEqual(files);
  expect(assessment.rehearsal?.worldProblems).toEqual([]);
  expect(assessment.rehearsal?.outcome).toBe("completed");
  expect(assessment.migrations[0]?.up.statements.map(({ text }) => text.toLowerCase()).join("; ")).toMatch(/note/u);
  expect(assessment.migrations[1]?.up.statements.map(({ text }) => text.toLowerCase()).join("; ")).toMatch(/create .*index/u);
  expect(assessment.coverage.unseen.filter(({ blocking }) => blocking)).toEqual([]);
  // Each index is built in the tool's own transaction, on rows, and was seen to lock.
  const blocks = assessment.findings.filter(({ rule }) => rule === "create-index-blocks-writes");
  expect(blocks.map(({ evidence, migration }) => [evidence, migration])).toEqual([["confirmed", ids[1]]]);
}

const seed = { "seed.sql": "INSERT INTO items (name) SELECT 'item ' || n FROM generate_series(1, 300) n;" };

describe.skipIf(!existsSync("node_modules/knex"))("Knex", () => {
  const knexfile = `module.exports = { client: "pg", connection: process.env.DATABASE_URL, migrations: { directory: "./migrations" } };`;
  const first = `exports.up = (knex) => knex.schema.createTable("items", (t) => { t.increments("id"); t.text("name"); });
exports.down = (knex) => knex.schema.dropTable("items");`;
  const second = `exports.up = (knex) => knex.schema.alterTable("items", (t) => t.text("note"));
exports.down = (knex) => knex.schema.alterTable("items", (t) => t.dropColumn("note"));`;
  const third = `exports.up = (knex) => knex.schema.alterTable("items", (t) => t.index(["name"], "items_by_name"));
exports.down = (knex) => knex.schema.alterTable("items", (t) => t.dropIndex(["name"], "items_by_name"));`;

  test("both migrations, in transactions of their own, and the ways back", async () => {
    const base = { ...seed, "knexfile.cjs": knexfile, "migrations/20240101_items.js": first, "package.json": "{}" };
    const head = { ...base, "migrations/20240102_note.js": second, "migrations/20240103_index.js": third };
    const assessment = await judgeCommands({
      server,
      base,
      head,
      settings: {
        seed: ["seed.sql"],
        command: {
          tool: "knex",
          up: "npx knex migrate:latest --knexfile knexfile.cjs",
          down: "npx knex migrate:down --knexfile knexfile.cjs",
        },
      },
    });
    expectBoth(assessment, ["20240102_note", "20240103_index"], ["migrations/20240102_note.js", "migrations/20240103_index.js"]);
    expect(assessment.rehearsal?.rollback.status).toBe("exact");
  });
});

describe.skipIf(!existsSync("node_modules/node-pg-migrate"))("node-pg-migrate", () => {
  const first = `exports.up = (pgm) => pgm.createTable("items", { id: "id", name: { type: "text" } });`;
  const second = `exports.up = (pgm) => pgm.addColumn("items", { note: { type: "text" } });
exports.down = (pgm) => pgm.dropColumn("items", "note");`;
  const third = `exports.up = (pgm) => pgm.createIndex("items", "name");
exports.down = (pgm) => pgm.dropIndex("items", "name");`;

  test("both migrations, in one transaction, and the ways back", async () => {
    const base = { ...seed, "migrations/1700000000001_items.js": first, "package.json": "{}" };
    const head = { ...base, "migrations/1700000000002_note.js": second, "migrations/1700000000003_index.js": third };
    const assessment = await judgeCommands({
      server,
      base,
      head,
      settings: { seed: ["seed.sql"], migrations: "migrations", command: { tool: "node-pg-migrate" } },
    });
    expectBoth(
      assessment,
      ["1700000000002_note", "1700000000003_index"],
      ["migrations/1700000000002_note.js", "migrations/1700000000003_index.js"],
    );
    expect(assessment.migrations[0]?.up.transaction).toBe("all");
    expect(assessment.rehearsal?.rollback.status).toBe("exact");
  });
});

describe.skipIf(!existsSync("node_modules/typeorm"))("TypeORM", () => {
  const source = `const { DataSource } = require("typeorm");
module.exports = { source: new DataSource({ type: "postgres", url: process.env.DATABASE_URL, migrations: ["migrations/*.js"] }) };`;
  const migration = (name: string, up: string, down: string) => `module.exports = { ${name}: class ${name} {
  async up(runner) {
    await runner.query(\`${up}\`);
  }
  async down(runner) {
    await runner.query(\`${down}\`);
  }
} };`;

  test("both migrations, in one transaction, and the ways back", async () => {
    const base = {
      ...seed,
      "source.js": source,
      "package.json": "{}",
      "migrations/1700000000001-items.js": migration(
        "Items1700000000001",
        "CREATE TABLE items (id serial PRIMARY KEY, name text)",
        "DROP TABLE items",
      ),
    };
    const head = {
      ...base,
      "migrations/1700000000002-note.js": migration(
        "Note1700000000002",
        "ALTER TABLE items ADD COLUMN note text",
        "ALTER TABLE items DROP COLUMN note",
      ),
      "migrations/1700000000003-index.js": migration(
        "Index1700000000003",
        "CREATE INDEX items_by_name ON items (name)",
        "DROP INDEX items_by_name",
      ),
    };
    const assessment = await judgeCommands({
      server,
      base,
      head,
      settings: {
        seed: ["seed.sql"],
        command: {
          tool: "typeorm",
          up: "npx typeorm migration:run -d source.js",
          down: "npx typeorm migration:revert -d source.js",
        },
      },
    });
    expectBoth(
      assessment,
      ["Note1700000000002", "Index1700000000003"],
      ["migrations/1700000000002-note.js", "migrations/1700000000003-index.js"],
    );
    const [finding] = assessment.findings.filter(({ rule }) => rule === "create-index-blocks-writes");
    expect(finding?.place.line).toBe(3);
    expect(assessment.rehearsal?.rollback.status).toBe("exact");
  });
});

describe.skipIf(!existsSync("node_modules/drizzle-kit"))("Drizzle Kit", () => {
  const journal = (...tags: readonly string[]) =>
    JSON.stringify({
      version: "7",
      dialect: "postgresql",
      entries: tags.map((tag, idx) => ({ idx, version: "7", when: 1_700_000_000_000 + idx, tag, breakpoints: true })),
    });

  test("all that is new is one migration, since its rows name none", async () => {
    const base = {
      ...seed,
      "package.json": "{}",
      "drizzle.config.js": `module.exports = { dialect: "postgresql", out: "./drizzle", schema: "./schema.js", dbCredentials: { url: process.env.DATABASE_URL } };`,
      "schema.js": "",
      "drizzle/meta/_journal.json": journal("0000_items"),
      "drizzle/0000_items.sql": "CREATE TABLE items (id serial PRIMARY KEY, name text);",
    };
    const head = {
      ...base,
      "drizzle/meta/_journal.json": journal("0000_items", "0001_index"),
      "drizzle/0001_index.sql": "CREATE INDEX items_by_name ON items (name);",
    };
    const assessment = await judgeCommands({
      server,
      base,
      head,
      settings: {
        seed: ["seed.sql"],
        migrations: "drizzle",
        command: { tool: "drizzle-kit", up: "npx drizzle-kit migrate --config=drizzle.config.js" },
      },
    });
    expect(assessment.rehearsal?.worldProblems).toEqual([]);
    const texts = assessment.migrations.map(({ up }) => up.statements.map(({ text }) => text));
    expect(texts.flat().filter((text) => /create/iu.test(text))).toEqual(["CREATE INDEX items_by_name ON items (name)"]);
    expect(
      assessment.findings.filter(({ rule }) => rule === "create-index-blocks-writes").map(({ evidence }) => evidence),
    ).toEqual(["confirmed"]);
    expect(assessment.coverage.unseen.filter(({ blocking }) => blocking)).toEqual([]);
  });
});

describe.skipIf(!existsSync("node_modules/kysely"))("Kysely", () => {
  const migrator = `import { promises as fs } from "node:fs";
import path from "node:path";
import { FileMigrationProvider, Kysely, Migrator, PostgresDialect } from "kysely";
import pg from "pg";
const db = new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: process.env.DATABASE_URL }) }) });
const migrationFolder = path.resolve("migrations");
const migrator = new Migrator({ db, provider: new FileMigrationProvider({ fs, path, migrationFolder }) });
const { error, results } = process.argv[2] === "up" ? await migrator.migrateToLatest() : await migrator.migrateDown();
for (const result of results ?? []) console.log(result.status, result.migrationName);
await db.destroy();
if (error) throw error;
`;
  const migration = (up: string, down: string) => `export const up = (db) => ${up};
export const down = (db) => ${down};`;

  test("both migrations, in one transaction, and the ways back", async () => {
    const base = {
      ...seed,
      "migrate.mjs": migrator,
      "package.json": "{}",
      "migrations/1_items.mjs": migration(
        `db.schema.createTable("items").addColumn("id", "serial", (c) => c.primaryKey()).addColumn("name", "text").execute()`,
        `db.schema.dropTable("items").execute()`,
      ),
    };
    const head = {
      ...base,
      "migrations/2_note.mjs": migration(
        `db.schema.alterTable("items").addColumn("note", "text").execute()`,
        `db.schema.alterTable("items").dropColumn("note").execute()`,
      ),
      "migrations/3_index.mjs": migration(
        `db.schema.createIndex("items_by_name").on("items").column("name").execute()`,
        `db.schema.dropIndex("items_by_name").execute()`,
      ),
    };
    const assessment = await judgeCommands({
      server,
      base,
      head,
      settings: { seed: ["seed.sql"], command: { tool: "kysely", up: "node migrate.mjs up", down: "node migrate.mjs down" } },
    });
    expectBoth(assessment, ["2_note", "3_index"], ["migrations/2_note.mjs", "migrations/3_index.mjs"]);
    expect(assessment.rehearsal?.rollback.status).toBe("exact");
  });
});

describe.skipIf(!existsSync("node_modules/sequelize"))("Sequelize's query interface, with its table of migrations", () => {
  const script = `const { readdirSync } = require("node:fs");
const { Sequelize, DataTypes } = require("sequelize");
const sequelize = new Sequelize(process.env.DATABASE_URL, { logging: false });
const Meta = sequelize.define("SequelizeMeta", { name: { type: DataTypes.STRING, primaryKey: true } }, { tableName: "SequelizeMeta", timestamps: false });
(async () => {
  await Meta.sync();
  const applied = (await Meta.findAll({ order: ["name"] })).map(({ name }) => name);
  const query = sequelize.getQueryInterface();
  if (process.argv[2] === "up") {
    for (const name of readdirSync("migrations").sort().filter((file) => !applied.includes(file))) {
      await require("./migrations/" + name).up(query, Sequelize);
      await Meta.create({ name });
    }
  } else {
    const name = applied.at(-1);
    await require("./migrations/" + name).down(query, Sequelize);
    await Meta.destroy({ where: { name } });
  }
  await sequelize.close();
})().catch((error) => { console.error(error); process.exit(1); });
`;

  test("both migrations, without transactions, and the ways back", async () => {
    const base = {
      ...seed,
      "migrate.cjs": script,
      "package.json": "{}",
      "migrations/1-items.js": `module.exports = {
  up: (query, Sequelize) => query.createTable("items", { id: { type: Sequelize.INTEGER, primaryKey: true, autoIncrement: true }, name: Sequelize.TEXT }),
  down: (query) => query.dropTable("items"),
};`,
    };
    const head = {
      ...base,
      "migrations/2-note.js": `module.exports = {
  up: (query, Sequelize) => query.addColumn("items", "note", Sequelize.TEXT),
  down: (query) => query.removeColumn("items", "note"),
};`,
      "migrations/3-index.js": `module.exports = {
  up: (query) => query.addIndex("items", ["name"]),
  down: (query) => query.removeIndex("items", ["name"]),
};`,
    };
    const assessment = await judgeCommands({
      server,
      base,
      head,
      settings: { seed: ["seed.sql"], command: { tool: "sequelize", up: "node migrate.cjs up", down: "node migrate.cjs down" } },
    });
    expectBoth(assessment, ["2-note", "3-index"], ["migrations/2-note.js", "migrations/3-index.js"]);
    expect(assessment.rehearsal?.rollback.status).toBe("exact");
  });
});
