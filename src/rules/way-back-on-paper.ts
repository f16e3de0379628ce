import { applyOperation } from "../catalog/apply-operation.js";
import { creationKey, keyOf } from "../catalog/key-of.js";
import type { Catalog, Table } from "../model/catalog.js";
import type { Operation } from "../model/operation.js";
import type { SchemaDifference } from "../model/rehearsal.js";
import type { ReadScript } from "../model/statement.js";
import { differencesOfTable } from "./differences-of-table.js";
import { nameOfKey } from "./effects-words.js";
import { tellsItsNames } from "./known-names.js";
import type { Change } from "./rule.js";
import { sqlText } from "./sql-text.js";

export interface WayBackOnPaper {
  readonly differences: readonly SchemaDifference[];
  /** What the ups create and find there when they are applied once more; null where nothing is in their way. */
  readonly inTheWay: string | null;
}

/** What the text alone says is gone or left after up and down; empty where it cannot say, or where all is as it was. */
export function wayBackOnPaper({ migrations, base }: Change): WayBackOnPaper {
  if (!base.complete) return NOTHING;
  const ups = migrations.map(({ up }) => up);
  const downs = migrations.toReversed().flatMap(({ down }) => (down === null || down.statements.length === 0 ? [] : [down]));
  // Without a down file, or with one that says nothing, no way back is claimed.
  if (downs.length !== ups.length) return NOTHING;
  const scripts = [...ups, ...downs];
  if (scripts.some(isDeclared) || !scripts.every(({ statements }) => statements.every(tellsItsNames))) return NOTHING;
  const back = runThrough(scripts, base);
  return { differences: differences(base, back), inTheWay: inTheWay(ups, back) };
}

const NOTHING: WayBackOnPaper = { differences: [], inTheWay: null };

function inTheWay(ups: readonly ReadScript[], back: Catalog): string | null {
  let catalog = back;
  for (const { operation } of ups.flatMap(({ statements }) => statements.flatMap(({ operations }) => operations))) {
    const met = whatIsThere(operation, catalog);
    if (met !== null) return met;
    catalog = applyOperation(catalog, operation, "change");
  }
  return null;
}

/** The object that the operation creates, where it is there and nothing lets that pass. */
function whatIsThere(operation: Operation, catalog: Catalog): string | null {
  switch (operation.kind) {
    case "create-table":
    case "create-table-as":
      return !operation.ifNotExists && !operation.temporary && catalog.tables.has(creationKey(operation.table, catalog))
        ? `table ${sqlText.name(operation.table)}`
        : null;
    case "create-enum":
      return catalog.types.has(creationKey(operation.type, catalog)) ? `type ${sqlText.name(operation.type)}` : null;
    case "add-column": {
      const table = catalog.tables.get(keyOf(operation.table, catalog));
      const { name } = operation.column;
      return !operation.ifNotExists && table?.columns.some((column) => column.name === name) === true
        ? `column ${sqlText.name(operation.table)}.${sqlText.identifier(name)}`
        : null;
    }
    default:
      return null;
  }
}

function isDeclared({ directives, statements }: ReadScript): boolean {
  return [...directives, ...statements.flatMap((statement) => statement.directives)].some(({ kind }) => kind === "irreversible");
}

function runThrough(scripts: readonly ReadScript[], base: Catalog): Catalog {
  const sites = scripts.flatMap(({ statements }) => statements.flatMap(({ operations }) => operations));
  return sites.reduce((catalog, { operation }) => applyOperation(catalog, operation, "change"), base);
}

function differences(before: Catalog, after: Catalog): SchemaDifference[] {
  const lasting = ({ tables }: Catalog) => new Map([...tables].filter(([, { temporary }]) => !temporary));
  const [old, now] = [lasting(before), lasting(after)];
  const own = ({ indexes }: Catalog) =>
    new Map([...indexes].filter(([, { constraint, table }]) => constraint === null && old.has(table) && now.has(table)));
  return [
    ...named("table", old, now),
    ...[...old].flatMap(([key, table]) => columnsOf(key, table, now.get(key))),
    ...[...old].flatMap(([key, table]) => differencesOfTable(key, table, now.get(key))),
    ...named("index", own(before), own(after)),
    ...named("view", before.views, after.views),
    ...named("type", before.types, after.types),
    ...routinesOf(before, after),
  ];
}

/** Of namesakes nobody can tell which is meant. */
function routinesOf(before: Catalog, after: Catalog): SchemaDifference[] {
  return [...before.routines].flatMap(([key, old]): SchemaDifference[] => {
    if ((old.signatures?.length ?? 1) > 1) return [];
    const [now, object] = [after.routines.get(key), `${sqlText.name(nameOfKey(key))}()`];
    if (now === undefined) return [gone("function", object)];
    const body = (text: string | null) => text?.replaceAll(/\s+/gu, " ").trim() ?? null;
    if (body(old.body) === null || body(now.body) === null || body(old.body) === body(now.body)) return [];
    return [{ kind: "function", object, before: old.body, after: now.body }];
  });
}

function named(kind: string, before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): SchemaDifference[] {
  const object = (key: string) => sqlText.name(nameOfKey(key));
  return [
    ...[...before.keys()].filter((key) => !after.has(key)).map((key) => gone(kind, object(key))),
    ...[...after.keys()].filter((key) => !before.has(key)).map((key) => left(kind, object(key))),
  ];
}

function columnsOf(key: string, before: Table, after: Table | undefined): SchemaDifference[] {
  if (after === undefined || before.moreColumns === true || after.moreColumns === true) return [];
  const names = ({ columns }: Table) => new Set(columns.map(({ name }) => name));
  const object = (column: string) => `${sqlText.name(nameOfKey(key))}.${sqlText.identifier(column)}`;
  const [old, now] = [names(before), names(after)];
  return [
    ...[...old].filter((each) => !now.has(each)).map((column) => gone("column", object(column))),
    ...[...now].filter((each) => !old.has(each)).map((column) => left("column", object(column))),
  ];
}

function gone(kind: string, object: string): SchemaDifference {
  return { kind, object, before: object, after: null };
}

function left(kind: string, object: string): SchemaDifference {
  return { kind, object, before: null, after: object };
}
