import type { RelationName } from "../model/relation-name.js";
import { polymorphicPair } from "./polymorphic-pair.js";
import { defineRule, type Moment, type Prediction } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const polymorphicForeignKey = defineRule({
  id: "polymorphic-foreign-key",
  hazard: "polymorphic-fk",
  severity: "error",
  title: "A foreign key on one half of a polymorphic pair",
  effect:
    "An id whose companion column says which table it belongs to cannot reference one of those tables: every row of another kind violates the key. It fails on the rows that are there, or on the next insert of another kind.",
  remedy: "One nullable foreign key column for each parent with a CHECK that exactly one is set; or a common parent table that all kinds share; or no key and a trigger that checks by kind.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
  priorArt: {},
  on: ["add-constraint", "add-column", "create-table"],

  *predict(operation, moment) {
    switch (operation.kind) {
      case "add-constraint":
        if (operation.constraint.references !== null) yield* judge(operation.table, operation.constraint.columns, operation.constraint.references.table, operation.constraint.name, moment);
        return;
      case "add-column":
        for (const constraint of operation.column.constraints) {
          if (constraint.references !== null) yield* judge(operation.table, [operation.column.name], constraint.references.table, constraint.name, moment);
        }
        return;
      case "create-table": {
        const inline = operation.columns.flatMap((column) => column.constraints.map((constraint) => ({ ...constraint, columns: [column.name] })));
        for (const constraint of [...inline, ...operation.constraints]) {
          if (constraint.references !== null) yield* judge(operation.table, constraint.columns, constraint.references.table, constraint.name, moment, operation);
        }
      }
    }
  },

  examples: {
    before: `CREATE TABLE materials (id uuid PRIMARY KEY); CREATE TABLE notes (id uuid PRIMARY KEY); CREATE TABLE users (id bigint PRIMARY KEY, kind text);
CREATE TYPE content_type AS ENUM ('material', 'ai_response', 'note');
CREATE TABLE provenance (id bigint PRIMARY KEY, content_id uuid NOT NULL, content_type content_type NOT NULL, acquired_by bigint);
CREATE TABLE posts (id bigint PRIMARY KEY); CREATE TABLE photos (id bigint PRIMARY KEY);
CREATE TABLE comments (id bigint PRIMARY KEY, commentable_id bigint, commentable_type text CHECK (commentable_type IN ('Post', 'Photo')));
CREATE TABLE logins (id bigint PRIMARY KEY, user_id bigint, user_type text CHECK (user_type IN ('admin', 'member')));
CREATE TABLE products (id bigint PRIMARY KEY); CREATE TABLE stock (id bigint PRIMARY KEY, product_id bigint, product_type text);
INSERT INTO materials SELECT gen_random_uuid() FROM generate_series(1, 100);`,
    bad: [
      "ALTER TABLE provenance ADD CONSTRAINT provenance_content_fk FOREIGN KEY (content_id) REFERENCES materials (id)",
      "ALTER TABLE provenance ADD FOREIGN KEY (content_id) REFERENCES materials (id) NOT VALID",
      "ALTER TABLE comments ADD CONSTRAINT comments_post_fk FOREIGN KEY (commentable_id) REFERENCES posts (id)",
      "CREATE TABLE tags (id bigint PRIMARY KEY, taggable_type text NOT NULL CHECK (taggable_type IN ('Post', 'Photo')), taggable_id bigint REFERENCES posts (id))",
      "CREATE TABLE attachments (id bigint, target_type text NOT NULL, target_id bigint NOT NULL, FOREIGN KEY (target_id) REFERENCES posts (id), CHECK (target_type IN ('posts', 'photos')))",
      "CREATE TYPE subject_kind AS ENUM ('post', 'photo'); CREATE TABLE events (id bigint, subject_kind subject_kind, subject_id bigint); ALTER TABLE events ADD FOREIGN KEY (subject_id) REFERENCES photos (id)",
    ],
    good: [
      "ALTER TABLE provenance ADD CONSTRAINT provenance_user_fk FOREIGN KEY (acquired_by) REFERENCES users (id)",
      "ALTER TABLE logins ADD CONSTRAINT logins_user_fk FOREIGN KEY (user_id) REFERENCES users (id)",
      "ALTER TABLE stock ADD CONSTRAINT stock_product_fk FOREIGN KEY (product_id) REFERENCES products (id)",
      "CREATE TABLE tags (id bigint PRIMARY KEY, post_id bigint REFERENCES posts (id), photo_id bigint REFERENCES photos (id), CHECK (num_nonnulls(post_id, photo_id) = 1))",
      "CREATE TABLE albums (id bigint, photo_id bigint REFERENCES photos (id), type text CHECK (type IN ('public', 'private')))",
      "CREATE TABLE invoices (id bigint, post_id bigint REFERENCES posts (id), post_type text CHECK (post_type IN ('draft', 'final')))",
      "CREATE TABLE likes (id bigint, likeable_type text CHECK (likeable_type IN ('Post', 'Photo')), likeable_id bigint)",
      "CREATE TABLE owners (id bigint, owner_id bigint REFERENCES users (id), status text)",
    ],
  },
});

function* judge(
  table: RelationName,
  columns: readonly string[],
  parent: RelationName,
  constraint: string | null,
  moment: Moment,
  creating?: Parameters<typeof polymorphicPair>[0]["creating"],
): Iterable<Prediction> {
  for (const column of columns) {
    const pair = polymorphicPair({ table, column, parent, moment, creating });
    if (pair === null) continue;
    const text = sqlText.name(table);
    const others = pair.otherKinds.length === 0 ? "other kinds" : pair.otherKinds.map((kind) => `«${kind}»`).join(", ");
    const name = constraint === null ? "The foreign key" : `The foreign key ${constraint}`;
    yield {
      table,
      message: `${name} ties ${text}.${column} to ${sqlText.name(parent)} alone, but ${pair.typeColumn} says which table each row means: a row of ${others} has an id that is not in ${sqlText.name(parent)}, so the key refuses it. Signs: ${pair.signs.join("; ")}.`,
      fix: { sql: fixFor(text, column, pair.typeColumn, parent, pair.parents), edits: [], verified: false },
      witnesses: [],
    };
  }
}

function fixFor(table: string, column: string, typeColumn: string, parent: RelationName, parents: readonly string[]): string {
  const all = [...new Set([parent.name, ...parents])];
  const keys = all.map((name) => `${singular(name)}_id`);
  return `-- one nullable key for each parent; exactly one is set
ALTER TABLE ${table}
${all.map((name, index) => `  ADD COLUMN ${sqlText.identifier(keys[index] ?? "")} /* type of ${name}.id */ uuid REFERENCES ${sqlText.identifier(name)} (id)`).join(",\n")};
-- backfill each from ${column} by ${typeColumn}, in batches, then
ALTER TABLE ${table} ADD CONSTRAINT one_parent CHECK (num_nonnulls(${keys.map((key) => sqlText.identifier(key)).join(", ")}) = 1) NOT VALID;
ALTER TABLE ${table} VALIDATE CONSTRAINT one_parent;`;
}

function singular(name: string): string {
  return name.replace(/ies$/u, "y").replace(/(?<!s)s$/u, "");
}
