import { describe, expect, test } from "vitest";
import { presetIds } from "../../src/commands/presets/index.js";
import { toolByCommand } from "../../src/formats/tool-by-command.js";
import { diskRepository } from "../../src/repository/disk-repository.js";
import { TemporaryRepository } from "../repository/temporary-repository.js";

/** As each tool's own generator lays them. */
const LAID: Readonly<Record<string, readonly [sign: string, migration: string]>> = {
  alembic: ["alembic.ini", "db/versions/b83d5e2f6c10_proposals.py"],
  django: ["shop/manage.py", "shop/notes/migrations/0002_note.py"],
  rails: ["Gemfile", "db/migrate/20240104000000_add_note.rb"],
  ecto: ["mix.exs", "priv/repo/migrations/20240104000000_add_note.exs"],
  "ef-core": ["src/Shop/Shop.csproj", "src/Shop/Migrations/20240104000000_Note.cs"],
  "mikro-orm": ["mikro-orm.config.ts", "src/migrations/Migration20240104000000.ts"],
  sequelize: [".sequelizerc", "migrations/20240104000000-note.js"],
  knex: ["knexfile.js", "migrations/20240104000000_note.js"],
  kysely: ["kysely.config.ts", "migrations/1704325812000_note.ts"],
  typeorm: ["src/data-source.ts", "src/migration/1704325812000-Note.ts"],
  "goose-go": ["go.mod", "migrations/00002_note.go"],
};

describe.each(Object.entries(LAID))("%s", (preset, [sign, migration]) => {
  test("is known by its files, whose preset there is", () => {
    expect(presetIds).toContain(preset);
    expect(toolByCommand(["README.md", sign, migration])).toMatchObject({ preset, sign, migrations: [migration] });
    expect(toolByCommand([sign])).toBeNull();
    expect(toolByCommand([migration])).toBeNull();
  });

  test("a change of it is no change of SQL: the one clear line names the setting", async () => {
    using repository = TemporaryRepository.withGit();
    repository.commit({ [sign]: "x", "sql/V1__a.sql": "CREATE TABLE a (id int);", "sql/V2__b.sql": "CREATE TABLE b (id int);" });
    repository.write({ [migration]: "x" });
    const asked = {
      paths: [],
      migrations: undefined,
      format: "auto",
      base: "main",
      schema: [],
      down: undefined,
      placeholders: {},
    };
    const judged = diskRepository(repository.directory).history(asked);
    await expect(judged).rejects.toMatchObject({ hint: expect.stringContaining(`command: { tool: ${preset} }`) });
  });
});

test("Rails with a structure.sql is read as SQL", () => {
  expect(toolByCommand(["Gemfile", "db/migrate/20240104000000_add_note.rb", "db/structure.sql"])).toBeNull();
});
