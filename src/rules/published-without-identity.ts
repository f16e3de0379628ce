import { upwards } from "../catalog/upwards.js";
import type { Table } from "../model/catalog.js";
import type { Published } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { nameOfKey } from "./effects-words.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const publishedWithoutIdentity = defineRule({
  id: "published-without-identity",
  hazard: "breaks-old-code",
  severity: "error",
  title: "Updates of a published table fail without a replica identity",
  effect:
    "Once a publication that publishes updates and deletes holds the table, each UPDATE and DELETE of it fails (55000), as long as it has neither a primary key nor another replica identity, whatever wal_level says.",
  remedy:
    "Give it a primary key or REPLICA IDENTITY USING INDEX before; REPLICA IDENTITY FULL where there is no key; or publish only inserts.",
  source:
    "https://www.postgresql.org/docs/current/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY",
  priorArt: {},
  on: ["create-object", "alter-object"],

  *predict({ kind, object, name, publishes }, moment) {
    if (object !== "publication" || publishes === undefined) return;
    const changes = publishes.changes ?? (kind === "create-object" ? true : moment.catalog.publications?.get(name.name));
    // Of a publication that nobody has seen, nobody knows what it publishes.
    if (changes !== true) return;
    for (const { table, why } of outsideIdentity(publishes, moment)) {
      yield {
        table,
        message: `Every UPDATE and DELETE of ${sqlText.name(table)} fails once ${sqlText.identifier(name.name)} publishes it: ${why}.`,
        remedy:
          "Let WHERE name only columns of the replica identity and the list all of those, use REPLICA IDENTITY FULL, or publish only inserts.",
        witnesses: [],
      };
    }
    for (const [key, table] of moment.catalog.tables) {
      if (!isHeld(key, table, publishes, moment) || hasIdentity(table) || getsIdentity(key, moment)) continue;
      const text = sqlText.name(nameOfKey(key));
      yield {
        table: nameOfKey(key),
        message: `${text} has no primary key and no other replica identity, so every UPDATE and DELETE of it fails once ${sqlText.identifier(name.name)} publishes it.`,
        fix: { sql: `ALTER TABLE ${text} REPLICA IDENTITY FULL;`, edits: [], verified: false, role: "sketch" },
        witnesses: [],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE log (n int, note text); INSERT INTO log SELECT n, 'a' FROM generate_series(1, 20) n; CREATE TABLE orders (id bigint PRIMARY KEY, state text); CREATE PUBLICATION inserts WITH (publish = 'insert'); CREATE PUBLICATION feed FOR TABLE orders;",
    bad: [
      "CREATE PUBLICATION changes FOR TABLE log",
      "ALTER PUBLICATION feed ADD TABLE log",
      "CREATE PUBLICATION changes FOR ALL TABLES",
      "CREATE PUBLICATION changes FOR TABLE orders WHERE (state = 'paid')",
      "CREATE PUBLICATION changes FOR TABLE orders (state)",
      {
        title: "an identity that is none",
        up: "ALTER TABLE orders REPLICA IDENTITY NOTHING; CREATE PUBLICATION changes FOR TABLE orders",
      },
    ],
    good: [
      "CREATE PUBLICATION changes FOR TABLE orders",
      "CREATE PUBLICATION changes FOR TABLE orders (id) WHERE (id > 5)",
      "CREATE PUBLICATION changes FOR TABLE orders WHERE (state = 'paid') WITH (publish = 'insert')",
      "ALTER TABLE orders REPLICA IDENTITY FULL; CREATE PUBLICATION changes FOR TABLE orders WHERE (state = 'paid')",
      "CREATE PUBLICATION changes FOR TABLE log WITH (publish = 'insert, truncate')",
      "ALTER PUBLICATION inserts ADD TABLE log",
      "ALTER TABLE log REPLICA IDENTITY FULL; CREATE PUBLICATION changes FOR TABLE log",
      "CREATE PUBLICATION changes FOR TABLE log; ALTER TABLE log REPLICA IDENTITY FULL",
    ],
  },
});

/** Temporary and unlogged tables cannot be published; a partitioned one is held for its partitions. */
function isHeld(key: string, table: Table, { everything, schemas, tables }: Published, moment: Moment): boolean {
  if (table.kind !== "table" || table.temporary || table.unlogged || table.moreColumns === true) return false;
  if (everything || schemas.includes(table.schema)) return true;
  const named = new Set(tables.map((name) => moment.key(name)));
  return [...upwards(key, moment.catalog.tables)].some((each) => named.has(each));
}

interface Outside {
  readonly table: RelationName;
  readonly why: string;
}

/**
 * WHERE may name only columns of the replica identity, and a column list has to hold all of those: CheckCmdReplicaIdentity in
 * execReplication.c looks when a row is changed, not when the publication is made (15 and later). FULL takes any WHERE and no list.
 */
function outsideIdentity({ picks = [] }: Published, moment: Moment): readonly Outside[] {
  return picks.flatMap(({ table, where, columns }): Outside[] => {
    const known = moment.table(table);
    const identity = known?.kind === "table" && !getsIdentity(moment.key(table), moment) ? identityOf(known) : null;
    if (identity === null || !moment.isShared(table)) return [];
    const stranger = where.find((column) => !identity.includes(column));
    if (stranger !== undefined)
      return [{ table, why: `WHERE names ${sqlText.identifier(stranger)}, which is no column of the replica identity` }];
    const left = columns === null ? undefined : identity.find((column) => !columns.includes(column));
    return left === undefined
      ? []
      : [{ table, why: `the column list lacks ${sqlText.identifier(left)} of the replica identity` }];
  });
}

/** Columns of the primary key, where that is the identity; null where it is another one. */
function identityOf({ replicaIdentity = "default", constraints }: Table): readonly string[] | null {
  if (replicaIdentity !== "default") return null;
  return constraints.find(({ type }) => type === "primary-key")?.columns ?? null;
}

function hasIdentity({ replicaIdentity = "default", constraints }: Table): boolean {
  if (replicaIdentity !== "default") return replicaIdentity !== "nothing";
  return constraints.some(({ type }) => type === "primary-key");
}

/** Later in the same change. */
function getsIdentity(key: string, { later, key: keyOf }: Moment): boolean {
  return later.some(
    ({ operation }) =>
      (operation.kind === "replica-identity" && operation.identity !== "nothing" && keyOf(operation.table) === key) ||
      (operation.kind === "add-constraint" && operation.constraint.type === "primary-key" && keyOf(operation.table) === key) ||
      (operation.kind === "drop-table" && operation.tables.some((table) => keyOf(table) === key)),
  );
}
