import { childrenOf, defaultPartitionOf } from "../catalog/dependents.js";
import type { Table } from "../model/catalog.js";
import type { Operation, OperationOf } from "../model/operation.js";
import { knowsNames } from "./known-names.js";
import { defineRule, type Moment } from "./rule.js";
import { fixOf, writtenText } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const partitionedTableRefuses = defineRule({
  id: "partitioned-table-refuses",
  hazard: "cannot-run",
  severity: "error",
  title: "A partitioned table does not take this command",
  effect:
    "On a partitioned table a foreign key cannot be NOT VALID before 18, a unique or primary key must hold every column of the partition key, DROP INDEX CONCURRENTLY and USING INDEX are refused, and SET LOGGED is refused from 18 on. DETACH … CONCURRENTLY needs 14, and a table without a DEFAULT partition.",
  remedy: "Work partition by partition, and bind the results to the parent with ATTACH or ON ONLY.",
  source: "https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-LIMITATIONS",
  priorArt: { gitlab: ["foreign_keys"] },
  on: [
    "add-constraint",
    "create-index",
    "drop-index",
    "detach-partition",
    "set-logged",
    "add-column",
    "drop-not-null",
    "create-table",
    "attach-partition",
  ],

  *predict(operation, moment) {
    const refusal = refusalOf(operation, moment);
    if (refusal === null) return;
    yield {
      table: "table" in operation ? operation.table : null,
      message: `${refusal}, so the server refuses the statement.`,
      ...(/\bconcurrently\b/iu.test(moment.statement.text) && writtenText(moment) !== null && isAlsoTakenPlainly(operation)
        ? {
            fix: fixOf(
              "-- short, but it closes the table: with a lock_timeout",
              `${withoutConcurrently(moment.statement.text)};`,
            ),
          }
        : {}),
      witnesses: [{ kind: "error", sqlstates: ["42809", "0A000", "55000", "42601", "42P16", "42804"] }],
    };
  },

  examples: {
    before: `CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE events (id bigint, day date, customer_id bigint) PARTITION BY RANGE (day); CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01'); CREATE INDEX events_id ON events (id);
CREATE TABLE logs (id bigint, day date) PARTITION BY RANGE (day); CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO ('2026-02-01'); CREATE TABLE logs_rest PARTITION OF logs DEFAULT;`,
    bad: [
      "ALTER TABLE events ADD UNIQUE (id)",
      "CREATE TABLE visits (id bigint PRIMARY KEY, day date) PARTITION BY RANGE (day)",
      "CREATE UNIQUE INDEX ON events (id)",
      {
        title: "an exclusion, which up to 16 is never taken",
        up: "CREATE TABLE stays (room int, days daterange, EXCLUDE USING gist (days WITH &&)) PARTITION BY LIST (room)",
      },
      "ALTER TABLE events_1 ADD COLUMN note text",
      "ALTER TABLE ONLY events ADD COLUMN note text",
      "CREATE TABLE events_2 (id bigint, day date); ALTER TABLE events ATTACH PARTITION events_2 FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
      "CREATE TABLE events_2 (LIKE events, note text); ALTER TABLE events ATTACH PARTITION events_2 FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
      { up: "DROP INDEX CONCURRENTLY events_id", transaction: "statement" },
      { up: "ALTER TABLE logs DETACH PARTITION logs_1 CONCURRENTLY", transaction: "statement" },
    ],
    good: [
      "ALTER TABLE events ADD UNIQUE (id, day)",
      "CREATE TABLE events_2 (customer_id bigint, day date, id bigint); ALTER TABLE events ATTACH PARTITION events_2 FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
      "CREATE TABLE visits (id bigint, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)",
      "ALTER TABLE events_1 ADD FOREIGN KEY (customer_id) REFERENCES customers NOT VALID",
      { up: "ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY", transaction: "statement" },
      "DROP INDEX events_id",
      "ALTER TABLE events ADD COLUMN note text",
    ],
  },
});

/** Columns of a partition are those of the table above it (ATExecAddColumn and ATExecDropNotNull in tablecmds.c). */
function columnRefusal(operation: OperationOf<"add-column" | "drop-not-null">, moment: Moment): string | null {
  const table = moment.table(operation.table);
  if (table === undefined) return null;
  const text = sqlText.name(operation.table);
  const above = table.partitionOf === null ? undefined : moment.catalog.tables.get(table.partitionOf);
  if (operation.kind === "drop-not-null") {
    const held = above?.columns.find(({ name }) => name === operation.column)?.notNull === true;
    return held ? `${sqlText.identifier(operation.column)} is NOT NULL in the table that ${text} is a partition of` : null;
  }
  if (operation.ifNotExists && moment.column(operation.table, operation.column.name) !== undefined) return null;
  if (above !== undefined) return `${text} is a partition, whose columns are those of ${sqlText.name(above)}`;
  const parts =
    operation.only && table.kind === "partitioned" && childrenOf(moment.key(operation.table), moment.catalog).length > 0;
  return parts ? `the partitions of ${text} need the column too, and ONLY leaves them out` : null;
}

function refusalOf(operation: Operation, moment: Moment): string | null {
  if (operation.kind === "create-table") return newTableRefusal(operation, moment);
  if (operation.kind === "add-column" || operation.kind === "drop-not-null") return columnRefusal(operation, moment);
  if (operation.kind === "drop-index") {
    if (!operation.concurrently) return null;
    const on = operation.indexes
      .map((name) => moment.index(name)?.table ?? "")
      .find((key) => moment.catalog.tables.get(key)?.kind === "partitioned");
    return on === undefined ? null : `The index is that of a partitioned table (${on}), which cannot go CONCURRENTLY`;
  }
  if (!("table" in operation) || operation.table === null) return null;
  const table = moment.table(operation.table);
  if (table?.kind !== "partitioned") return null;
  const text = sqlText.name(operation.table);
  switch (operation.kind) {
    case "add-constraint": {
      const { type, notValid, usingIndex, columns } = operation.constraint;
      if (type === "foreign-key") {
        return notValid && moment.serverMajor < 18
          ? `${text} is partitioned, and its foreign key cannot be NOT VALID before 18`
          : null;
      }
      if (type === "exclude") return noExclusion(table, columns, text, moment);
      if (type !== "unique" && type !== "primary-key") return null;
      if (usingIndex !== null) return `${text} is partitioned, and its constraint cannot take an index that is there`;
      return lacksKey(table, columns, text);
    }
    case "create-index":
      return operation.unique ? lacksKey(table, operation.columns, text) : null;
    case "attach-partition":
      return unfitPartition(operation, table, moment);
    case "detach-partition":
      if (!operation.concurrently) return null;
      if (moment.serverMajor < 14) return "DETACH … CONCURRENTLY needs PostgreSQL 14";
      return defaultPartitionOf(moment.key(operation.table), moment.catalog) === undefined
        ? null
        : `${text} has a DEFAULT partition, so that none can be detached CONCURRENTLY`;
    case "set-logged":
      return moment.serverMajor >= 18 ? `${text} is partitioned and has no storage to log` : null;
    default:
      return null;
  }
}

/** ATExecAttachPartition and MergeAttributesIntoExisting in tablecmds.c; the first of these since 17. */
function unfitPartition({ partition }: OperationOf<"attach-partition">, parent: Table, moment: Moment): string | null {
  const own = moment.table(partition);
  if (own === undefined || !knowsNames(moment) || [own, parent].some((each) => each.moreColumns || each.columns.length === 0))
    return null;
  const text = sqlText.name(partition);
  const counted = own.columns.find(({ identity }) => identity);
  if (counted !== undefined && moment.serverMajor >= 17)
    return `${text} has the identity column ${sqlText.identifier(counted.name)}, which no partition may bring along`;
  const lacks = (some: Table, other: Table) => some.columns.find(({ name }) => !other.columns.some((each) => each.name === name));
  const [more, fewer] = [lacks(own, parent), lacks(parent, own)];
  if (more !== undefined) return `${text} has the column ${sqlText.identifier(more.name)}, which the partitioned table lacks`;
  return fewer === undefined ? null : `${text} lacks the column ${sqlText.identifier(fewer.name)} of the partitioned table`;
}

function newTableRefusal(operation: OperationOf<"create-table">, moment: Moment): string | null {
  const { table, columns, constraints, partitionBy, ifNotExists } = operation;
  if (partitionBy === null || (ifNotExists && moment.table(table) !== undefined)) return null;
  const excluded = constraints.find(({ type }) => type === "exclude");
  const told = { partitionColumns: partitionBy.columns };
  const never = excluded === undefined ? null : noExclusion(told, excluded.columns, sqlText.name(table), moment);
  if (never !== null) return never;
  const keys = [...constraints, ...columns.flatMap((column) => column.constraints)].filter(
    ({ type }) => type === "unique" || type === "primary-key",
  );
  for (const key of keys) {
    const refusal = lacksKey({ partitionColumns: partitionBy.columns }, key.columns, sqlText.name(table));
    if (refusal !== null) return refusal;
  }
  return null;
}

/** Since 17 an exclusion is taken that compares the whole partition key by = (release notes of 17). */
function noExclusion(
  table: Pick<Table, "partitionColumns">,
  columns: readonly string[],
  text: string,
  { serverMajor }: Moment,
): string | null {
  return serverMajor < 17
    ? `${text} is partitioned, and takes no exclusion constraint before 17`
    : lacksKey(table, columns, text);
}

/** A key is kept in each partition by itself, so that it has to tell the partition. Expressions of a partition key are not known here. */
function lacksKey(
  { partitionColumns }: Pick<Table, "partitionColumns">,
  columns: readonly (string | null)[],
  text: string,
): string | null {
  const missing = partitionColumns.filter((column) => !columns.includes(column));
  return missing.length === 0 || columns.includes(null)
    ? null
    : `A unique key of ${text} must hold the partition key (${missing.join(", ")})`;
}

/** A drop or a detach is quick without CONCURRENTLY too; a build is not. */
function isAlsoTakenPlainly({ kind }: Operation): boolean {
  return kind === "drop-index" || kind === "detach-partition";
}

function withoutConcurrently(text: string): string {
  return text.replace(/(?<!\s)\s+concurrently\b/iu, "");
}
