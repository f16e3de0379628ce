import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fileOf } from "../../src/commands/migration-names.js";
import type { Mark } from "../../src/commands/preset.js";
import { presets } from "../../src/commands/presets/index.js";

/** What each tool writes when it has applied a migration, and when it has taken it back. */
const WRITTEN: Readonly<
  Record<string, { readonly up: string; readonly down: string | null; readonly name: string; readonly group?: string }>
> = {
  alembic: {
    up: "UPDATE alembic_version SET version_num='bb22' WHERE alembic_version.version_num = 'aa11'",
    down: "UPDATE alembic_version SET version_num='aa11' WHERE alembic_version.version_num = 'bb22'",
    name: "bb22",
  },
  django: {
    up: `INSERT INTO "django_migrations" ("app", "name", "applied") VALUES ('notes', '0002_note', '2024-01-01 00:00:00+00'::timestamptz) RETURNING "django_migrations"."id"`,
    down: `DELETE FROM "django_migrations" WHERE ("django_migrations"."app" = 'notes' AND "django_migrations"."name" = '0002_note')`,
    name: "0002_note",
    group: "notes",
  },
  ecto: {
    up: `INSERT INTO "schema_migrations" ("version","inserted_at") VALUES (20240101::int8,'2024-01-01 00:00:00'::timestamp)`,
    down: `DELETE FROM "schema_migrations" AS s0 WHERE (s0."version" = '20240101'::int8)`,
    name: "20240101",
  },
  "ef-core": {
    up: `INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20240101_Note', '8.0.0')`,
    down: `DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20240101_Note'`,
    name: "20240101_Note",
  },
  flyway: {
    up: `INSERT INTO "public"."flyway_schema_history" ("installed_rank", "version", "description", "type", "script", "checksum", "installed_by", "execution_time", "success") VALUES (2::int4, '2'::varchar, 'note', 'SQL', 'V2__note.sql', -12::int4, 'app', 3::int4, 't'::bool)`,
    down: null,
    name: "V2__note.sql",
  },
  "goose-go": {
    up: "INSERT INTO goose_db_version (version_id, is_applied) VALUES (2, true)",
    down: "DELETE FROM goose_db_version WHERE version_id=2",
    name: "2",
  },
  knex: {
    up: `insert into "knex_migrations" ("batch", "migration_time", "name") values (2, '2024-01-01', '2_note.js')`,
    down: `delete from "knex_migrations" where "name" = '2_note.js'`,
    name: "2_note.js",
  },
  kysely: {
    up: `insert into "kysely_migration" ("name", "timestamp") values ('2_note', '2024-01-01')`,
    down: `delete from "kysely_migration" where "name" = '2_note'`,
    name: "2_note",
  },
  liquibase: {
    up: "INSERT INTO public.databasechangelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('note', 'ann', 'db/changelog.xml', NOW(), 2, '9:d4', 'addColumn tableName=items', '', 'EXECUTED', NULL, NULL, '4.25.0', '1')",
    down: "DELETE FROM public.databasechangelog WHERE ID = 'note' AND AUTHOR = 'ann' AND FILENAME = 'db/changelog.xml'",
    name: "note",
  },
  "mikro-orm": {
    up: `insert into "mikro_orm_migrations" ("name") values ('Migration2')`,
    down: `delete from "mikro_orm_migrations" where "name" in ('Migration2')`,
    name: "Migration2",
  },
  "node-pg-migrate": {
    up: `INSERT INTO "public"."pgmigrations" (name, run_on) VALUES ('2_note', NOW())`,
    down: `DELETE FROM "public"."pgmigrations" WHERE name='2_note'`,
    name: "2_note",
  },
  prisma: {
    up: `INSERT INTO "_prisma_migrations" ("id","checksum","started_at","migration_name","applied_steps_count") VALUES ('6b5f','c0ffee','2024-01-01T00:00:00Z'::timestamptz,'2_note',0::int4)`,
    down: null,
    name: "2_note",
  },
  rails: {
    up: `INSERT INTO "schema_migrations" ("version") VALUES ('20240101000000') RETURNING "version"`,
    down: `DELETE FROM "schema_migrations" WHERE "schema_migrations"."version" = '20240101000000'`,
    name: "20240101000000",
  },
  sequelize: {
    up: `INSERT INTO "SequelizeMeta" ("name") VALUES ('2-note.js'::varchar) RETURNING "name"`,
    down: `DELETE FROM "SequelizeMeta" WHERE "name" = '2-note.js'`,
    name: "2-note.js",
  },
  typeorm: {
    up: `INSERT INTO "migrations"("timestamp", "name") VALUES ('1700000000002'::int8, 'Note1700000000002'::varchar)`,
    down: `DELETE FROM "migrations" WHERE "timestamp" = '1700000000002'::int8 AND "name" = 'Note1700000000002'`,
    name: "Note1700000000002",
  },
};

describe.each(presets.filter(({ id }) => id in WRITTEN).map((preset) => [preset.id, preset] as const))(
  "%s",
  (id, { bookkeeping }) => {
    const { up, down, name, group = null } = WRITTEN[id] ?? { up: "", down: null, name: "" };

    test("its row names the migration", () => {
      expect(bookkeeping.markOf(up, "up")).toEqual({ does: "applied", name, group } satisfies Mark);
      if (down !== null) expect(bookkeeping.markOf(down, "down")).toEqual({ does: "reverted", name, group } satisfies Mark);
    });
  },
);

test("only a tool whose rows hold no names is without a sample", () => {
  expect(presets.map(({ id }) => id).filter((id) => !(id in WRITTEN))).toEqual(["drizzle-kit"]);
});

test("the manual shows the command lines of every preset", () => {
  const rows = readFileSync("docs/commands.md", "utf8").split("\n");
  for (const { id, up, down } of presets) {
    const row = rows.find((line) => line.startsWith(`| \`${id}\` `)) ?? "";
    expect(row).toContain(`\`${up}\``);
    expect(row).toContain(down === null ? "| none" : `\`${down}\``);
  }
});

describe("the file of a migration", () => {
  const files = ["db/0012_later.go", "db/0002_note.go", "db/1700000000002-note.ts", "db/ab12cd_note.py", "README.md"].map(
    (path) => ({
      path,
      text: path === "README.md" ? "0a1b2c3d4e" : "x",
    }),
  );
  const fileFor = (name: string) => fileOf({ does: "applied", name, group: null }, files)?.path ?? null;

  test("is found by what the tool calls it", () => {
    expect(fileFor("0002_note.go")).toBe("db/0002_note.go");
    expect(fileFor("ab12cd")).toBe("db/ab12cd_note.py");
    expect(fileFor("Note1700000000002")).toBe("db/1700000000002-note.ts");
    expect(fileFor("2")).toBe("db/0002_note.go");
    expect(fileFor("0a1b2c3d4e")).toBe("README.md");
  });

  test("is none where nothing speaks for one", () => {
    expect(fileFor("3")).toBeNull();
    expect(fileFor("other")).toBeNull();
  });
});
