import { upwards } from "../catalog/upwards.js";
import type { RelationName } from "../model/relation-name.js";
import { defineRule, type Moment, type Prediction } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const replicaIdentityMissing = defineRule({
  id: "replica-identity-missing",
  hazard: "breaks-old-code",
  severity: "warning",
  title: "Updates cannot be replicated without a replica identity",
  effect:
    "Where a publication holds the table, UPDATE and DELETE fail as long as it has neither a primary key nor another replica identity.",
  remedy: "Keep the primary key, or set REPLICA IDENTITY USING INDEX on another unique index before.",
  source:
    "https://www.postgresql.org/docs/current/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY",
  priorArt: { gitlab: ["swap_primary_key"] },
  on: ["replica-identity", "drop-constraint", "drop-index"],

  *predict(operation, moment) {
    if (operation.kind === "drop-index") return yield* dropsIdentity(operation.indexes, moment);
    const { table } = operation;
    if (!moment.isShared(table)) return;
    if (operation.kind === "drop-constraint") {
      const dropped = moment.table(table)?.constraints.find(({ name }) => name === operation.constraint);
      const again = moment.later.some(
        ({ operation: other }) =>
          (other.kind === "add-constraint" &&
            other.constraint.type === "primary-key" &&
            moment.key(other.table) === moment.key(table)) ||
          (other.kind === "replica-identity" && moment.key(other.table) === moment.key(table)) ||
          (other.kind === "drop-table" && other.tables.some((gone) => moment.key(gone) === moment.key(table))),
      );
      if (dropped?.type !== "primary-key" || again) return;
      // Only the identity by default goes with the primary key.
      if ((moment.table(table)?.replicaIdentity ?? "default") !== "default") return;
    } else if (operation.identity !== "nothing") return;
    const publication = publicationOf(moment.key(table), moment);
    yield {
      table,
      severity: publication === null ? "warning" : "error",
      message:
        publication === null
          ? `${sqlText.name(table)} is left without a replica identity: where it is published, its updates and deletes fail.`
          : `${sqlText.name(table)} is left without a replica identity, and ${sqlText.identifier(publication)} publishes it: every UPDATE and DELETE of it fails.`,
      witnesses: [{ kind: "lock", relation: moment.key(table), atLeast: "AccessExclusiveLock" }],
    };
  },

  examples: {
    before:
      "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text); INSERT INTO customers SELECT generate_series(1, 200); INSERT INTO orders SELECT n, n, n, 'n' || n FROM generate_series(1, 200) n; CREATE INDEX orders_total_note ON orders (total, note); CREATE PUBLICATION feed FOR TABLE customers; CREATE TABLE parts (id bigint PRIMARY KEY, code text NOT NULL); CREATE UNIQUE INDEX parts_code ON parts (code); ALTER TABLE parts REPLICA IDENTITY USING INDEX parts_code; ALTER PUBLICATION feed ADD TABLE parts;",
    bad: [
      { title: "a table that is published", up: "ALTER TABLE customers DROP CONSTRAINT customers_pkey" },
      "ALTER TABLE customers REPLICA IDENTITY NOTHING",
      "ALTER TABLE orders REPLICA IDENTITY NOTHING",
      "ALTER TABLE orders DROP CONSTRAINT orders_pkey",
      { title: "the index of the identity, whatever primary key there is", up: "DROP INDEX parts_code" },
    ],
    good: [
      "ALTER TABLE orders REPLICA IDENTITY FULL; ALTER TABLE orders DROP CONSTRAINT orders_pkey",
      "ALTER TABLE orders REPLICA IDENTITY FULL",
      "ALTER TABLE orders DROP CONSTRAINT orders_pkey; ALTER TABLE orders ADD PRIMARY KEY (id)",
      "ALTER TABLE parts REPLICA IDENTITY DEFAULT; DROP INDEX parts_code",
      "DROP INDEX parts_code; ALTER TABLE parts REPLICA IDENTITY DEFAULT",
    ],
  },
});

/** Without its index the identity is none: the primary key does not step in (manual, ALTER TABLE, REPLICA IDENTITY). */
function* dropsIdentity(indexes: readonly RelationName[], moment: Moment): Iterable<Prediction> {
  for (const name of indexes) {
    const index = moment.index(name);
    const known = index === undefined ? undefined : moment.catalog.tables.get(index.table);
    if (index === undefined || known?.replicaIdentity !== "index" || known.identityIndex !== index.name) continue;
    const again = moment
      .laterOf("replica-identity")
      .some(({ operation }) => operation.kind === "replica-identity" && moment.key(operation.table) === index.table);
    const publication = publicationOf(index.table, moment);
    if (again || publication === null || known.origin === "change") continue;
    const table = { schema: known.schema, name: known.name };
    yield {
      table,
      severity: "error",
      message: `${sqlText.name(name)} is the replica identity of ${sqlText.name(table)}, and ${sqlText.identifier(publication)} publishes it: every UPDATE and DELETE of it fails.`,
      witnesses: [],
    };
  }
}

/** A publication of updates or deletes that is known to hold the table. */
function publicationOf(key: string, { catalog, laterOf }: Moment): string | null {
  const { published = new Map<string, ReadonlySet<string>>(), tables } = catalog;
  const goes = laterOf("drop-object", "alter-object").some(
    ({ operation }) => "object" in operation && operation.object === "publication",
  );
  if (goes) return null;
  const schema = key.slice(0, key.indexOf("."));
  for (const [publication, holds] of published) {
    if (holds.has("*") || holds.has(`${schema}.*`)) return publication;
    if ([...upwards(key, tables)].some((each) => holds.has(each))) return publication;
  }
  return null;
}
