import { defineRule } from "./rule.js";
import { sketchOf } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const copyProgram = defineRule({
  id: "copy-program",
  hazard: "security",
  severity: "error",
  title: "COPY runs a program or touches files of the server",
  effect:
    "COPY … PROGRAM runs a shell command as the server's account; COPY with a file name reads or writes the server's disk. Both need superuser rights or a role made for it.",
  remedy: "Use COPY … FROM stdin, which reads what the client sends.",
  source: "https://www.postgresql.org/docs/current/sql-copy.html",
  priorArt: {},
  on: "copy",
  directions: ["up", "down"],

  *predict({ source, table, direction }) {
    if (source === "stdin") return;
    const sql = table === null || direction === "to" ? null : `COPY ${sqlText.name(table)} FROM stdin;`;
    const what =
      source === "program" ? "runs a program on the server" : `${direction === "from" ? "reads" : "writes"} a file on the server`;
    yield {
      table,
      message: `This COPY ${what}.`,
      ...(sql === null ? {} : { fix: sketchOf(sql) }),
      witnesses: [{ kind: "error", sqlstates: ["42501"] }],
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint);",
    bad: ["COPY orders FROM PROGRAM 'cat /etc/passwd'", "COPY orders FROM '/etc/passwd'"],
    good: ["INSERT INTO orders VALUES (1)"],
  },
});
