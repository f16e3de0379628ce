import type { Definition } from "../definitions.js";
import { beforeParent, type State } from "./state.js";

/** As it stands in CREATE TABLE and ADD COLUMN. */
export function columnSql(column: Definition, state: State, notNull = true): string {
  const { facts } = column;
  const value = state.before.objects.get(`default/${column.key.split("/").slice(1).join("/")}`);
  const parts = [
    column.ident,
    facts["type"],
    facts["collation"] === undefined ? null : `COLLATE ${facts["collation"]}`,
    facts["generated"] === undefined ? null : `GENERATED ALWAYS AS (${facts["generated"]}) ${facts["generatedKind"]}`,
    facts["identity"] === undefined ? null : `GENERATED ${facts["identity"]} AS IDENTITY (${facts["identityOptions"]})`,
    value === undefined ? null : `DEFAULT ${value.text}`,
    facts["notNull"] === "yes" && notNull ? "NOT NULL" : null,
  ];
  return parts.filter((part) => part !== null).join(" ");
}

/** ADD COLUMN. Without a value for the rows that are there, NOT NULL would fail on them. */
export function addColumnSql(column: Definition, state: State): string[] {
  const table = beforeParent(state, column);
  const { facts } = column;
  const name = column.name;
  if (column.kind === "attribute") return [`ALTER TYPE ${table?.name} ADD ATTRIBUTE ${columnSql(column, state)}`];
  const now = table === null ? null : state.pairs.afterOf(table);
  const hasRows = now !== null && state.after.filled.has(now.key);
  const isFilled = facts["generated"] !== undefined || facts["identity"] !== undefined || hasDefault(column, state);
  const notNull = facts["notNull"] !== "yes" || isFilled || !hasRows;
  if (!notNull)
    state.losses.push({ kind: "data", sentence: `NOT NULL of column ${name}: the table has rows, and nothing fills the column` });
  return [`ALTER TABLE ${table?.name} ADD COLUMN ${columnSql(column, state, notNull)}`];
}

function hasDefault(column: Definition, state: State): boolean {
  return state.before.objects.has(`default/${column.key.split("/").slice(1).join("/")}`);
}

/** From what the column is to what it was; it has its name of before by then. */
export function alterColumnSql(before: Definition, after: Definition, state: State): string[] {
  const table = beforeParent(state, before)?.name;
  if (before.kind === "attribute") return [`ALTER TYPE ${table} ALTER ATTRIBUTE ${before.ident} TYPE ${typeOf(before)}`];
  const alter = `ALTER TABLE ${table} ALTER COLUMN ${before.ident}`;
  const [then, now] = [before.facts, after.facts];
  return [
    ...(state.retype.has(before.key) ? [`${alter} TYPE ${typeOf(before)}${usingOf(before, after)}`] : []),
    ...notNullSql(alter, table, before, after),
    ...identitySql(alter, table, before, after),
  ].filter(() => then["inherited"] === undefined || now["inherited"] === undefined);
}

function typeOf({ facts }: Definition): string {
  return facts["collation"] === undefined ? `${facts["type"]}` : `${facts["type"]} COLLATE ${facts["collation"]}`;
}

/** Types within one of these cast directly; all others by way of text, which every type can be written as. */
const FAMILIES = [new Set(["N"]), new Set(["S"]), new Set(["D"]), new Set(["I"]), new Set(["V"])];
const JSON_TYPES = new Set(["json", "jsonb"]);

function usingOf(before: Definition, after: Definition): string {
  const [then, now] = [before.facts, after.facts];
  if (then["base"] === now["base"] && then["family"] !== "own") return "";
  const [was, is] = [then["family"] ?? "", now["family"] ?? ""];
  const direct =
    FAMILIES.some((family) => family.has(was) && family.has(is)) ||
    (JSON_TYPES.has(then["base"] ?? "") && JSON_TYPES.has(now["base"] ?? ""));
  if (direct) return ` USING ${before.ident}::${then["type"]}`;
  const middle = then["array"] === "yes" && now["array"] === "yes" ? "text[]" : "text";
  return ` USING ${before.ident}::${middle}::${then["type"]}`;
}

function notNullSql(alter: string, table: string | undefined, before: Definition, after: Definition): string[] {
  const [then, now] = [before.facts, after.facts];
  const invalid = then["notNullNotValid"];
  if (then["notNull"] === now["notNull"] && invalid === now["notNullNotValid"]) return [];
  if (then["notNull"] === undefined) return [`${alter} DROP NOT NULL`];
  if (invalid === undefined) return [`${alter} SET NOT NULL`];
  return [
    ...(now["notNull"] === "yes" ? [`${alter} DROP NOT NULL`] : []),
    `ALTER TABLE ${table} ADD NOT NULL ${before.ident} NOT VALID`,
  ];
}

function identitySql(alter: string, table: string | undefined, before: Definition, after: Definition): string[] {
  const [then, now] = [before.facts, after.facts];
  if (then["identity"] === undefined) return [];
  if (now["identity"] === undefined)
    return [
      `${alter} ADD GENERATED ${then["identity"]} AS IDENTITY (${then["identityOptions"]})`,
      positionSql(sequenceOf(then["identityOptions"] ?? ""), table ?? "", before.ident),
    ];
  const [was, is] = [then["identityOptions"] ?? "", now["identityOptions"] ?? ""];
  const options = (text: string) => text.replace(/^SEQUENCE NAME .+ (?=START WITH )/u, "");
  const [wanted, there] = [sequenceOf(was), sequenceOf(is)];
  const set = options(was).replace(/(START|INCREMENT|MINVALUE|MAXVALUE|CACHE|CYCLE)/gu, "SET $1");
  return [
    ...(wanted === there ? [] : [`ALTER SEQUENCE ${there} RENAME TO ${wanted.slice(wanted.indexOf(".") + 1)}`]),
    ...(then["identity"] === now["identity"] ? [] : [`${alter} SET GENERATED ${then["identity"]}`]),
    ...(options(was) === options(is)
      ? []
      : [`${alter} ${set}${/ CYCLE$/u.test(is) && !/ CYCLE$/u.test(was) ? " SET NO CYCLE" : ""}`]),
  ];
}

function sequenceOf(options: string): string {
  return /^SEQUENCE NAME (.+) START WITH /u.exec(options)?.[1] ?? "";
}

/** The next value lies behind all that the column holds. */
export function positionSql(sequence: string, table: string, column: string): string {
  const name = `'${sequence.replaceAll("'", "''")}'`;
  return `SELECT pg_catalog.setval(${name}, pg_catalog.max(${column})) FROM ${table} HAVING pg_catalog.max(${column}) > 0`;
}

/** The sequence of an identity bears a name that another may need: it goes before anything is made. */
export function dropIdentities(state: State): string[] {
  return [...state.alter].flatMap((key) => {
    const before = state.before.objects.get(key);
    const after = before === undefined ? null : state.pairs.afterOf(before);
    if (before?.kind !== "column" || after === null) return [];
    if (before.facts["identity"] !== undefined || after.facts["identity"] === undefined) return [];
    const table = after.parent === null ? undefined : state.after.objects.get(after.parent);
    return [`ALTER TABLE ${table?.name} ALTER COLUMN ${after.ident} DROP IDENTITY`];
  });
}
