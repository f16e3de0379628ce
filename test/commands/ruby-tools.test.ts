import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { judgeCommands } from "./judge-commands.js";
import { toolInPath } from "./tool-in-path.js";

let server: Server;
beforeAll(async () => {
  const signal = new AbortController().signal;
  ({ server } = await startEngine({ choice: "local", major: null, databaseUrl: null, signal, log: () => undefined }));
});
afterAll(() => server[Symbol.asyncDispose]());

const hasRails = toolInPath("ruby", "-e", 'require "rails"; require "active_record/railtie"; require "pg"');

describe.skipIf(!hasRails)("Rails", () => {
  const migration = (name: string, body: string) => `class ${name} < ActiveRecord::Migration[6.1]\n  ${body}\nend\n`;
  const base = {
    "seed.sql": "INSERT INTO items (name, owner_id) SELECT 'item ' || n, 1 FROM generate_series(1, 300) n;",
    Rakefile: 'require_relative "config/application"\nRails.application.load_tasks\n',
    "config/rails.rb": 'APP_PATH = File.expand_path("application", __dir__)\nrequire "rails/commands"\n',
    "config/application.rb": `require "logger"
require "rails"
require "active_record/railtie"
class App < Rails::Application
  config.eager_load = false
end
`,
    "config/environment.rb": 'require_relative "application"\nRails.application.initialize!\n',
    "config/database.yml": "development:\n  adapter: postgresql\n  database: unused\n",
    "db/migrate/20240101000000_create_owners.rb": migration(
      "CreateOwners",
      "def change\n    create_table(:owners) { |t| t.text :name }\n  end",
    ),
    "db/migrate/20240102000000_create_items.rb": migration(
      "CreateItems",
      "def change\n    create_table(:items) { |t| t.text :name; t.references :owner, foreign_key: true }\n  end",
    ),
    "db/migrate/20240103000000_first_owner.rb": migration(
      "FirstOwner",
      `class Owner < ActiveRecord::Base; end
  def up
    Owner.create!(name: "first")
  end`,
    ),
  };
  const head = {
    ...base,
    "db/migrate/20240104000000_add_note.rb": migration(
      "AddNote",
      `def change
    add_column :items, :note, :text
    add_index :items, :name, name: "items_by_name"
  end`,
    ),
    "db/migrate/20240105000000_index_note.rb": migration(
      "IndexNote",
      `disable_ddl_transaction!
  def change
    add_index :items, :note, name: "items_by_note", algorithm: :concurrently
  end`,
    ),
  };

  test("each migration, in its transaction or without one, and its way back", async () => {
    const assessment = await judgeCommands({
      server,
      base,
      head,
      settings: {
        seed: ["seed.sql"],
        migrations: "db/migrate",
        command: {
          tool: "rails",
          up: "ruby config/rails.rb db:migrate",
          down: "ruby config/rails.rb db:migrate:down VERSION={name}",
        },
      },
    });
    expect(assessment.history.proposed).toEqual(["20240104000000", "20240105000000"]);
    expect(assessment.migrations.map(({ up }) => up.file)).toEqual([
      "db/migrate/20240104000000_add_note.rb",
      "db/migrate/20240105000000_index_note.rb",
    ]);
    expect(assessment.migrations.map(({ up }) => up.statements.map(({ text }) => text))).toEqual([
      ["BEGIN", 'ALTER TABLE "items" ADD "note" text', 'CREATE INDEX "items_by_name" ON "items" ("name")', "COMMIT"],
      ['CREATE INDEX CONCURRENTLY "items_by_note" ON "items" ("note")'],
    ]);
    expect(assessment.rehearsal?.worldProblems).toEqual([]);
    const blocks = assessment.findings.filter(({ rule }) => rule === "create-index-blocks-writes");
    expect(blocks.map(({ evidence, place }) => [evidence, place.line])).toEqual([["confirmed", 4]]);
    expect(assessment.rehearsal?.rollback.status).toBe("exact");
    expect(assessment.coverage.unseen.filter(({ blocking }) => blocking)).toEqual([]);
  }, 400_000);
});
