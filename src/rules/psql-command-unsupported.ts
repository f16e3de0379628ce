import { defineRule } from "./rule.js";

export const psqlCommandUnsupported = defineRule({
  id: "psql-command-unsupported",
  hazard: "advice",
  severity: "warning",
  title: "A psql command that only psql can run",
  effect:
    "Commands that begin with a backslash never reach the server: psql runs them, any other client fails on them, and a rehearsal cannot see what they bring in.",
  remedy: "Write plain SQL: the text of the included file itself, COPY … FROM stdin with its rows, or INSERT.",
  source: "https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-META-COMMANDS",
  priorArt: {},
  on: "psql-command",
  directions: ["up", "down"],

  *predict({ command, arguments: given }) {
    const name = command.replace(/^\\/u, "").toLowerCase();
    const does = DOES[name];
    if (does === undefined) return;
    const shell = name === "!" || /(?:^|\s)program\s/iu.test(given);
    yield {
      table: null,
      ...(shell ? { hazard: "security", severity: "error" } : {}),
      message: `\\${name} ${does}: only psql does that, and nothing of it was rehearsed.`,
      witnesses: [],
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint);",
    bad: [
      { up: "\\i more.sql\nCREATE TABLE a (id int);", transaction: "statement" },
      { up: "\\copy orders FROM 'orders.csv' csv\n", transaction: "statement" },
      { up: "\\! rm -rf cache\n", transaction: "statement" },
    ],
    good: [{ up: "\\set ON_ERROR_STOP on\n\\echo started\nCREATE TABLE a (id int);", transaction: "statement" }],
  },
});

/** Commands that change what happens to the database; the others only change what psql prints. */
const DOES: Readonly<Record<string, string>> = {
  "!": "runs a shell command",
  c: "connects to another database",
  connect: "connects to another database",
  copy: "reads or writes a file of the client",
  elif: "runs parts of the file under a condition",
  else: "runs parts of the file under a condition",
  g: "sends the statement",
  gexec: "runs the result of a query as statements",
  gset: "keeps the result of a query in variables",
  i: "includes another file",
  if: "runs parts of the file under a condition",
  include: "includes another file",
  include_relative: "includes another file",
  ir: "includes another file",
  lo_import: "reads a file of the client",
  password: "changes a password",
  q: "ends the file here",
  quit: "ends the file here",
};
