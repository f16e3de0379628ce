// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of the tool itself
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Assessment } from "../../src/model/assessment.js";
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

const seed = { "seed.sql": "INSERT INTO items (name, owner_id) SELECT 'item ' || n, 1 FROM generate_series(1, 300) n;" };
const texts = ({ migrations }: Assessment) => migrations.map(({ up }) => up.statements.map(({ text }) => text));
const blocking = ({ coverage }: Assessment) => coverage.unseen.filter((one) => one.blocking);
/** Flyway puts its default schema in front. */
const PATH = `SELECT set_config('search_path', '"public","$user", public'::varchar, false)`;
const locks = ({ findings }: Assessment) =>
  findings.filter(({ rule }) => rule === "create-index-blocks-writes").map(({ evidence, migration }) => [evidence, migration]);

// Without the last setting Flyway holds a transaction open for its lock, and CREATE INDEX CONCURRENTLY waits for it forever.
// Both need Java; `flyway` and `liquibase` are the scripts of their distributions.
describe.skipIf(!toolInPath("flyway", "--version"))("Flyway", () => {
  const base = {
    ...seed,
    "flyway.conf":
      "flyway.locations=filesystem:sql\nflyway.placeholders.owner=owners\nflyway.postgresql.transactional.lock=false\n",
    "sql/V1__owners.sql": "CREATE TABLE ${owner} (id serial PRIMARY KEY, name text NOT NULL);",
    "sql/V2__items.sql": "CREATE TABLE items (id serial PRIMARY KEY, name text, owner_id int REFERENCES ${owner});",
    "sql/V3__first.sql": "INSERT INTO ${owner} (name) VALUES ('first');",
    "sql/R__names.sql": "CREATE OR REPLACE VIEW names AS SELECT name FROM items;",
  };
  const head = {
    ...base,
    "sql/V4__note.sql": "ALTER TABLE items ADD COLUMN note text;\nCREATE INDEX items_by_name ON items (name);",
    "sql/V5__late.sql": "CREATE INDEX CONCURRENTLY items_by_note ON items (note);",
    "sql/R__names.sql": "CREATE OR REPLACE VIEW names AS SELECT name, note FROM items;",
  };

  test("each migration in the transaction that Flyway gives it", async () => {
    const assessment = await judgeCommands({
      server,
      base,
      head,
      settings: { seed: ["seed.sql"], migrations: "sql", command: { tool: "flyway" } },
    });
    expect(assessment.history.proposed).toEqual(["V4__note", "V5__late", "R__names"]);
    expect(assessment.migrations.map(({ up }) => up.file)).toEqual(["sql/V4__note.sql", "sql/V5__late.sql", "sql/R__names.sql"]);
    expect(assessment.rehearsal?.worldProblems).toEqual([]);
    expect(assessment.rehearsal?.outcome).toBe("completed");
    expect(locks(assessment)).toEqual([["confirmed", "V4__note"]]);
    expect(texts(assessment)).toEqual([
      ["BEGIN", PATH, "ALTER TABLE items ADD COLUMN note text", "CREATE INDEX items_by_name ON items (name)", "COMMIT"],
      ["CREATE INDEX CONCURRENTLY items_by_note ON items (note)"],
      ["BEGIN", "CREATE OR REPLACE VIEW names AS SELECT name, note FROM items", "COMMIT"],
    ]);
    expect(blocking(assessment)).toEqual([]);
  }, 400_000);
});

describe.skipIf(!toolInPath("liquibase", "--version"))("Liquibase", () => {
  const changelog = (...sets: readonly string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
${sets.join("\n")}
</databaseChangeLog>
`;
  const set = (id: string, changes: string) => `<changeSet id="${id}" author="ann">${changes}</changeSet>`;
  const settled = [
    set(
      "owners",
      `<createTable tableName="owners"><column name="id" type="int" autoIncrement="true"><constraints primaryKey="true"/></column><column name="name" type="text"/></createTable>`,
    ),
    set(
      "items",
      `<createTable tableName="items"><column name="id" type="int" autoIncrement="true"><constraints primaryKey="true"/></column><column name="name" type="text"/><column name="owner_id" type="int"><constraints foreignKeyName="owner" references="owners(id)"/></column></createTable>`,
    ),
    set("first", `<insert tableName="owners"><column name="name" value="first"/></insert>`),
  ];
  const base = {
    ...seed,
    "liquibase.properties": "changelogFile=db/changelog.xml\n",
    "db/changelog.xml": changelog(...settled),
  };
  const head = {
    ...base,
    "db/changelog.xml": changelog(
      ...settled,
      set("note", `<addColumn tableName="items"><column name="note" type="text"/></addColumn>`),
      set("index", `<createIndex tableName="items" indexName="items_by_name"><column name="name"/></createIndex>`),
    ),
  };

  test("each change set, and its way back", async () => {
    const assessment = await judgeCommands({
      server,
      base,
      head,
      settings: { seed: ["seed.sql"], migrations: "db", command: { tool: "liquibase" } },
    });
    expect(assessment.history.proposed).toEqual(["note", "index"]);
    expect(assessment.rehearsal?.worldProblems).toEqual([]);
    expect(assessment.rehearsal?.outcome).toBe("completed");
    expect(locks(assessment)).toEqual([["confirmed", "index"]]);
    expect(texts(assessment)).toEqual([
      ['SET SEARCH_PATH TO public, "$user","public"', "BEGIN", "ALTER TABLE public.items ADD note TEXT", "COMMIT"],
      ["BEGIN", "CREATE INDEX items_by_name ON public.items(name)", "COMMIT"],
    ]);
    expect(assessment.rehearsal?.rollback.status).toBe("exact");
    expect(blocking(assessment)).toEqual([]);
  }, 400_000);
});
