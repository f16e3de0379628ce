import { defineRule } from "./rule.js";

export const syntaxError = defineRule({
  id: "syntax-error",
  hazard: "cannot-run",
  severity: "error",
  title: "The statement is not valid SQL",
  effect:
    "The server refuses it, and the deployment stops there. In a file that runs in one transaction nothing of it is applied; in others what came before stays.",
  remedy: "Mend the statement at the place named.",
  source: "https://www.postgresql.org/docs/current/sql-syntax.html",
  priorArt: { squawk: ["syntax-error"], "postgres-language-server": ["syntax"] },
  on: "unreadable",
  directions: ["up", "down"],

  *predict({ message, line, column, meant, needsMajor }) {
    if (needsMajor !== null) return;
    const paste = meant === null ? null : pasteable(meant);
    yield {
      table: null,
      message: `The server cannot read line ${line}, column ${column}: ${message}.${meant === null ? "" : ` ${shortly(meant)}`}`,
      ...(meant === null ? {} : { remedy: meant }),
      ...(paste === null ? {} : { fix: { sql: paste, edits: [], verified: false } }),
      witnesses: [{ kind: "error", sqlstates: ["42601"] }],
    };
  },

  examples: {
    before: "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE provenance (id bigint PRIMARY KEY, acquired_by bigint);",
    bad: [
      "ALTER TABLE provenance ADD CONSTRAINT IF NOT EXISTS provenance_user_fk FOREIGN KEY (acquired_by) REFERENCES users (id) ON DELETE SET NULL",
      "ALTER TABEL users ADD COLUMN name text",
      "CREATE TABLE t (id bigint AUTO_INCREMENT)",
    ],
    good: ["ALTER TABLE users ADD COLUMN IF NOT EXISTS name text", "-- only a comment"],
  },
});

/** The first piece of SQL that the advice quotes, when it stands complete: statements that end in a semicolon, without gaps to fill. */
function pasteable(meant: string): string | null {
  const [, sql] = /`([^`]+;)`/u.exec(meant) ?? [];
  return sql === undefined || sql.includes("…") || sql.includes("<") ? null : sql.replace(/; (?=ALTER |DROP |CREATE )/gu, ";\n");
}

/** What is wrong, without the long SQL that the remedy quotes. */
function shortly(meant: string): string {
  const [first = meant] = meant.split(/(?<=[.:]) (?=Write\b|`|wrap|put|write|make|check)/u);
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
  return /[.!]$/u.test(sentence) ? sentence : `${sentence.replace(/:$/u, "")}.`;
}
