import type { TypeReference } from "../../model/operation.js";

/** The columns that every query for a type selects, prefixed. */
export interface TypeColumns {
  readonly type_schema: string;
  readonly type_name: string;
  readonly type_array: boolean;
  readonly type_modifier: number;
  readonly type_text: string;
}

/** Selects `TypeColumns` for the type in `oid` with modifier `modifier`; joins as `alias`. */
export function typeColumns(oid: string, modifier: string): { readonly columns: string; readonly joins: string } {
  return {
    columns: `coalesce(en.nspname, tn.nspname)::text as type_schema, coalesce(et.typname, tt.typname)::text as type_name,
  et.oid is not null as type_array, ${modifier} as type_modifier, pg_catalog.format_type(${oid}, ${modifier}) as type_text`,
    joins: `join pg_catalog.pg_type tt on tt.oid = ${oid} join pg_catalog.pg_namespace tn on tn.oid = tt.typnamespace
  left join pg_catalog.pg_type et on et.typarray = tt.oid left join pg_catalog.pg_namespace en on en.oid = et.typnamespace`,
  };
}

export function typeReference(row: TypeColumns): TypeReference {
  return {
    schema: row.type_schema,
    name: row.type_name,
    modifiers: modifiersOf(row.type_name, row.type_modifier),
    array: row.type_array,
    text: row.type_text,
  };
}

/** PostgreSQL source, utils/adt: each type packs its modifiers in its own way; -1 stands for none. */
function modifiersOf(type: string, modifier: number): number[] {
  if (modifier < 0) return [];
  switch (type) {
    case "varchar":
    case "bpchar":
      return [modifier - 4];
    case "numeric": {
      const packed = modifier - 4;
      // The scale has 11 bits with a sign since 15 (numeric_typmod.h).
      return [(packed >> 16) & 0xffff, ((packed & 0x7ff) ^ 1024) - 1024];
    }
    case "interval":
      return (modifier & 0xffff) === 0xffff ? [] : [modifier & 0xffff];
    default:
      return [modifier];
  }
}
