import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../src/model/finding.js";
import type { Server } from "../../src/rehearsal/engine.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { polymorphicForeignKey } from "../../src/rules/polymorphic-foreign-key.js";
import { polymorphicPairUnguarded } from "../../src/rules/polymorphic-pair-unguarded.js";
import type { Example, Rule } from "../../src/rules/rule.js";
import { judgeExample } from "./judge-example.js";
import { lintSql } from "./lint-sql.js";

const WORLD = `CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE teams (id bigint PRIMARY KEY); CREATE TABLE posts (id bigint PRIMARY KEY);
CREATE TABLE photos (id bigint PRIMARY KEY); CREATE TABLE blog_entries (id bigint PRIMARY KEY); CREATE TABLE app_books (id bigint PRIMARY KEY); CREATE TABLE app_films (id bigint PRIMARY KEY);
CREATE TABLE customers (id bigint PRIMARY KEY REFERENCES users (id)); CREATE TABLE vendors (id bigint PRIMARY KEY); CREATE TABLE payment_methods (id bigint PRIMARY KEY);
CREATE TABLE contents (id bigint PRIMARY KEY); CREATE TABLE django_content_type (id int PRIMARY KEY);`;

async function severity(sql: string): Promise<string> {
  const found = await lintSql(WORLD, sql, [polymorphicForeignKey]);
  return found.map((finding: Finding) => finding.severity).join() || "silent";
}

describe("how sure the rule is", () => {
  test.each([
    // several tables are meant
    [
      "error",
      "CREATE TABLE t (owner_type text NOT NULL CHECK (owner_type IN ('user', 'team')), owner_id bigint NOT NULL REFERENCES users)",
    ],
    ["error", `CREATE TABLE t ("ownerType" text CHECK ("ownerType" IN ('User', 'Team')), "ownerId" bigint REFERENCES users)`],
    [
      "error",
      "CREATE TABLE t (commentable_type varchar CHECK (commentable_type = ANY (ARRAY['App\\Models\\Post', 'App\\Models\\Photo'])), commentable_id bigint REFERENCES posts)",
    ],
    [
      "error",
      "CREATE TABLE t (payee_type text CHECK (payee_type IN ('vendor', 'employee')), payee_id bigint NOT NULL REFERENCES vendors)",
    ],
    ["error", "CREATE TABLE t (parent_kind text CHECK (parent_kind IN ('t', 'post')), parent_id bigint REFERENCES posts)"],
    ["error", "CREATE TABLE t (item_type text CHECK (item_type IN ('book', 'film')), item_id bigint REFERENCES app_books)"],
    [
      "error",
      "CREATE TABLE t (object_type text CHECK (object_type IN ('entry', 'photo')), object_id bigint REFERENCES blog_entries)",
    ],
    [
      "error",
      "CREATE TABLE t (target_table text CHECK (target_table IN ('posts', 'photos')), target_id bigint REFERENCES photos)",
    ],
    [
      "error",
      "CREATE DOMAIN kind AS text CHECK (VALUE IN ('post', 'photo')); CREATE TABLE t (subject_type kind, subject_id bigint REFERENCES posts)",
    ],
    [
      "error",
      "CREATE TABLE t (id int, account_type text CHECK (account_type IN ('user', 'team')), account_id bigint REFERENCES users)",
    ],
    ["error", "CREATE TABLE t (owner_id bigint REFERENCES users, CONSTRAINT second FOREIGN KEY (owner_id) REFERENCES teams)"],
    // nothing but names, or a kind that may live in the same table
    ["warning", "CREATE TABLE t (likeable_type text, likeable_id bigint REFERENCES posts)"],
    ["warning", "CREATE TABLE t (entity_kind smallint NOT NULL, entity_id bigint NOT NULL REFERENCES posts)"],
    [
      "warning",
      "CREATE TABLE t (content_type_id int REFERENCES django_content_type, object_id bigint REFERENCES posts, object_type_id int)",
    ],
    [
      "warning",
      "CREATE TABLE t (user_id bigint NOT NULL REFERENCES users, user_type text CHECK (user_type IN ('user', 'team')))",
    ],
    // the type describes the row, or somebody else's id
    ["silent", "CREATE TABLE t (user_id bigint REFERENCES users, user_type text CHECK (user_type IN ('customer', 'vendor')))"],
    ["silent", "CREATE TABLE t (user_id bigint REFERENCES users, type text CHECK (type IN ('post', 'photo', 'user')))"],
    [
      "silent",
      "CREATE TABLE t (content_id bigint REFERENCES contents, content_type text CHECK (content_type IN ('post', 'photo')))",
    ],
    [
      "silent",
      "CREATE TABLE t (content_id bigint REFERENCES posts, content_type text CHECK (content_type IN ('text/html', 'text/plain')))",
    ],
    [
      "silent",
      "CREATE TABLE t (payment_method_id bigint REFERENCES payment_methods, payment_method_type text CHECK (payment_method_type IN ('card', 'sepa')))",
    ],
    [
      "silent",
      "CREATE TABLE t (owner_id bigint REFERENCES users, owner_type text CHECK (owner_type IN ('primary', 'secondary')))",
    ],
    ["silent", "CREATE TABLE t (owner_id bigint REFERENCES users, owner text)"],
    ["silent", "CREATE TABLE t (sender_id bigint REFERENCES users, sender_type text CHECK (sender_type IN ('user', 'system')))"],
    [
      "silent",
      "CREATE TABLE t (author_id bigint REFERENCES users, source_type text CHECK (source_type IN ('user', 'post')), source_id bigint)",
    ],
    [
      "silent",
      "CREATE TABLE t (post_id bigint REFERENCES posts, photo_id bigint REFERENCES photos, target_type text CHECK (target_type IN ('post', 'photo')))",
    ],
    ["silent", "CREATE TABLE t (target_id bigint REFERENCES posts, target_type text CHECK (target_type = 'post'))"],
    ["silent", "CREATE TABLE t (resource_id bigint REFERENCES posts, resource_type_at timestamptz, resource_kind boolean)"],
  ])("%s: %s", async (expected, sql) => {
    expect(await severity(sql)).toBe(expected);
  });
});

test("the message tells the other kinds, what becomes of their rows, and by what signs", async () => {
  const [finding] = await lintSql(
    WORLD,
    "CREATE TABLE notes (subject_type text NOT NULL CHECK (subject_type IN ('post', 'photo', 'upload')), subject_id bigint NOT NULL CONSTRAINT notes_fk REFERENCES posts)",
    [polymorphicForeignKey],
  );
  expect(finding?.table).toEqual({ schema: null, name: "notes" });
  expect(finding?.message).toBe(
    "The foreign key notes_fk lets notes.subject_id hold ids of posts only, but subject_type also allows «photo» and «upload»: the subject_id of such a row is not in posts, and the server refuses the row. Signs: subject_type stands beside subject_id; «post» means posts; photos is a table, too; «subject» names a role, not a table.",
  );
});

test("two keys on one id are told as such, once", async () => {
  const found = await lintSql(
    WORLD,
    "CREATE TABLE t (owner_id bigint REFERENCES users, FOREIGN KEY (owner_id) REFERENCES teams)",
    [polymorphicForeignKey],
  );
  expect(found.map(({ message }) => message)).toEqual([
    "t.owner_id then references both users and teams: each id must exist in both, and the server refuses the rest.",
  ]);
});

test("a pair without a key is told of, unless a key comes later in the change", async () => {
  const pair = "CREATE TABLE t (owner_type text NOT NULL CHECK (owner_type IN ('user', 'team')), owner_id bigint NOT NULL)";
  expect(await lintSql(WORLD, pair, [polymorphicPairUnguarded])).toMatchObject([
    { severity: "info", message: expect.stringContaining("nothing guards it") },
  ]);
  expect(
    await lintSql(WORLD, `${pair}; ALTER TABLE t ADD FOREIGN KEY (owner_id) REFERENCES users`, [polymorphicPairUnguarded]),
  ).toEqual([]);
});

describe("the SQL to paste", () => {
  let server: Server;
  beforeAll(async () => {
    ({ server } = await startEngine({
      choice: "auto",
      major: null,
      databaseUrl: null,
      signal: new AbortController().signal,
      log: () => undefined,
    }));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const rule = polymorphicForeignKey as Rule;
  test.each(rule.examples.bad.map((example) => [upOf(example)] as const))(
    "runs after %s, and the rule has nothing against it",
    async (up) => {
      const before = `${rule.examples.before}; ${up};`;
      const found = await lintSql(rule.examples.before, up, [rule]);
      const fix = found[0]?.fix?.sql ?? "SELECT 1";
      const { findings, rehearsal } = await judgeExample({ ...rule, examples: { ...rule.examples, before } }, fix, server);
      expect(rehearsal?.outcomeReason ?? "ran").toBe("ran");
      expect(findings.filter((finding) => finding.rule === rule.id)).toEqual([]);
    },
  );
});

function upOf(example: Example): string {
  if (typeof example === "string") return example;
  return "up" in example ? example.up : "";
}
