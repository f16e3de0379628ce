import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const dropSequence = defineRule({
  id: "drop-sequence",
  hazard: "breaks-old-code",
  severity: "warning",
  title: "DROP SEQUENCE loses its place and breaks nextval",
  effect:
    "Calls of nextval fail from COMMIT on, and the number reached is lost: a sequence that is made again starts at 1. With CASCADE the defaults that use it go, and inserts that rely on them fail.",
  remedy: "Drop it when nothing calls it any more; to start over, ALTER SEQUENCE … RESTART.",
  source: "https://www.postgresql.org/docs/current/sql-dropsequence.html",
  priorArt: { "pg-schema-diff": ["DELETES_DATA"] },
  on: "drop-object",

  *predict({ object, names, ifExists, cascade }, moment) {
    if (object !== "sequence") return;
    for (const name of names) {
      const key = moment.key(name);
      if (!moment.catalog.sequences.has(key) && moment.catalog.complete && ifExists) continue;
      if (moment.catalog.complete && !moment.change.base.sequences.has(key)) continue;
      const text = sqlText.name(name);
      const users = [...moment.catalog.tables].flatMap(([table, { columns, origin }]) =>
        origin === "settled"
          ? columns
              .filter((column) => column.default?.includes("nextval") === true && column.default.includes(name.name))
              .map((column) => `${table.replace(/^public\./u, "")}.${column.name}`)
          : [],
      );
      yield {
        table: null,
        severity: "error",
        ...(users.length > 0 && !cascade ? { hazard: "cannot-run" } : {}),
        message:
          users.length === 0
            ? `The sequence ${text} is dropped: calls of nextval('${text}') fail, and the number reached is lost.`
            : `The sequence ${text} gives ${users.join(", ")} its numbers: ${cascade ? "CASCADE takes that default along, and inserts get NULL" : "the server refuses to drop it"}.`,
        witnesses: users.length > 0 && !cascade ? [{ kind: "error", sqlstates: ["2BP01"] }] : [{ kind: "gone", object: key }],
      };
    }
  },

  examples: {
    before: "CREATE SEQUENCE invoice_number; CREATE TABLE orders (id bigserial PRIMARY KEY, note text);",
    bad: ["DROP SEQUENCE invoice_number", "DROP SEQUENCE orders_id_seq CASCADE"],
    good: ["DROP SEQUENCE IF EXISTS never_there", "CREATE SEQUENCE scratch; DROP SEQUENCE scratch"],
  },
});
