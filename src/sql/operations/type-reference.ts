import type { TypeReference } from "../../model/operation.js";
import { constantOf } from "../constants.js";
import { typeExcerpt } from "../excerpts.js";
import type { Source } from "../source.js";
import { flag, list, number, strings, type Tree } from "../tree.js";

/** Types of pg_catalog that a migration names without a schema; pg_catalog is searched first, so they cannot be hidden. */
const BUILT_IN = new Set(
  `aclitem bit bool box bpchar bytea char cid cidr circle cstring date daterange datemultirange event_trigger float4 float8
   inet int2 int4 int4range int4multirange int8 int8range int8multirange interval json jsonb jsonpath line lseg macaddr
   macaddr8 money name numeric numrange nummultirange oid path pg_lsn point polygon record refcursor regclass regconfig
   regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype text tid time timestamp timestamptz
   timetz trigger tsquery tsrange tsmultirange tstzrange tstzmultirange tsvector txid_snapshot pg_snapshot uuid varbit
   varchar void xid xid8 xml anyelement anyarray anycompatible`.split(/\s+/u),
);

const SERIAL: Readonly<Record<string, string>> = {
  smallserial: "int2",
  serial2: "int2",
  serial: "int4",
  serial4: "int4",
  bigserial: "int8",
  serial8: "int8",
};

/** The integer type behind a serial type as written; null for any other type. */
export function serialBase(typeName: Tree): string | null {
  const names = strings(list(typeName, "names"));
  return names.length === 1 && list(typeName, "arrayBounds").length === 0 ? (SERIAL[names[0] ?? ""] ?? null) : null;
}

export function typeReference(typeName: Tree, source: Source): TypeReference {
  const names = strings(list(typeName, "names"));
  const serial = serialBase(typeName);
  const name = serial ?? names.at(-1) ?? "";
  const schema = names.length > 1 ? (names.at(-2) ?? null) : serial !== null || BUILT_IN.has(name) ? "pg_catalog" : null;
  return {
    schema,
    name,
    modifiers: list(typeName, "typmods").flatMap(modifier),
    array: list(typeName, "arrayBounds").length > 0,
    text: (flag(typeName, "setof") ? "SETOF " : "") + typeExcerpt(source, source.index(number(typeName, "location"))),
  };
}

function modifier(node: Tree): number[] {
  const constant = constantOf(node);
  return constant?.kind === "number" ? [Number(constant.value)] : [];
}
