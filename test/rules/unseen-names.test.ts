import { describe, expect, test } from "vitest";
import { dropRefused } from "../../src/rules/drop-refused.js";
import { lockThenWork } from "../../src/rules/lock-then-work.js";
import { objectAlreadyExists } from "../../src/rules/object-already-exists.js";
import { objectDoesNotExist } from "../../src/rules/object-does-not-exist.js";
import { uniqueOverEqualValues } from "../../src/rules/unique-over-equal-values.js";
import { lintSql } from "./lint-sql.js";

const WORLD =
  "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE teams (id bigint PRIMARY KEY, name text); CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;";

async function missing(before: string, up: string): Promise<readonly string[]> {
  return (await lintSql(before, up, [objectDoesNotExist])).map(({ message }) => message);
}

describe("names that settled SQL put together", () => {
  const block = (sql: string) =>
    `${WORLD} DO $$ DECLARE t text; BEGIN FOR t IN SELECT relname FROM pg_class WHERE relname ~ 's$' LOOP EXECUTE format('${sql}', t); END LOOP; END $$;`;

  test("may be there: nobody says that they are not", async () => {
    const triggers = block("CREATE TRIGGER seen BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION note()");
    expect(await missing(triggers, "DROP TRIGGER seen ON users")).toEqual([]);
    const indexes = block("CREATE INDEX %1$I_of_late ON %1$I (id)");
    expect(await missing(indexes, "ALTER INDEX users_of_late RENAME TO late")).toEqual([]);
    expect(await missing(indexes, "DROP INDEX users_of_late")).toEqual([]);
  });

  test("are of their kind only", async () => {
    const indexes = block("CREATE INDEX %1$I_of_late ON %1$I (id)");
    expect(await missing(indexes, "DROP TRIGGER seen ON users")).toHaveLength(1);
    expect(await missing(indexes, "ALTER TABLE users DROP COLUMN name")).toHaveLength(1);
    expect(await missing(WORLD, "DROP TRIGGER seen ON users")).toHaveLength(1);
  });
});

describe("a history that began elsewhere", () => {
  test("says so by needing a table that it never made: then a name that it lacks may be there", async () => {
    expect(await missing("CREATE INDEX by_day ON visits (day);", "ALTER TABLE rooms ADD COLUMN day date")).toEqual([]);
    expect(await missing("ALTER TABLE visits ADD COLUMN day date;", "DROP TABLE rooms")).toEqual([]);
  });

  test("is whole where the table is optional, or belongs to a tool or another schema", async () => {
    for (const settled of [
      "ALTER TABLE IF EXISTS visits ADD COLUMN day date;",
      "ALTER TABLE schema_migrations ADD COLUMN day date;",
      "ALTER TABLE auth.users ADD COLUMN day date;",
    ])
      expect(await missing(`${WORLD} ${settled}`, "ALTER TABLE rooms ADD COLUMN day date")).toHaveLength(1);
  });
});

describe("DROP INDEX … CASCADE", () => {
  const keyed = `${WORLD} CREATE UNIQUE INDEX by_name ON teams (name); ALTER TABLE users ADD COLUMN team text, ADD CONSTRAINT of_team FOREIGN KEY (team) REFERENCES teams (name);`;
  const again = "ALTER TABLE users ADD CONSTRAINT of_team FOREIGN KEY (team) REFERENCES teams (name) NOT VALID";
  const there = async (before: string) => (await lintSql(before, again, [objectAlreadyExists])).length;

  test("takes the foreign keys along that rest on the index", async () => {
    expect(await there(keyed)).toBe(1);
    expect(await there(`${keyed} DROP INDEX by_name CASCADE; CREATE UNIQUE INDEX by_name ON teams (name);`)).toBe(0);
    expect(await there(`${keyed} CREATE INDEX other ON teams (name); DROP INDEX other CASCADE;`)).toBe(1);
  });
});

describe("another key", () => {
  test("lets a key go that a foreign key would need without it", async () => {
    const lists = `CREATE TABLE lists (id bigint NOT NULL, code text); CREATE TABLE entries (list bigint); ALTER TABLE lists ADD PRIMARY KEY (id); ALTER TABLE entries ADD CONSTRAINT of_list FOREIGN KEY (list) REFERENCES lists (id);`;
    const refused = async (index: string) =>
      (await lintSql(`${lists} ${index};`, "ALTER TABLE lists DROP CONSTRAINT lists_pkey", [dropRefused])).length;
    expect(await refused("CREATE UNIQUE INDEX by_id ON lists (id)")).toBe(0);
    expect(await refused("CREATE UNIQUE INDEX by_id ON lists (id) WHERE id > 0")).toBe(1);
    expect(await refused("CREATE UNIQUE INDEX by_id ON lists (id, code)")).toBe(1);
  });

  test("that the change replaces kept the rows apart so far", async () => {
    const tags = "CREATE TABLE tags (id bigint PRIMARY KEY, name text NOT NULL DEFAULT '' UNIQUE);";
    const found = async (up: string) => (await lintSql(tags, up, [uniqueOverEqualValues])).length;
    const index = "CREATE UNIQUE INDEX by_name ON tags (name text_pattern_ops)";
    expect(await found(`ALTER TABLE tags DROP CONSTRAINT tags_name_key; ${index}`)).toBe(0);
    const shorter = "ALTER TABLE tags ALTER COLUMN name TYPE varchar(3) USING left(name, 3)";
    expect(await found(`ALTER TABLE tags DROP CONSTRAINT tags_name_key; ${shorter}; ${index}`)).toBe(1);
  });
});

test("a lock follows its table through a rename", async () => {
  const found = await lintSql(WORLD, "ALTER TABLE teams RENAME TO groups; CREATE INDEX by_name ON groups (name)", [lockThenWork]);
  expect(found).toHaveLength(1);
});
