import { companionOf } from "./polymorphic/companion.js";
import { keysOf } from "./polymorphic/keys-of.js";
import { columnsOf, type Site } from "./polymorphic/kinds.js";
import { pairOf } from "./polymorphic/pair.js";
import { remodel } from "./polymorphic/remodel.js";
import { listed } from "./polymorphic/weigh.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const polymorphicPairUnguarded = defineRule({
  id: "polymorphic-pair-unguarded",
  hazard: "advice",
  severity: "info",
  title: "Nothing guards a polymorphic pair",
  effect:
    "An id that belongs to one table or another, as its type column says, has no foreign key: rows may point to what never existed or was deleted since.",
  remedy:
    "One nullable foreign key column for each parent, with a CHECK that exactly the right one is set; or a table above the parents that all of them share; or a trigger that looks by kind; or leave it, and clean up orphans by a job.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
  priorArt: {},
  on: "create-table",

  *predict(operation, moment) {
    const site: Site = { table: operation.table, moment, creating: operation };
    const columns = columnsOf(site);
    // Hardly any table has one: that is asked first.
    const paired = columns.filter(({ name }) => companionOf(name, columns) !== null);
    if (operation.temporary || paired.length === 0) return;
    const all = [operation, ...moment.laterOn(operation.table).map((later) => later.operation)];
    const tied = new Set(all.flatMap((each) => keysOf(each, moment)).flatMap((key) => key.columns));
    if (all.some(({ kind }) => kind === "create-trigger")) return;
    for (const { name } of paired) {
      const pair = tied.has(name) ? null : pairOf(name, null, site);
      if (pair === null || pair.score < 3 || pair.companion.nearness === "loose") continue;
      const id = `${sqlText.name(operation.table)}.${name}`;
      yield {
        table: operation.table,
        message: `${id} belongs to what ${pair.companion.column.name} says (${listed(pair.others.map(({ value }) => `«${value}»`))}), and nothing guards it: an id that exists nowhere gets in, and a deleted parent leaves its rows here. A foreign key on ${name} alone would be worse.`,
        fix: {
          sql: remodel(pair, null, null, site),
          edits: [],
          verified: false,
          role: "sketch",
        },
        witnesses: [],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE posts (id bigint PRIMARY KEY); CREATE TABLE photos (id bigint PRIMARY KEY); CREATE TABLE users (id bigint PRIMARY KEY); CREATE TYPE kind AS ENUM ('post', 'upload');",
    bad: [
      "CREATE TABLE likes (id bigint PRIMARY KEY, likeable_type text NOT NULL CHECK (likeable_type IN ('Post', 'Photo')), likeable_id bigint NOT NULL)",
      "CREATE TABLE sources (id bigint PRIMARY KEY, content_id bigint NOT NULL, content_kind kind NOT NULL)",
    ],
    good: [
      {
        title: "a key for each parent",
        up: "CREATE TABLE likes (id bigint PRIMARY KEY, post_id bigint REFERENCES posts (id), photo_id bigint REFERENCES photos (id), CHECK (num_nonnulls(post_id, photo_id) = 1))",
      },
      {
        title: "user_type describes the user",
        up: "CREATE TABLE logins (id bigint PRIMARY KEY, user_id bigint NOT NULL, user_type text NOT NULL CHECK (user_type IN ('admin', 'member')))",
      },
      {
        title: "a trigger looks",
        up: "CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TABLE likes (id bigint, likeable_type text CHECK (likeable_type IN ('Post', 'Photo')), likeable_id bigint); CREATE TRIGGER look BEFORE INSERT ON likes FOR EACH ROW EXECUTE FUNCTION look()",
      },
      {
        title: "no value means a table",
        up: "CREATE TABLE payments (id bigint, external_id text, external_type text CHECK (external_type IN ('card', 'transfer')))",
      },
    ],
  },
});
