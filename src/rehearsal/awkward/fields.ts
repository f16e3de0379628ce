import { refusesNull, type Shape, shapeOf, type TypeRow, undress } from "./shape.js";
import type { ColumnRow, TableRow } from "./table-rows.js";
import { type Values, value } from "./value.js";
import { isGuessed, valuesOf } from "./values-of.js";

/** A column that rows give a value to. */
export interface Field {
  readonly number: number;
  readonly name: string;
  /** Its type, as SQL. */
  readonly type: string;
  readonly shape: Shape;
  readonly values: Values;
  readonly nullable: boolean;
  /** Handed out by a sequence, or part of the primary key as a number: values like an application's would be in its way. */
  readonly handedOut: boolean;
  /** Nobody knows what its type takes. */
  readonly guessed: boolean;
  readonly default: string | null;
}

/** By number of the column: the integer type that columns which refer to it have, where theirs holds less. */
export type Narrowed = ReadonlyMap<number, string>;

export function fieldsOf(
  table: TableRow,
  types: ReadonlyMap<number, TypeRow>,
  narrowed: Narrowed,
  versionNumber: number,
): Field[] {
  const primary = new Set(table.uniques.filter((unique) => unique.primary).flatMap(({ columns }) => columns));
  const refers = new Set(table.foreignKeys.flatMap(({ columns }) => columns));
  return table.columns
    .filter(({ generated }) => generated === "")
    .map((column) => {
      const shape = shapeOf(column.type, column.modifier, column.sql, types);
      const bare = undress(shape);
      const smaller = narrowed.get(column.number);
      const values = valuesOf(smaller === undefined || bare.kind !== "base" ? shape : { ...bare, name: smaller }, versionNumber);
      return {
        number: column.number,
        name: column.name,
        type: column.sql,
        shape,
        values: refers.has(column.number) || primary.has(column.number) ? values : withOrphan(column, bare, values),
        nullable: !column.notNull && !refusesNull(shape),
        handedOut: isHandedOut(column) || (primary.has(column.number) && isNumber(bare)),
        guessed: isGuessed(bare, versionNumber),
        default: column.default,
      };
    });
}

function isHandedOut({ identity, default: given }: ColumnRow): boolean {
  return identity || (given?.includes("nextval(") ?? false);
}

function isNumber(shape: Shape): boolean {
  return shape.kind === "base" && ["int2", "int4", "int8", "numeric"].includes(shape.name);
}

/** Further on than any row of a table goes. */
const ORPHAN = 700;

/** A column that looks like a reference without being one holds what refers to nothing. */
function withOrphan({ name }: ColumnRow, shape: Shape, values: Values): Values {
  if (shape.kind !== "base" || !/(?:_|^)(?:id|uuid|ref)$|[a-z](?:Id|ID|Uuid)$/u.test(name)) return values;
  if (!["int2", "int4", "int8", "uuid", "text", "varchar", "numeric"].includes(shape.name)) return values;
  const orphan = values.distinct(ORPHAN);
  if (orphan === null) return values;
  return { ...values, awkward: [value(orphan, "value that refers to no row"), ...values.awkward] };
}
