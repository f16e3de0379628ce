import { routineKeyOf, typeKeyOf } from "../catalog/key-of.js";
import type { ColumnDefinition, Operation } from "../model/operation.js";
import type { Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

/** What the server refuses to do with a generated column; null where nothing is known against it. */
export function generatedUnfit(operation: Operation, moment: Moment): string | null {
  switch (operation.kind) {
    case "create-table": {
      const computed = operation.columns.filter(({ generated }) => generated !== null).map(({ name }) => name);
      const virtual = operation.columns.filter(isVirtual).map(({ name }) => name);
      const keys = operation.constraints.filter(isKey).flatMap(({ columns }) => columns);
      return firstOf(operation.columns, (column) => columnUnfit(column, computed, moment)) ?? keyed(keys, virtual);
    }
    case "add-column": {
      if (operation.ifNotExists && moment.column(operation.table, operation.column.name) !== undefined) return null;
      const others = moment.table(operation.table)?.columns ?? [];
      const computed = others.filter(({ generated }) => generated !== null).map(({ name }) => name);
      return columnUnfit(operation.column, computed, moment);
    }
    case "create-index":
    case "add-constraint": {
      const virtual = (moment.table(operation.table)?.columns ?? []).filter(({ generated }) => generated === "virtual");
      const own = operation.kind === "create-index" ? operation : isKey(operation.constraint) ? operation.constraint : null;
      return keyed(
        own?.columns ?? [],
        virtual.map(({ name }) => name),
      );
    }
    default:
      return null;
  }
}

/** Functions and types of the user's own could be made to read other rows while a query runs (18, CheckAttributeType and check_virtual_generated_security in heap.c). */
function columnUnfit(column: ColumnDefinition, computed: readonly string[], { catalog }: Moment): string | null {
  const { generated, name, type } = column;
  if (generated === null) return null;
  const text = sqlText.identifier(name);
  const chained = generated.expression.columns.find((each) => each === name || computed.includes(each));
  if (chained !== undefined)
    return `The generated column ${text} reads ${sqlText.identifier(chained)}, which is generated itself`;
  if (generated.stored) return null;
  if (typeKeyOf(type, catalog) !== undefined) return `The virtual column ${text} is of ${type.text}, a type of the user's own`;
  const called = generated.expression.functions.find((each) => routineKeyOf(each, catalog) !== undefined);
  if (called !== undefined) return `The virtual column ${text} calls ${sqlText.name(called)}(), a function of the user's own`;
  return keyed(column.constraints.some(isKey) ? [name] : [], [name]);
}

/** No index, and no foreign key, holds what is nowhere stored (18, DefineIndex in indexcmds.c). */
function keyed(columns: readonly (string | null)[], virtual: readonly string[]): string | null {
  const column = columns.find((each) => each !== null && virtual.includes(each));
  return column == null
    ? null
    : `The column ${sqlText.identifier(column)} is virtual, and neither an index nor a foreign key takes it`;
}

function isKey({ type }: { readonly type: string }): boolean {
  return type === "unique" || type === "primary-key" || type === "foreign-key";
}

function isVirtual({ generated }: ColumnDefinition): boolean {
  return generated?.stored === false;
}

function firstOf<T>(all: readonly T[], reason: (each: T) => string | null): string | null {
  for (const each of all) {
    const found = reason(each);
    if (found !== null) return found;
  }
  return null;
}
