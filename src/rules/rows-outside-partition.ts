import { valuesOf } from "../catalog/apply/samples.js";
import { childrenOf } from "../catalog/dependents.js";
import type { Sample } from "../model/catalog.js";
import type { Operation } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { simpleBound, takes } from "../postgres/partition-values.js";
import { nameOfKey } from "./effects-words.js";
import { knowsNames } from "./known-names.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const rowsOutsidePartition = defineRule({
  id: "rows-outside-partition",
  hazard: "fails-on-data",
  severity: "error",
  title: "Rows that the partition may not hold",
  effect:
    "ATTACH fails at the first row outside the bounds, a new partition fails where the DEFAULT one holds a row that belongs to it, and an INSERT fails where no partition takes the row.",
  remedy: "Move the rows first: create the new table apart, move them over, and attach it; or choose bounds that fit.",
  source: "https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE",
  priorArt: {},
  on: ["create-table", "attach-partition", "insert"],

  *predict(operation, moment) {
    if (!knowsNames(moment)) return;
    const found = problemOf(operation, moment);
    if (found === null) return;
    yield {
      table: found.table,
      ...(found.sure ? {} : { severity: "warning" as const }),
      message: found.words,
      witnesses: found.sure ? [{ kind: "error", sqlstates: ["23514"] }] : [],
    };
  },

  examples: {
    before: `CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day); CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE sales (id bigint, region text) PARTITION BY LIST (region); CREATE TABLE sales_rest PARTITION OF sales DEFAULT; INSERT INTO sales SELECT n, 'de' FROM generate_series(1, 200) n;`,
    bad: [
      { title: "no partition takes it", up: "INSERT INTO events VALUES (1, '2030-01-01')" },
      {
        title: "attached with a row outside",
        up: "CREATE TABLE old (id bigint, day date); INSERT INTO old VALUES (1, '2024-05-05'); ALTER TABLE events ATTACH PARTITION old FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
      },
      { title: "rows may be in DEFAULT", up: "CREATE TABLE sales_fr PARTITION OF sales FOR VALUES IN ('fr')" },
    ],
    good: [
      "INSERT INTO events VALUES (1, '2026-03-03')",
      "INSERT INTO sales VALUES (1, 'xx')",
      "CREATE TABLE old (id bigint, day date); INSERT INTO old VALUES (1, '2025-05-05'); ALTER TABLE events ATTACH PARTITION old FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
      "CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
    ],
  },
});

interface Problem {
  readonly table: RelationName;
  readonly words: string;
  readonly sure: boolean;
}

function problemOf(operation: Operation, moment: Moment): Problem | null {
  switch (operation.kind) {
    case "insert": {
      const known = moment.table(operation.table);
      if (known === undefined || operation.values === undefined || (operation.source === "select" && operation.reads.length > 0))
        return null;
      return lost(
        operation.table,
        operation.values.map((row) => valuesOf(operation, row, known)),
        moment,
      );
    }
    case "attach-partition":
      return (
        outside(operation.table, operation.partition, operation.bound, moment) ??
        inDefault(operation.table, operation.bound, operation.isDefault, moment)
      );
    case "create-table":
      if (operation.partitionOf === null || (operation.ifNotExists && moment.table(operation.table) !== undefined)) return null;
      return inDefault(operation.partitionOf, operation.bound ?? "", operation.isDefaultPartition, moment);
    default:
      return null;
  }
}

/** A row that no partition takes, where all of them are known. */
function lost(table: RelationName, rows: readonly Sample["values"][], moment: Moment): Problem | null {
  const parent = moment.table(table);
  const [column, ...others] = parent?.partitionColumns ?? [];
  const partitions = childrenOf(moment.key(table), moment.catalog).flatMap((key) => moment.catalog.tables.get(key) ?? []);
  if (parent?.kind !== "partitioned" || column === undefined || others.length > 0 || partitions.length === 0) return null;
  // Jobs make partitions as time goes by: only values before the first or of a list are certain not to have one.
  if (partitions.some(({ isDefaultPartition }) => isDefaultPartition)) return null;
  const bounds = partitions.map(({ bound }) => simpleBound(bound ?? ""));
  for (const row of rows) {
    const value = row[column];
    if (value?.kind !== "constant") continue;
    if (!bounds.every((bound) => bound !== null && takes(bound, value.text) === false)) continue;
    return {
      table,
      words: `No partition of ${sqlText.name(table)} takes ${column} = ${value.text}: the INSERT fails.`,
      sure: true,
    };
  }
  return null;
}

function outside(parent: RelationName, partition: RelationName, bound: string, moment: Moment): Problem | null {
  const [column, ...others] = moment.table(parent)?.partitionColumns ?? [];
  const own = simpleBound(bound);
  if (column === undefined || others.length > 0 || own === null) return null;
  for (const { values } of moment.table(partition)?.samples ?? []) {
    const value = values[column];
    if (value?.kind !== "constant" || takes(own, value.text) !== false) continue;
    return {
      table: partition,
      words: `${sqlText.name(partition)} holds a row of which ${column} lies outside of its bounds: ATTACH PARTITION fails.`,
      sure: true,
    };
  }
  return null;
}

function inDefault(parent: RelationName, bound: string, isDefault: boolean, moment: Moment): Problem | null {
  if (isDefault) return null;
  const { catalog } = moment;
  const key = childrenOf(moment.key(parent), catalog).find((each) => catalog.tables.get(each)?.isDefaultPartition === true);
  const rest = key === undefined ? undefined : catalog.tables.get(key);
  const [column, ...others] = moment.table(parent)?.partitionColumns ?? [];
  if (key === undefined || rest === undefined || column === undefined || others.length > 0) return null;
  const own = simpleBound(bound);
  const samples = [...(rest.samples ?? []), ...(moment.table(parent)?.samples ?? [])];
  const belongs = samples.find(({ values }) => {
    const value = values[column];
    return own !== null && value?.kind === "constant" && takes(own, value.text) === true;
  });
  const name = sqlText.name(nameOfKey(key));
  if (belongs !== undefined)
    return {
      table: nameOfKey(key),
      words: `A row was inserted that the DEFAULT partition ${name} holds and that belongs to the new partition: the statement fails.`,
      sure: true,
    };
  const moved = moment.earlier.some(({ operation }) => operation.kind === "delete" && moment.key(operation.table) === key);
  if (!moment.mayHoldRows(key) || moved) return null;
  return {
    table: nameOfKey(key),
    words: `If the DEFAULT partition ${name} holds a row for the new partition, the statement fails.`,
    sure: false,
  };
}
