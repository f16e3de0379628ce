import type { Catalog, Table } from "../model/catalog.js";
import type { OperationOf } from "../model/operation.js";
import { nameOfKey } from "./effects-words.js";
import type { Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

/** Something that falls with another object when CASCADE is said. */
export interface Dependent {
  readonly words: string;
  /** The statement that drops it by name. */
  readonly sql: string;
  /** It was there before this change. */
  readonly settled: boolean;
}

type Drop = OperationOf<"drop-table" | "drop-column" | "drop-object" | "drop-constraint">;

/** What the catalog knows to fall with a drop besides what it names: views, foreign keys, columns, defaults, triggers. */
export function dependentsOf(operation: Drop, moment: Moment): readonly Dependent[] {
  const { catalog } = moment;
  switch (operation.kind) {
    case "drop-table": {
      const named = new Set(operation.tables.map((table) => moment.key(table)));
      return distinct([...named].flatMap((key) => ofRelation(key, named, catalog)));
    }
    case "drop-column":
      return ofColumn(moment.key(operation.table), operation.column, catalog);
    case "drop-constraint": {
      const key = moment.key(operation.table);
      const dropped = moment.table(operation.table)?.constraints.find(({ name }) => name === operation.constraint);
      if (dropped?.type !== "primary-key" && dropped?.type !== "unique") return [];
      return keysTo(key, catalog, (columns) => columns.length === 0 || columns.join() === dropped.columns.join());
    }
    case "drop-object": {
      const keys = new Set(operation.names.map((name) => moment.key(name)));
      return distinct(operation.names.flatMap((name) => ofObject(operation.object, name.name, moment.key(name), keys, catalog)));
    }
  }
}

function ofRelation(key: string, named: ReadonlySet<string>, catalog: Catalog): readonly Dependent[] {
  return [...viewsOn(key, null, named, catalog), ...keysTo(key, catalog, () => true).filter(({ owner }) => !named.has(owner))];
}

function ofColumn(table: string, column: string, catalog: Catalog): readonly Dependent[] {
  return [
    ...viewsOn(table, column, new Set(), catalog),
    ...keysTo(table, catalog, (columns) => columns.includes(column)).filter(({ owner }) => owner !== table),
  ];
}

function ofObject(object: string, name: string, key: string, named: ReadonlySet<string>, catalog: Catalog): readonly Dependent[] {
  switch (object) {
    case "view":
    case "materialized view":
    case "foreign table":
      return ofRelation(key, named, catalog);
    case "type":
    case "domain":
    case "enum":
      return columnsWhere(catalog, ({ type }) => type.name === name, "the column");
    case "sequence":
      return columnsWhere(
        catalog,
        (column) => column.default?.includes("nextval") === true && column.default.includes(name),
        "the default of",
      );
    case "function":
    case "procedure":
    case "routine":
      return [...catalog.tables.values()].flatMap((table) =>
        table.triggers
          .filter(({ routine }) => routine === name || routine.endsWith(`.${name}`))
          .map((trigger) =>
            dependent(
              `the trigger ${trigger.name} of ${table.name}`,
              `DROP TRIGGER ${sqlText.identifier(trigger.name)} ON ${textOf(table)};`,
              table,
            ),
          ),
      );
    case "schema":
      return [...catalog.tables.values()]
        .filter((table) => table.schema === name)
        .map((table) => dependent(`the table ${table.schema}.${table.name}`, `DROP TABLE ${textOf(table)};`, table));
    default:
      return [];
  }
}

function textOf({ schema, name }: Table): string {
  return sqlText.name(nameOfKey(`${schema}.${name}`));
}

function viewsOn(relation: string, column: string | null, named: ReadonlySet<string>, catalog: Catalog): readonly Dependent[] {
  return [...catalog.views]
    .filter(([key, { reads }]) => {
      if (named.has(key)) return false;
      const told = reads.filter((read) => read.startsWith(`${relation}.`));
      if (column === null || told.length === 0) return reads.includes(relation) || told.length > 0;
      return told.includes(`${relation}.${column}`);
    })
    .map(([key, { name, materialized, origin }]) => ({
      words: `the ${materialized ? "materialized view" : "view"} ${name}`,
      sql: `DROP ${materialized ? "MATERIALIZED VIEW" : "VIEW"} ${sqlText.name(nameOfKey(key))};`,
      settled: origin === "settled",
    }));
}

function keysTo(
  table: string,
  { tables }: Catalog,
  on: (columns: readonly string[]) => boolean,
): readonly (Dependent & { readonly owner: string })[] {
  return [...tables].flatMap(([owner, other]) =>
    owner === table
      ? []
      : other.constraints
          .filter(({ references }) => references?.table === table && on(references.columns))
          .map(({ name }) => ({
            ...dependent(
              `the foreign key ${name} of ${other.name}`,
              `ALTER TABLE ${textOf(other)} DROP CONSTRAINT ${sqlText.identifier(name)};`,
              other,
            ),
            owner,
          })),
  );
}

function columnsWhere(
  { tables }: Catalog,
  isMeant: (column: Table["columns"][number]) => boolean,
  what: string,
): readonly Dependent[] {
  return [...tables.values()].flatMap((table) =>
    table.columns
      .filter(isMeant)
      .map(({ name }) =>
        dependent(
          `${what} ${table.name}.${name}`,
          `ALTER TABLE ${textOf(table)} ${what === "the column" ? `DROP COLUMN ${sqlText.identifier(name)}` : `ALTER COLUMN ${sqlText.identifier(name)} DROP DEFAULT`};`,
          table,
        ),
      ),
  );
}

function dependent(words: string, sql: string, { origin, temporary }: Table): Dependent {
  return { words, sql, settled: origin === "settled" && !temporary };
}

function distinct(dependents: readonly Dependent[]): readonly Dependent[] {
  return [...new Map(dependents.map((each) => [each.words, each])).values()];
}
