import { grownIn, seenOn } from "./effects-words.js";
import { defineRule } from "./rule.js";
import { fixOf, notNullSteps, uniqueSteps } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const primaryKeyBuildsIndex = defineRule({
  id: "primary-key-builds-index",
  hazard: "blocks-reads",
  severity: "error",
  title: "ADD PRIMARY KEY builds its index under ACCESS EXCLUSIVE",
  effect:
    "The index is built, and NULLs are looked for, while nobody can read or write the table; it fails on duplicates or NULL.",
  remedy: "CREATE UNIQUE INDEX CONCURRENTLY on NOT NULL columns, then ADD CONSTRAINT … PRIMARY KEY USING INDEX.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: {
    squawk: ["adding-serial-primary-key-field"],
    pgfence: ["add-pk-without-using-index"],
    eugene: ["E7"],
    atlas: ["PG104"],
  },
  on: "add-constraint",

  *predict({ table, constraint }, moment) {
    const work = grownIn(table, moment);
    if (constraint.type !== "primary-key" || constraint.usingIndex !== null || work.length === 0) return;
    const text = sqlText.name(table);
    const loose = constraint.columns.filter((column) => moment.column(table, column)?.notNull === false);
    const nullable = loose.length === 0 ? [] : notNullSteps(table, loose);
    yield {
      table,
      message: `Nobody can read or write ${text} while the index of its primary key is built.`,
      fix: fixOf(...nullable, ...uniqueSteps(table, constraint, moment)),
      witnesses: seenOn(work, moment),
    };
  },

  examples: {
    before:
      "CREATE TABLE logs (id bigint NOT NULL, n bigint); INSERT INTO logs SELECT n, n FROM generate_series(1, 200) n; CREATE UNIQUE INDEX logs_n ON logs (n); CREATE UNIQUE INDEX logs_id ON logs (id);",
    bad: ["ALTER TABLE logs ADD PRIMARY KEY (id)"],
    good: [
      "ALTER TABLE logs ADD CONSTRAINT logs_pkey PRIMARY KEY USING INDEX logs_id",
      "CREATE TABLE refunds (id bigint); ALTER TABLE refunds ADD PRIMARY KEY (id)",
    ],
  },
});
