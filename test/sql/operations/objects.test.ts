import { describe, expect } from "vitest";
import { check, name } from "./check.js";

describe("indexes", () => {
  check([
    [
      "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY s.t USING GIN (a, lower(b), c DESC) INCLUDE (d) NULLS NOT DISTINCT WHERE deleted_at IS NULL AND x = 'y'",
      {
        kind: "create-index",
        index: "i",
        table: name("s.t"),
        concurrently: true,
        unique: true,
        ifNotExists: true,
        only: true,
        method: "gin",
        columns: ["a", null, "c"],
        include: ["d"],
        nullsNotDistinct: true,
        where: { text: "deleted_at IS NULL AND x = 'y'", columns: ["deleted_at", "x"], literals: ["y"] },
      },
    ],
    [
      "CREATE INDEX ON t (a)",
      {
        kind: "create-index",
        index: null,
        concurrently: false,
        unique: false,
        only: false,
        method: "btree",
        columns: ["a"],
        where: null,
      },
    ],
    [
      "DROP INDEX CONCURRENTLY IF EXISTS s.i, j CASCADE",
      { kind: "drop-index", indexes: [name("s.i"), name("j")], concurrently: true, ifExists: true, cascade: true },
    ],
    ["REINDEX INDEX CONCURRENTLY s.i", { kind: "reindex", target: "index", name: name("s.i"), concurrently: true }],
    ["REINDEX (CONCURRENTLY false, VERBOSE) TABLE t", { kind: "reindex", target: "table", name: name("t"), concurrently: false }],
    ["REINDEX SCHEMA s", { kind: "reindex", target: "schema", name: name("s"), concurrently: false }],
    ["REINDEX DATABASE d", { kind: "reindex", target: "database", name: name("d") }],
  ]);
});

describe("types, domains, sequences", () => {
  check([
    ["CREATE TYPE s.mood AS ENUM ('sad', 'ok')", { kind: "create-enum", type: name("s.mood"), labels: ["sad", "ok"] }],
    ["CREATE TYPE c AS (a int, b text)", { kind: "create-type", type: name("c"), variety: "composite" }],
    ["CREATE TYPE r AS RANGE (subtype = float8)", { kind: "create-type", type: name("r"), variety: "range" }],
    ["CREATE TYPE b", { kind: "create-type", type: name("b"), variety: "shell" }],
    ["CREATE TYPE b (INPUT = i, OUTPUT = o)", { kind: "create-type", variety: "base" }],
    [
      "CREATE DOMAIN d AS varchar(5) DEFAULT 'x' NOT NULL CHECK (VALUE <> '') CONSTRAINT k CHECK (length(VALUE) > 1)",
      {
        kind: "create-domain",
        type: name("d"),
        base: { name: "varchar", modifiers: [5] },
        notNull: true,
        default: { text: "'x'" },
        checks: [{ text: "VALUE <> ''" }, { text: "length(VALUE) > 1" }],
      },
    ],
    [
      "ALTER DOMAIN d ADD CONSTRAINT k CHECK (VALUE > 0) NOT VALID",
      { kind: "alter-domain", action: "add-constraint", notValid: true, constraint: "k" },
    ],
    ["ALTER DOMAIN d VALIDATE CONSTRAINT k", { action: "validate-constraint", constraint: "k" }],
    ["ALTER DOMAIN d DROP CONSTRAINT k", { action: "drop-constraint", constraint: "k" }],
    ["ALTER DOMAIN d SET NOT NULL", { action: "set-not-null" }],
    ["ALTER DOMAIN d DROP NOT NULL", { action: "drop-not-null" }],
    ["ALTER DOMAIN d SET DEFAULT 1", { action: "set-default" }],
    ["ALTER DOMAIN d DROP DEFAULT", { action: "drop-default" }],
    [
      "ALTER TYPE s.mood ADD VALUE IF NOT EXISTS 'fine' BEFORE 'ok'",
      { kind: "add-enum-value", type: name("s.mood"), value: "fine", ifNotExists: true, placed: true },
    ],
    ["ALTER TYPE mood ADD VALUE 'fine'", { kind: "add-enum-value", ifNotExists: false, placed: false }],
    ["ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'", { kind: "rename-enum-value", value: "ok", to: "fine" }],
    ["CREATE SEQUENCE IF NOT EXISTS s.q INCREMENT BY -1", { kind: "create-sequence", sequence: name("s.q"), ifNotExists: true }],
    [
      "ALTER SEQUENCE q OWNED BY s.t.c",
      { kind: "alter-sequence", sequence: name("q"), ownedBy: { table: name("s.t"), column: "c" }, restart: false },
    ],
    ["ALTER SEQUENCE q OWNED BY NONE", { kind: "alter-sequence", ownedBy: null }],
    ["ALTER SEQUENCE q RESTART WITH 5", { kind: "alter-sequence", ownedBy: null, restart: true }],
  ]);
});

describe("views, routines, triggers", () => {
  check([
    [
      "CREATE OR REPLACE VIEW v AS WITH x AS (SELECT * FROM a) SELECT * FROM x, s.b WHERE EXISTS (SELECT 1 FROM c)",
      { kind: "create-view", replace: true, reads: expect.arrayContaining([name("a"), name("s.b"), name("c")]) },
    ],
    [
      "CREATE MATERIALIZED VIEW IF NOT EXISTS m AS SELECT * FROM a WITH NO DATA",
      { kind: "create-materialized-view", view: name("m"), ifNotExists: true, withData: false, reads: [name("a")] },
    ],
    ["REFRESH MATERIALIZED VIEW CONCURRENTLY m", { kind: "refresh-materialized-view", concurrently: true, withData: true }],
    [
      "CREATE OR REPLACE FUNCTION s.f() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$ BEGIN RETURN NEW; END $$",
      {
        kind: "create-routine",
        routine: name("s.f"),
        variety: "function",
        replace: true,
        language: "plpgsql",
        returnsTrigger: true,
        volatility: "volatile",
        securityDefiner: true,
        pinsSearchPath: true,
        body: " BEGIN RETURN NEW; END ",
        dynamic: false,
      },
    ],
    [
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
      { language: "sql", volatility: "immutable", body: "SELECT 1", pinsSearchPath: false, returnsTrigger: false },
    ],
    [
      "CREATE FUNCTION f() RETURNS int STABLE BEGIN ATOMIC SELECT 1; END",
      { language: "sql", volatility: "stable", body: "BEGIN ATOMIC SELECT 1; END" },
    ],
    [
      "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DROP TABLE ' || x; END $$",
      { variety: "procedure", dynamic: true },
    ],
    ["CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DROP TABLE x'; END $$", { dynamic: false }],
    [
      "CREATE TRIGGER g BEFORE INSERT OR UPDATE OF a ON s.t FOR EACH ROW EXECUTE FUNCTION s.f()",
      {
        kind: "create-trigger",
        name: "g",
        table: name("s.t"),
        timing: "before",
        level: "row",
        events: ["insert", "update"],
        routine: name("s.f"),
        replace: false,
        constraint: false,
      },
    ],
    [
      "CREATE OR REPLACE TRIGGER g AFTER TRUNCATE OR DELETE ON t EXECUTE PROCEDURE f()",
      { timing: "after", level: "statement", events: ["delete", "truncate"], replace: true },
    ],
    ["CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t DEFERRABLE FOR EACH ROW EXECUTE FUNCTION f()", { constraint: true }],
    ["CREATE TRIGGER g INSTEAD OF UPDATE ON v FOR EACH ROW EXECUTE FUNCTION f()", { timing: "instead" }],
    ["CREATE POLICY p ON s.t USING (true)", { kind: "create-policy", policy: "p", table: name("s.t") }],
    ["CREATE RULE r AS ON INSERT TO t DO INSTEAD NOTHING", { kind: "create-rule", rule: "r", table: name("t") }],
  ]);
});

describe("made, changed, dropped, renamed", () => {
  check([
    ["CREATE SCHEMA IF NOT EXISTS s", { kind: "create-object", object: "schema", name: name("s"), ifNotExists: true }],
    [
      "CREATE SCHEMA s CREATE TABLE t (a int) CREATE VIEW v AS SELECT 1 CREATE INDEX i ON other.t (a)",
      { object: "schema" },
      { kind: "create-table", table: name("s.t") },
      { kind: "create-view", view: name("s.v") },
      { kind: "create-index", table: name("other.t") },
    ],
    [
      'CREATE EXTENSION IF NOT EXISTS "uuid-ossp"',
      { kind: "create-object", object: "extension", name: name("uuid-ossp"), ifNotExists: true },
    ],
    ["CREATE PUBLICATION p FOR ALL TABLES", { kind: "create-object", object: "publication", name: name("p") }],
    ["CREATE SUBSCRIPTION p CONNECTION 'x' PUBLICATION y", { object: "subscription" }],
    ["CREATE ROLE r LOGIN", { object: "role", name: name("r") }],
    ["CREATE DATABASE d", { object: "database" }],
    ["CREATE STATISTICS s.x ON a, b FROM t", { object: "statistics", name: name("s.x") }],
    ["CREATE AGGREGATE s.a (int) (sfunc = f, stype = int)", { object: "aggregate", name: name("s.a") }],
    ["CREATE COLLATION IF NOT EXISTS c (locale = 'de')", { object: "collation", ifNotExists: true }],
    ["CREATE TEXT SEARCH CONFIGURATION c (copy = simple)", { object: "text search" }],
    ["CREATE FOREIGN TABLE s.f (a int) SERVER x", { object: "foreign table", name: name("s.f") }],
    ["CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()", { object: "event trigger" }],
    ["CREATE CAST (a AS b) WITHOUT FUNCTION", { object: "cast" }],
    ["ALTER EXTENSION x UPDATE", { kind: "alter-object", object: "extension", name: name("x") }],
    ["ALTER ROLE r SET statement_timeout = 0", { kind: "alter-object", object: "role", name: name("r") }],
    ["ALTER DATABASE d SET timezone = 'UTC'", { kind: "alter-object", object: "database" }],
    ["ALTER FUNCTION s.f(int) STABLE", { kind: "alter-object", object: "function", name: name("s.f") }],
    ["ALTER POLICY p ON s.t USING (false)", { kind: "alter-object", object: "policy", name: name("s.t") }],
    ["ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r", { kind: "alter-object", object: "other" }],
    [
      "DROP VIEW IF EXISTS v, s.w CASCADE",
      { kind: "drop-object", object: "view", names: [name("v"), name("s.w")], on: null, ifExists: true, cascade: true },
    ],
    ["DROP MATERIALIZED VIEW m", { object: "materialized view" }],
    ["DROP TYPE s.mood", { object: "type", names: [name("s.mood")] }],
    ["DROP DOMAIN d", { object: "domain", names: [name("d")] }],
    ["DROP SCHEMA a, b CASCADE", { object: "schema", names: [name("a"), name("b")], cascade: true }],
    ["DROP FUNCTION s.f(int, text)", { object: "function", names: [name("s.f")] }],
    ["DROP TRIGGER IF EXISTS g ON s.t", { object: "trigger", names: [name("g")], on: name("s.t"), ifExists: true }],
    ["DROP POLICY p ON t", { object: "policy", names: [name("p")], on: name("t") }],
    ["DROP RULE r ON t", { object: "rule", names: [name("r")], on: name("t") }],
    ["DROP EXTENSION x", { object: "extension", names: [name("x")] }],
    ["DROP ROLE IF EXISTS a, b", { object: "role", names: [name("a"), name("b")], ifExists: true }],
    ["DROP DATABASE d", { object: "database", names: [name("d")] }],
    ["DROP OPERATOR CLASS s.o USING btree", { object: "operator class", names: [name("s.o")] }],
    ["ALTER VIEW v RENAME TO w", { kind: "rename-object", object: "view", name: name("v"), to: "w", on: null }],
    ["ALTER SEQUENCE s.q RENAME TO r", { kind: "rename-object", object: "sequence", name: name("s.q"), to: "r" }],
    ["ALTER TYPE s.mood RENAME TO temper", { kind: "rename-object", object: "type", name: name("s.mood"), to: "temper" }],
    ["ALTER SCHEMA a RENAME TO b", { kind: "rename-object", object: "schema", name: name("a"), to: "b", on: null }],
    ["ALTER TRIGGER g ON t RENAME TO h", { kind: "rename-object", object: "trigger", name: name("g"), on: name("t"), to: "h" }],
    ["ALTER FUNCTION f(int) RENAME TO g", { kind: "rename-object", object: "function", name: name("f"), to: "g" }],
    ["ALTER TYPE s.mood SET SCHEMA u", { kind: "set-schema", object: "type", name: name("s.mood"), schema: "u" }],
    ["ALTER FUNCTION f(int) OWNER TO bob", { kind: "change-owner", object: "function", name: name("f"), owner: "bob" }],
    ["ALTER SCHEMA s OWNER TO bob", { kind: "change-owner", object: "schema", name: name("s"), owner: "bob" }],
    ["COMMENT ON TABLE s.t IS 'x'", { kind: "comment", object: "table", name: name("s.t"), empty: false }],
    ["COMMENT ON COLUMN s.t.c IS NULL", { kind: "comment", object: "column", name: name("s.t"), empty: true }],
    ["COMMENT ON CONSTRAINT k ON s.t IS 'x'", { kind: "comment", object: "constraint", name: name("s.t") }],
    ["COMMENT ON CONSTRAINT k ON DOMAIN d IS 'x'", { kind: "comment", object: "constraint", name: name("d") }],
    ["COMMENT ON INDEX s.i IS 'x'", { kind: "comment", object: "index", name: name("s.i") }],
    ["COMMENT ON EXTENSION x IS 'x'", { kind: "comment", object: "extension", name: name("x") }],
    ["COMMENT ON FUNCTION s.f(int) IS 'x'", { kind: "comment", object: "function", name: name("s.f") }],
    [
      "GRANT SELECT, INSERT ON s.t, u TO bob, PUBLIC",
      {
        kind: "grant",
        grant: true,
        object: "table",
        names: [name("s.t"), name("u")],
        allInSchema: false,
        privileges: ["select", "insert"],
        to: ["bob", "public"],
      },
    ],
    [
      "REVOKE ALL ON ALL TABLES IN SCHEMA s FROM bob",
      { grant: false, names: [name("s")], allInSchema: true, privileges: ["all"] },
    ],
    ["GRANT USAGE ON SCHEMA s TO bob", { object: "schema", names: [name("s")] }],
    ["GRANT EXECUTE ON FUNCTION f(int) TO bob", { object: "function", names: [name("f")] }],
    ["GRANT admin TO bob", { object: "role", names: [name("admin")], to: ["bob"] }],
    ["LISTEN x", { kind: "other", tag: "ListenStmt" }],
  ]);
});
