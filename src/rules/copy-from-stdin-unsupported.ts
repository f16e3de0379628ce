import { defineRule } from "./rule.js";

export const copyFromStdinUnsupported = defineRule({
  id: "copy-from-stdin-unsupported",
  hazard: "cannot-run",
  severity: "error",
  title: "The migration tool cannot send the rows of COPY … FROM stdin",
  effect:
    "Rows after COPY … FROM stdin are no SQL: psql and Flyway send them through the copy protocol, while a tool that sends the file as queries makes the server wait for rows that never come, or read them as SQL and refuse them.",
  remedy: "Write INSERT statements, or load the rows with psql.",
  source: "https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY",
  priorArt: {},
  on: "copy",

  *predict({ table, direction, source }, moment) {
    if (direction !== "from" || source !== "stdin" || !SENDS_QUERIES.has(moment.change.history.format)) return;
    yield {
      table,
      message: `${moment.change.history.format} sends this file as queries, and cannot send the rows after COPY … FROM stdin.`,
      // The rehearsal knows how to send them.
      witnesses: [],
    };
  },

  examples: {
    before: "",
    bad: [
      {
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);" },
        files: { "000002_b.up.sql": "COPY a FROM stdin;\n1\n2\n\\.\n" },
        format: "golang-migrate",
      },
    ],
    good: [
      {
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);" },
        files: { "000002_b.up.sql": "INSERT INTO a VALUES (1), (2);" },
        format: "golang-migrate",
      },
    ],
  },
});

/** Tools whose drivers send the text of a file, or of its statements, and nothing else. */
const SENDS_QUERIES: ReadonlySet<string> = new Set([
  "golang-migrate",
  "goose",
  "dbmate",
  "sqlx",
  "diesel",
  "tern",
  "sql-migrate",
  "prisma",
  "drizzle",
]);
