import { describe, expect, test } from "vitest";
import { commandPlan } from "../../src/commands/command-plan.js";
import { proposalsOf } from "../../src/commands/proposals.js";
import { understand } from "../../src/commands/understand.js";
import type { RecordedStatement } from "../../src/model/recording.js";
import { splitScript } from "../../src/sql/split-script.js";

/** What a tool says, one line a statement: `connection|state before|sql`, and ` !! message` where it failed. */
function recording(lines: string) {
  const statements = lines
    .trim()
    .split("\n")
    .map((line): RecordedStatement => {
      const [connection = "1", before = "idle", ...rest] = line.trim().split("|");
      const [sql = "", error] = rest.join("|").split(" !! ");
      const state = { i: "idle", t: "transaction", f: "failed" }[before] as RecordedStatement["before"];
      const tag = error === undefined ? (/^rollback/iu.test(sql) ? "ROLLBACK" : "OK") : null;
      return {
        ...{
          connection: Number(connection),
          sql,
          literal: sql,
          protocol: "simple",
          copied: null,
          before: state,
          tag,
          durationMs: 1,
        },
        error: error === undefined ? null : { sqlstate: "42000", message: error },
      };
    });
  return { statements, unseen: [] };
}

function read(lines: string, tool: string | undefined, failed = false, way: "up" | "down" = "up") {
  const { bookkeepings } = commandPlan({ tool, up: "up", backfill: [], env: {} }, undefined);
  return understand(recording(lines), { bookkeepings, way, failed });
}

/** Ids with the statements that would be run for them. */
function played(lines: string, tool: string | undefined, failed = false) {
  return proposalsOf(read(lines, tool, failed).segments, [], "command").map(({ id, up }) => [
    id,
    up.transaction,
    splitScript(id, up).statements.map(({ text }) => text),
  ]);
}

describe("what is judged of a recording", () => {
  test("reads, the tool's own tables and what drivers say are left out", () => {
    const lines = `
      1|i|SET client_min_messages TO warning
      1|i|SELECT version()
      1|i|SELECT n.nspname FROM pg_catalog.pg_namespace n
      1|i|CREATE TABLE IF NOT EXISTS "schema_migrations" ("version" varchar PRIMARY KEY)
      1|i|SELECT pg_try_advisory_lock(1)
      1|i|CREATE TABLE a (id int)
      1|i|INSERT INTO "schema_migrations" ("version") VALUES ('20240101') RETURNING "version"`;
    expect(played(lines, "rails")).toEqual([["20240101", "statement", ["CREATE TABLE a (id int)"]]]);
  });

  test("a SELECT that may change something is judged", () => {
    const lines = `
      1|i|SELECT setval('a_id_seq', 100)
      1|i|SELECT audit.enable('a')
      1|i|SELECT id FROM a FOR UPDATE
      1|i|SELECT count(*) FROM a`;
    const texts = played(lines, undefined)[0]?.[2];
    expect(texts).toEqual(["SELECT setval('a_id_seq', 100)", "SELECT audit.enable('a')", "SELECT id FROM a FOR UPDATE"]);
  });

  test("a timeout stays with the statements that follow it", () => {
    const lines = `
      1|i|BEGIN
      1|t|SET LOCAL lock_timeout = '2s'
      1|t|ALTER TABLE a ADD COLUMN b int
      1|t|UPDATE alembic_version SET version_num='bb' WHERE alembic_version.version_num = 'aa'
      1|t|COMMIT`;
    expect(played(lines, "alembic")).toEqual([
      ["bb", "statement", ["BEGIN", "SET LOCAL lock_timeout = '2s'", "ALTER TABLE a ADD COLUMN b int", "COMMIT"]],
    ]);
  });

  test("several migrations in one transaction are told apart and stay in one", () => {
    const lines = `
      1|i|BEGIN
      1|t|CREATE TABLE a (id int)
      1|t|INSERT INTO alembic_version (version_num) VALUES ('aa')
      1|t|CREATE TABLE b (id int)
      1|t|UPDATE alembic_version SET version_num='bb' WHERE alembic_version.version_num = 'aa'
      1|t|COMMIT`;
    expect(played(lines, "alembic")).toEqual([
      ["aa", "all", ["CREATE TABLE a (id int)"]],
      ["bb", "all", ["CREATE TABLE b (id int)"]],
    ]);
  });

  test("migrations that share one of several transactions are judged as one", () => {
    const lines = `
      1|i|BEGIN
      1|t|CREATE TABLE a (id int)
      1|t|INSERT INTO schema_migrations (version) VALUES ('1')
      1|t|CREATE TABLE b (id int)
      1|t|INSERT INTO schema_migrations (version) VALUES ('2')
      1|t|COMMIT
      1|i|CREATE INDEX CONCURRENTLY b_id ON b (id)
      1|i|INSERT INTO schema_migrations (version) VALUES ('3')`;
    expect(played(lines, "rails").map(([id]) => id)).toEqual(["1 + 2", "3"]);
  });

  test("Prisma names a migration before it runs it", () => {
    const lines = `
      1|i|INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'y', '1_a')
      1|i|CREATE TABLE a (id int)
      1|i|UPDATE _prisma_migrations SET finished_at = now() WHERE id = 'x'
      1|i|INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'y', '2_b')
      1|i|CREATE TABLE b (id int)`;
    expect(played(lines, "prisma").map(([id, , texts]) => [id, texts])).toEqual([
      ["1_a", ["CREATE TABLE a (id int)"]],
      ["2_b", ["CREATE TABLE b (id int)"]],
    ]);
  });

  test("what was rolled back while the tool went on never happened", () => {
    const lines = `
      1|i|SELECT 1 FROM settings !! relation does not exist
      1|i|BEGIN
      1|t|CREATE TABLE a (id int)
      1|t|ROLLBACK
      1|i|CREATE TABLE b (id int)`;
    expect(played(lines, undefined)).toEqual([["command", "statement", ["CREATE TABLE b (id int)"]]]);
  });

  test("a statement that ended the command is kept, with the transaction that it ended", () => {
    const lines = `
      1|i|BEGIN
      1|t|CREATE TABLE a (id int)
      1|t|CREATE TABLE a (id int) !! relation "a" already exists
      1|f|ROLLBACK`;
    expect(read(lines, undefined, true).failure?.message).toBe('relation "a" already exists');
    expect(played(lines, undefined, true)).toEqual([
      ["command", "statement", ["BEGIN", "CREATE TABLE a (id int)", "CREATE TABLE a (id int)"]],
    ]);
  });

  test("connections that take turns are put in the order in which they ended", () => {
    const lines = `
      1|i|UPDATE "knex_migrations_lock" SET "is_locked" = 1
      2|i|BEGIN
      2|t|CREATE TABLE a (id int)
      1|i|SELECT name FROM knex_migrations
      2|t|INSERT INTO knex_migrations (name, batch) VALUES ('1_a.js', 1)
      2|t|COMMIT`;
    expect(read(lines, "knex").unseen).toEqual([]);
    expect(played(lines, "knex").map(([id]) => id)).toEqual(["1_a"]);
  });

  test("connections that change things at the same time are told as not seen", () => {
    const lines = `
      1|i|BEGIN
      1|t|UPDATE a SET n = 1
      2|i|UPDATE b SET n = 1
      1|t|COMMIT`;
    expect(read(lines, undefined).unseen).toHaveLength(1);
  });

  test("parameters that could not be read are told as not seen", () => {
    const [statement] = recording("1|i|UPDATE a SET n = $1").statements;
    const { bookkeepings } = commandPlan({ up: "up", backfill: [], env: {} }, undefined);
    const unread = { statements: statement === undefined ? [] : [{ ...statement, literal: null }], unseen: [] };
    expect(understand(unread, { bookkeepings, way: "up", failed: false }).unseen).toEqual([
      expect.stringMatching(/UPDATE a SET n/u),
    ]);
  });

  test("rows of COPY travel with their statement", () => {
    const [statement] = recording("1|i|COPY a FROM STDIN").statements;
    const { bookkeepings } = commandPlan({ up: "up", backfill: [], env: {} }, undefined);
    const copied = { statements: statement === undefined ? [] : [{ ...statement, copied: "1\n2;--\n" }], unseen: [] };
    const [proposal] = proposalsOf(understand(copied, { bookkeepings, way: "up", failed: false }).segments, [], "command");
    expect(
      proposal === undefined ? [] : splitScript("a", proposal.up).statements.map(({ text, copyData }) => [text, copyData]),
    ).toEqual([["COPY a FROM STDIN", "1\n2;--\n"]]);
  });

  test("a migration's own write to a table that the tool keeps up is a change; the tool's is not", () => {
    const lines = `
      1|i|BEGIN
      1|t|INSERT INTO "auth_permission" ("name") VALUES ('ours')
      1|t|INSERT INTO "django_migrations" ("app", "name") VALUES ('notes', '0002_rights')
      1|t|COMMIT
      1|i|INSERT INTO "auth_permission" ("name") VALUES ('the tool''s')`;
    expect(played(lines, "django").map(([id, , texts]) => [id, texts])).toEqual([
      ["notes.0002_rights", ["BEGIN", `INSERT INTO "auth_permission" ("name") VALUES ('ours')`, "COMMIT"]],
    ]);
  });
});

describe("the session that a statement ran in", () => {
  const connected = (number: number, settings: Readonly<Record<string, string>>) => ({ number, database: "d", settings });
  const playedWith = (lines: string, ...connections: readonly ReturnType<typeof connected>[]) => {
    const { bookkeepings } = commandPlan({ tool: "flyway", up: "up", backfill: [], env: {} }, undefined);
    const understood = understand(
      { ...recording(lines), connections },
      { bookkeepings, way: "up", failed: false, timeZone: "UTC" },
    );
    return proposalsOf(understood.segments, [], "command").flatMap(({ id, up }) =>
      splitScript(id, up).statements.map(({ text }) => text),
    );
  };

  test("what the client asked for when it connected stands before its first change", () => {
    const settings = {
      user: "app",
      TimeZone: "Europe/Berlin",
      options: "-c search_path=a,b -clock_timeout=5s --my.note=it\\ is",
    };
    expect(playedWith("1|i|CREATE TABLE t (at timestamptz)", connected(1, settings))).toEqual([
      "SELECT set_config('timezone', 'Europe/Berlin', false)",
      "SET search_path TO a,b",
      "SELECT set_config('lock_timeout', '5s', false)",
      "SELECT set_config('my.note', 'it is', false)",
      "CREATE TABLE t (at timestamptz)",
    ]);
  });

  test("what every session has anyway is not said again", () => {
    const settings = { user: "app", TimeZone: "GMT", DateStyle: "ISO", client_encoding: "UTF8", extra_float_digits: "2" };
    const lines = `
      1|i|SET ROLE 'app'
      1|i|SET TIME ZONE 'UTC'
      1|i|SELECT set_config('TimeZone', 'Etc/UTC', false)
      1|i|SET search_path TO "$user", public
      1|i|RESET ALL
      1|i|CREATE TABLE t (id int)`;
    expect(playedWith(lines, connected(1, settings))).toEqual(["CREATE TABLE t (id int)"]);
  });

  test("a setting of one connection does not reach the statements of another", () => {
    const lines = `
      1|i|SET lock_timeout = '1s'
      1|i|CREATE TABLE a (id int)
      2|i|SET ROLE owner
      2|i|CREATE TABLE b (id int)
      1|i|CREATE TABLE c (id int)
      1|i|SET lock_timeout = DEFAULT
      1|i|CREATE TABLE d (id int)`;
    expect(playedWith(lines, connected(1, { user: "app" }), connected(2, { user: "app" }))).toEqual([
      "SET lock_timeout = '1s'",
      "CREATE TABLE a (id int)",
      "RESET lock_timeout",
      "SET ROLE owner",
      "CREATE TABLE b (id int)",
      "RESET role",
      "SET lock_timeout = '1s'",
      "CREATE TABLE c (id int)",
      "RESET lock_timeout",
      "CREATE TABLE d (id int)",
    ]);
  });

  test("within a transaction a setting stays where it was said, and one that is said again is left out", () => {
    const lines = `
      1|i|BEGIN
      1|t|SET search_path TO a
      1|t|CREATE TABLE one (id int)
      1|t|SET LOCAL lock_timeout = '1s'
      1|t|SET search_path TO a
      1|t|ALTER TABLE one ADD x int
      1|t|COMMIT
      1|i|SET search_path TO a
      1|i|CREATE TABLE two (id int)`;
    expect(playedWith(lines, connected(1, { user: "app" }))).toEqual([
      "BEGIN",
      "SET search_path TO a",
      "CREATE TABLE one (id int)",
      "SET LOCAL lock_timeout = '1s'",
      "ALTER TABLE one ADD x int",
      "COMMIT",
      "CREATE TABLE two (id int)",
    ]);
  });

  test("a time zone of the migration's own is kept: values are read in it", () => {
    const lines = `
      1|i|SET TIME ZONE 'Asia/Tokyo'
      1|i|INSERT INTO t VALUES ('2024-01-01 00:00')`;
    expect(playedWith(lines, connected(1, { user: "app" }))).toEqual([
      "SET TIME ZONE 'Asia/Tokyo'",
      "INSERT INTO t VALUES ('2024-01-01 00:00')",
    ]);
  });
});

describe("what is not known as text", () => {
  const { bookkeepings } = commandPlan({ tool: "knex", up: "up", backfill: [], env: {} }, undefined);
  const lines = `
    1|i|CREATE TABLE a (b bytea)
    1|i|INSERT INTO a VALUES ($1)
    1|i|COPY a FROM STDIN (FORMAT binary)`;
  const [first, second, third] = recording(lines).statements;
  const statements = [first, second === undefined ? second : { ...second, literal: null }, third].flatMap((one) => one ?? []);

  test("is told, and not played again as if it were", () => {
    const { segments, unseen } = understand(
      { statements, unseen: ["a binary COPY"] },
      { bookkeepings, way: "up", failed: false },
    );
    const [proposal] = proposalsOf(segments, [], "command");
    expect(proposal?.up.text.trim()).toBe("CREATE TABLE a (b bytea)\n;");
    expect(unseen).toEqual(["a binary COPY", "the parameters of «INSERT INTO a VALUES ($1)» could not be read"]);
  });
});
