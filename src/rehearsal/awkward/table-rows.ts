import type { TypeRow } from "./shape.js";

/** What the catalogs say of the tables to fill and of those that they refer to. Columns are told by their numbers. */
export interface CatalogRows {
  readonly tables: readonly TableRow[];
  readonly types: readonly TypeRow[];
}

export interface TableRow {
  readonly oid: number;
  /** `schema.name`, unquoted. */
  readonly key: string;
  /** As SQL. */
  readonly sql: string;
  readonly kind: string;
  readonly owner: string;
  readonly ownedBySuperuser: boolean;
  /** Tables below it: partitions or inheriting ones. */
  readonly children: readonly number[];
  readonly isPartition: boolean;
  readonly columns: readonly ColumnRow[];
  /** Their expressions. */
  readonly checks: readonly string[];
  readonly foreignKeys: readonly ForeignKeyRow[];
  readonly uniques: readonly UniqueRow[];
  /** What a row of this partition satisfies. */
  readonly bound: string | null;
}

export interface ColumnRow {
  readonly number: number;
  readonly name: string;
  readonly type: number;
  readonly modifier: number;
  readonly sql: string;
  readonly notNull: boolean;
  readonly identity: boolean;
  /** `s` stored, `v` virtual, else empty. */
  readonly generated: string;
  readonly default: string | null;
  /** Columns that a generated one reads. */
  readonly reads: readonly number[];
}

export interface ForeignKeyRow {
  readonly name: string;
  readonly columns: readonly number[];
  readonly target: number;
  readonly targetColumns: readonly string[];
  readonly full: boolean;
  readonly validated: boolean;
}

export interface UniqueRow {
  readonly name: string;
  /** Its key columns and those that its expressions read. */
  readonly columns: readonly number[];
  readonly primary: boolean;
  readonly plain: boolean;
  /** Checked by a trigger, which does not fire in a replica's session. */
  readonly deferrable: boolean;
}
