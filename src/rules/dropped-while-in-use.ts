import type { Table } from "../model/catalog.js";
import type { OperationOf } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { nameOfKey } from "./effects-words.js";
import { copiedTo, takesNameOf } from "./moved-rows.js";
import { defineRule, type Moment } from "./rule.js";
import { fixOf, LATER_RELEASE, writtenText } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const droppedWhileInUse = defineRule({
  id: "dropped-while-in-use",
  hazard: "breaks-old-code",
  severity: "error",
  title: "What running code still names is dropped",
  effect:
    "Until every instance runs code that does without it, queries and inserts that name the table or column fail. Object mappers name every column of a table in every query.",
  remedy: "Deploy the code that no longer names it first; the migration that drops it goes with a later release.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: {
    strong_migrations: ["remove_column"],
    atlas: ["BC104"],
    squawk: ["ban-drop-column", "ban-drop-table"],
    pgfence: ["drop-column", "drop-table"],
  },
  on: ["drop-column", "drop-table", "drop-object"],

  *predict(operation, moment) {
    const losses = [...lossesOf(operation, moment)];
    const written = writtenText(moment);
    for (const { table, words, gone } of losses) {
      yield {
        table,
        message: `${words} until the last instance that names it is replaced.`,
        ...(written === null || losses.length > 1
          ? {}
          : { fix: fixOf(`${LATER_RELEASE}, once no code names it`, `${written};`) }),
        witnesses: gone === null ? [] : [{ kind: "gone", object: gone }],
      };
    }
  },

  examples: {
    before: `CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE orders (id bigint PRIMARY KEY, note text, mood mood); INSERT INTO orders SELECT n, 'note' FROM generate_series(1, 200) n;
CREATE SCHEMA shop; CREATE TABLE shop.carts (id bigint); INSERT INTO shop.carts SELECT generate_series(1, 200);`,
    bad: [
      "ALTER TABLE orders DROP COLUMN note",
      "DROP TABLE orders",
      { title: "a schema with its tables", up: "DROP SCHEMA shop CASCADE" },
      { title: "a type with its columns", up: "DROP TYPE mood CASCADE" },
    ],
    good: [
      "ALTER TABLE orders DROP COLUMN note; ALTER TABLE orders ADD COLUMN note varchar(20)",
      "ALTER TABLE orders ADD COLUMN scratch text; ALTER TABLE orders DROP COLUMN scratch",
      "CREATE TABLE scratch (id bigint); DROP TABLE scratch",
      {
        title: "a view takes the name",
        up: "ALTER TABLE orders RENAME TO all_orders; CREATE VIEW orders AS SELECT * FROM all_orders",
      },
      { title: "the whole table follows", up: "DROP TABLE IF EXISTS never_there" },
    ],
  },
});

interface Loss {
  readonly table: RelationName;
  /** Without the end of the sentence. */
  readonly words: string;
  /** What a rehearsal would no longer see. */
  readonly gone: string | null;
}

function lossesOf(operation: OperationOf<"drop-column" | "drop-table" | "drop-object">, moment: Moment): readonly Loss[] {
  switch (operation.kind) {
    case "drop-column":
      return ofColumn(operation, moment);
    case "drop-table":
      return operation.tables.flatMap((name) => ofTable(name, operation.ifExists, moment));
    case "drop-object":
      return ofObject(operation, moment);
  }
}

function ofColumn({ table, column, ifExists }: OperationOf<"drop-column">, moment: Moment): readonly Loss[] {
  const known = moment.table(table);
  // Without rows drop-column says this itself.
  if (!moment.mayHoldRows(table) || isYoung(table, column, moment)) return [];
  if (known === undefined ? ifExists && moment.catalog.complete : moment.column(table, column) === undefined) return [];
  if (comesBack(table, column, moment)) return [];
  const text = `${sqlText.name(table)}.${sqlText.identifier(column)}`;
  return [{ table, words: `Queries and inserts that name ${text} fail`, gone: `${moment.key(table)}.${column}` }];
}

function ofTable(name: RelationName, ifExists: boolean, moment: Moment): readonly Loss[] {
  const known = moment.table(name);
  if (!moment.mayHoldRows(name) || known?.kind === "foreign") return [];
  if (known === undefined && (moment.catalog.views.has(moment.key(name)) || (ifExists && moment.catalog.complete))) return [];
  // Partitions are reached through their parent.
  if (known !== undefined && known.partitionOf !== null) return [];
  if (takesNameOf(name, moment) !== null || copiedTo(name, moment) !== null) return [];
  return [{ table: name, words: `Queries that name ${sqlText.name(name)} fail`, gone: moment.key(name) }];
}

function ofObject({ object, names, cascade }: OperationOf<"drop-object">, moment: Moment): readonly Loss[] {
  if (!cascade) return [];
  const settled = [...moment.catalog.tables].filter(([key]) => moment.mayHoldRows(key));
  return names.flatMap((name): readonly Loss[] => {
    if (object === "schema") {
      return settled
        .filter(([, { schema, partitionOf }]) => schema === name.name && partitionOf === null)
        .map(([key]) => ({ table: nameOfKey(key), words: `Queries that name ${sqlText.name(nameOfKey(key))} fail`, gone: key }));
    }
    if (object !== "type" && object !== "domain" && object !== "enum") return [];
    return settled.flatMap(([key, table]) => columnsOfType(name, table).map((column) => lossOf(key, column)));
  });
}

function columnsOfType({ name }: RelationName, { columns, origin }: Table): readonly string[] {
  return origin === "settled" ? columns.filter(({ type }) => type.name === name).map((column) => column.name) : [];
}

function lossOf(key: string, column: string): Loss {
  const table = nameOfKey(key);
  const text = `${sqlText.name(table)}.${sqlText.identifier(column)}`;
  return { table, words: `${text} goes with its type, and queries that name it fail`, gone: `${key}.${column}` };
}

function isYoung(table: RelationName, column: string, moment: Moment): boolean {
  return moment.earlierOn(table).some(({ operation }) => addsColumn(operation, column));
}

/** Under the same name the code finds it again, if not its values: that is drop-column's to say. */
function comesBack(table: RelationName, column: string, moment: Moment): boolean {
  return moment
    .laterOn(table)
    .some(({ operation }) => addsColumn(operation, column) || (operation.kind === "rename-column" && operation.to === column));
}

function addsColumn(operation: Moment["site"]["operation"], column: string): boolean {
  return operation.kind === "add-column" && operation.column.name === column;
}
