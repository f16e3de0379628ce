import { nameOfKey } from "./effects-words.js";
import { type AddedKey, keysOf } from "./polymorphic/keys-of.js";
import { type Pair, pairOf } from "./polymorphic/pair.js";
import { remodel } from "./polymorphic/remodel.js";
import { twinOf } from "./polymorphic/twin-of.js";
import { listed } from "./polymorphic/weigh.js";
import { defineRule, type Prediction } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const polymorphicForeignKey = defineRule({
  id: "polymorphic-foreign-key",
  hazard: "polymorphic-fk",
  severity: "error",
  title: "A foreign key on one half of a polymorphic pair",
  effect:
    "An id whose companion column says which table it belongs to cannot reference one of those tables: the server refuses every row of another kind. It fails on the rows that are there, or on the next insert of another kind. Two keys on one id are worse: every id must exist in both tables.",
  remedy:
    "One nullable foreign key column for each parent, with a CHECK that exactly the right one is set; or a table above the parents that all of them share and that the id references; or no key, and a trigger that looks by kind.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
  priorArt: {},
  on: ["add-constraint", "add-column", "create-table"],

  *predict(operation, moment) {
    for (const key of keysOf(operation, moment)) yield* judge(key);
  },

  examples: {
    before: `CREATE TABLE materials (id uuid PRIMARY KEY); CREATE TABLE users (id bigint PRIMARY KEY, kind text); CREATE TABLE teams (id bigint PRIMARY KEY);
CREATE TYPE content_type AS ENUM ('material', 'ai_response', 'note_article');
CREATE TABLE provenance (id bigint PRIMARY KEY, content_id uuid NOT NULL, content_type content_type NOT NULL, acquired_by bigint);
CREATE TABLE posts (id bigint PRIMARY KEY); CREATE TABLE photos (id bigint PRIMARY KEY); CREATE TABLE projects (id bigint PRIMARY KEY, UNIQUE (id));
CREATE TABLE comments (id bigint PRIMARY KEY, commentable_id bigint, commentable_type text CHECK (commentable_type IN ('Post', 'Photo')));
CREATE TABLE logins (id bigint PRIMARY KEY, user_id bigint, user_type text CHECK (user_type IN ('admin', 'member')));
CREATE TABLE products (id bigint PRIMARY KEY); CREATE TABLE categories (id bigint PRIMARY KEY); CREATE TABLE stock (id bigint PRIMARY KEY, product_id bigint, product_type text, category_id bigint, type text);
CREATE TABLE accounts (id bigint PRIMARY KEY); CREATE TABLE admins (id bigint PRIMARY KEY REFERENCES users (id)); CREATE TABLE contents (id bigint, kind text, PRIMARY KEY (id, kind));
CREATE TABLE tenants (id bigint PRIMARY KEY); CREATE TABLE documents (tenant_id bigint, id bigint, PRIMARY KEY (tenant_id, id));
INSERT INTO materials SELECT gen_random_uuid() FROM generate_series(1, 100);`,
    bad: [
      "ALTER TABLE provenance ADD CONSTRAINT provenance_content_fk FOREIGN KEY (content_id) REFERENCES materials (id)",
      "ALTER TABLE provenance ADD FOREIGN KEY (content_id) REFERENCES materials (id) NOT VALID",
      "ALTER TABLE comments ADD CONSTRAINT comments_post_fk FOREIGN KEY (commentable_id) REFERENCES posts (id)",
      {
        title: "inline in CREATE TABLE",
        up: "CREATE TABLE tags (id bigint PRIMARY KEY, taggable_type text NOT NULL CHECK (taggable_type IN ('Post', 'Photo')), taggable_id bigint REFERENCES posts (id))",
      },
      {
        title: "at the end of CREATE TABLE",
        up: "CREATE TABLE attachments (id bigint, target_type text NOT NULL, target_id bigint NOT NULL, FOREIGN KEY (target_id) REFERENCES posts (id), CHECK (target_type IN ('posts', 'photos')))",
      },
      {
        title: "an enum of this change",
        up: "CREATE TYPE subject_kind AS ENUM ('post', 'photo'); CREATE TABLE events (id bigint, subject_kind subject_kind, subject_id bigint); ALTER TABLE events ADD FOREIGN KEY (subject_id) REFERENCES photos (id)",
      },
      {
        title: "ADD COLUMN … REFERENCES",
        up: "CREATE TABLE shares (id bigint, owner_type text NOT NULL CHECK (owner_type IN ('user', 'team'))); ALTER TABLE shares ADD COLUMN owner_id bigint NOT NULL REFERENCES users (id)",
      },
      {
        title: "the bare stem as type, kinds from what is inserted",
        up: "CREATE TABLE rights (id bigint, resource text NOT NULL, resource_id bigint NOT NULL REFERENCES projects (id)); INSERT INTO projects VALUES (1); INSERT INTO rights (id, resource, resource_id) VALUES (1, 'project', 1), (2, 'document', 1)",
      },
      {
        title: "half of a composite key",
        up: "CREATE TABLE marks (tenant_id bigint NOT NULL, entity_id bigint NOT NULL, entity_kind text NOT NULL CHECK (entity_kind IN ('document', 'photo')), FOREIGN KEY (tenant_id, entity_id) REFERENCES documents (tenant_id, id))",
      },
      {
        title: "the name of the table in a column",
        up: "CREATE TABLE audit (record_id bigint REFERENCES posts (id), table_name text CHECK (table_name IN ('posts', 'photos')))",
      },
      {
        title: "an id without its ending",
        up: "CREATE TABLE changes (id bigint, changed_by bigint NOT NULL REFERENCES users (id), changed_by_type text NOT NULL CHECK (changed_by_type IN ('user', 'team')))",
      },
      {
        title: "two keys on one id",
        up: "CREATE TABLE likes (id bigint, thing_id bigint REFERENCES posts (id), FOREIGN KEY (thing_id) REFERENCES photos (id))",
      },
      {
        title: "no values are known",
        up: "CREATE TABLE votes (id bigint, votable_type text, votable_id bigint REFERENCES posts (id))",
      },
    ],
    good: [
      "ALTER TABLE provenance ADD CONSTRAINT provenance_user_fk FOREIGN KEY (acquired_by) REFERENCES users (id)",
      {
        title: "user_type describes the user",
        up: "ALTER TABLE logins ADD CONSTRAINT logins_user_fk FOREIGN KEY (user_id) REFERENCES users (id)",
      },
      {
        title: "kinds of users, some with a table of their own",
        up: "CREATE TABLE seats (id bigint, user_id bigint REFERENCES users (id), user_type text CHECK (user_type IN ('admin', 'guest')))",
      },
      {
        title: "product_type describes the product",
        up: "ALTER TABLE stock ADD CONSTRAINT stock_product_fk FOREIGN KEY (product_id) REFERENCES products (id)",
      },
      {
        title: "type is a column of the row itself",
        up: "ALTER TABLE stock ADD FOREIGN KEY (category_id) REFERENCES categories (id)",
      },
      {
        title: "the account is the common parent",
        up: "CREATE TABLE orders (id bigint, account_id bigint REFERENCES accounts (id), account_type text CHECK (account_type IN ('user', 'team')))",
      },
      {
        title: "the remedy: a key for each parent",
        up: "CREATE TABLE tags (id bigint PRIMARY KEY, post_id bigint REFERENCES posts (id), photo_id bigint REFERENCES photos (id), CHECK (num_nonnulls(post_id, photo_id) = 1))",
      },
      {
        title: "the remedy: a common parent, referenced by both halves",
        up: "CREATE TABLE reads (id bigint, content_id bigint, content_type text CHECK (content_type IN ('post', 'photo')), FOREIGN KEY (content_id, content_type) REFERENCES contents (id, kind))",
      },
      {
        title: "the remedy, with a type of the row: each kind has a key of its own",
        up: "CREATE TABLE locks (id bigint, kind text NOT NULL CHECK (kind IN ('post', 'photo', 'project')), post_id bigint REFERENCES posts (id), photo_id bigint REFERENCES photos (id), project_id bigint REFERENCES projects (id))",
      },
      {
        title: "a column named for its parent beside another's type",
        up: "CREATE TABLE feed (id bigint, post_id bigint REFERENCES posts (id), target_id bigint, target_type text CHECK (target_type IN ('post', 'photo')))",
      },
      "CREATE TABLE albums (id bigint, photo_id bigint REFERENCES photos (id), type text CHECK (type IN ('public', 'private')))",
      "CREATE TABLE invoices (id bigint, post_id bigint REFERENCES posts (id), post_type text CHECK (post_type IN ('draft', 'final')))",
      {
        title: "item_type says how the item is",
        up: "CREATE TABLE offers (id bigint, item_id bigint REFERENCES products (id), item_type text CHECK (item_type IN ('New', 'Used')))",
      },
      {
        title: "a MIME type",
        up: "CREATE TABLE files (id bigint, content_id bigint REFERENCES posts (id), content_type text NOT NULL)",
      },
      {
        title: "only one kind",
        up: "CREATE TABLE notes (id bigint, subject_id bigint REFERENCES posts (id), subject_type text CHECK (subject_type IN ('post')))",
      },
      {
        title: "an actor that may be nobody",
        up: "CREATE TABLE log (id bigint, actor_id bigint REFERENCES users (id), actor_type text CHECK (actor_type IN ('user', 'system')))",
      },
      {
        title: "two keys, where one table extends the other",
        up: "CREATE TABLE shifts (id bigint, user_id bigint REFERENCES users (id), FOREIGN KEY (user_id) REFERENCES admins (id))",
      },
      {
        title: "two composite keys share a tenant",
        up: "CREATE TABLE links (tenant_id bigint REFERENCES tenants (id), a bigint, b bigint, FOREIGN KEY (tenant_id, a) REFERENCES documents (tenant_id, id), FOREIGN KEY (tenant_id, b) REFERENCES documents (tenant_id, id))",
      },
      "CREATE TABLE likes (id bigint, likeable_type text CHECK (likeable_type IN ('Post', 'Photo')), likeable_id bigint)",
      "CREATE TABLE owners (id bigint, owner_id bigint REFERENCES users (id), status text)",
    ],
  },
});

function* judge(key: AddedKey): Iterable<Prediction> {
  const { site, columns, references } = key;
  const other = twinOf(key);
  const found = columns.flatMap((column) => {
    const pair = pairOf(column, references.table, site);
    // A key on both halves goes to a table that all kinds share: the way to do it.
    return pair === null || columns.includes(pair.companion.column.name) || pair.score < 2 ? [] : [pair];
  });
  for (const pair of found) {
    yield {
      table: site.table,
      severity: pair.score > 2 || other !== null ? "error" : "warning",
      message: `${pairMessage(pair, key)}${other === null ? "" : ` ${twinMessage(pair.column, key, other)}`} Signs: ${pair.signs.join("; ")}.`,
      fix: {
        sql: remodel(pair, references.table, key.name, site),
        edits: [],
        verified: false,
        // A CREATE TABLE keeps its other columns, and without known kinds there is nothing to paste.
        ...(site.creating === null && pair.others.length > 0
          ? { differs: "each kind has a key of its own" }
          : { role: "sketch" as const }),
      },
      witnesses: [],
    };
  }
  const [column] = columns;
  if (found.length > 0 || other === null || column === undefined) return;
  yield {
    table: site.table,
    message: twinMessage(column, key, other),
    ...(key.name === null
      ? {}
      : {
          fix: {
            sql: `ALTER TABLE ${sqlText.name(site.table)} DROP CONSTRAINT ${sqlText.identifier(key.name)};`,
            edits: [],
            verified: false,
          },
        }),
    witnesses: [],
  };
}

function pairMessage({ column, companion, own, others, score }: Pair, { site, references, name }: AddedKey): string {
  const [id, type, parent] = [`${sqlText.name(site.table)}.${column}`, companion.column.name, sqlText.name(references.table)];
  const subject = name === null ? "A foreign key" : `The foreign key ${name}`;
  if (others.length === 0 || score === 2) {
    return `${subject} lets ${id} hold ids of ${parent} only, but ${type} seems to say which table each row means. If it has other kinds than ${parent}, the server refuses their rows.`;
  }
  const allowed = listed(others.map(({ value }) => `«${value}»`));
  return `${subject} lets ${id} hold ids of ${parent} only, but ${type} ${own.length === 0 ? "allows" : "also allows"} ${allowed}: the ${column} of such a row is not in ${parent}, and the server refuses the row.`;
}

function twinMessage(column: string, { site, references }: AddedKey, other: string): string {
  const [one, two] = [sqlText.name(nameOfKey(other)), sqlText.name(references.table)];
  return `${sqlText.name(site.table)}.${column} then references both ${one} and ${two}: each id must exist in both, and the server refuses the rest.`;
}
