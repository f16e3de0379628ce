import type { ResultColumn } from "../../model/old-code.js";
import type { Session } from "../engine.js";
import { quoted } from "../quoted.js";
import { attempt } from "./attempt.js";
import { type PlanNode, relationOf } from "./plan-scans.js";

/** A prepared statement and what is known of it. */
export interface Prepared {
  readonly sql: string;
  readonly parameters: readonly string[];
  /** From 16 on; null before. */
  readonly results: readonly string[] | null;
  readonly execute: string;
  readonly plan: PlanNode | null;
}

/**
 * Names and types of what a prepared statement gives, with lengths and scales. No protocol message is needed: a table
 * made from the statement without its rows has these columns, and a record without a row has these fields.
 */
export async function resultColumns(session: Session, prepared: Prepared): Promise<readonly ResultColumn[] | null> {
  if (prepared.plan?.["Node Type"] === "ModifyTable") return returned(session, prepared, prepared.plan);
  const table = await tableColumns(session, prepared.execute, "");
  if (table !== null) return table;
  // Two columns of one name make no table.
  const names = await fieldNames(session, prepared);
  if (names === null || names.length === 0) return null;
  const aliases = names.map((_name, index) => `c${index + 1}`).join(", ");
  const typed = await tableColumns(session, prepared.execute, `(${aliases})`);
  return typed === null ? null : typed.map(({ type }, index) => ({ name: names[index] ?? "?", type }));
}

async function tableColumns(session: Session, execute: string, aliases: string): Promise<readonly ResultColumn[] | null> {
  const made = await attempt(
    session,
    `create temp table migration_gate_result ${aliases} on commit drop as ${execute} with no data; ${TABLE_COLUMNS}`,
  );
  return "value" in made ? made.value.map(({ name, type }) => ({ name: String(name), type: String(type) })) : null;
}

async function fieldNames(session: Session, { sql, parameters }: Prepared): Promise<readonly string[] | null> {
  const body = `#variable_conflict use_column
declare migration_gate_row record;
begin
  select migration_gate_query.* into migration_gate_row from (
${sql}
) migration_gate_query limit 0;
  return row_to_json(migration_gate_row);
end`;
  const tag = tagFor(sql);
  const nulls = parameters.map((type) => `null::${type}`).join(", ");
  const made = await attempt(
    session,
    `create function pg_temp.migration_gate_fields(${parameters.join(", ")}) returns json language plpgsql as ${tag}${body}${tag};
select key from pg_catalog.json_each(pg_temp.migration_gate_fields(${nulls}))`,
  );
  return "value" in made ? made.value.map(({ key }) => String(key)) : null;
}

/** A dollar quote that the text does not hold. */
export function tagFor(text: string): string {
  let number = 0;
  while (text.includes(`$migration_gate_${number}$`)) number++;
  return `$migration_gate_${number}$`;
}

/** What RETURNING gives: the plan says which expressions, the table the types of those that are its columns. */
async function returned(session: Session, { results }: Prepared, plan: PlanNode): Promise<readonly ResultColumn[] | null> {
  const output = plan.Output ?? [];
  const relation = relationOf(plan);
  if (output.length === 0 || relation === null) return null;
  const name = `${quoted(plan.Schema ?? "")}.${quoted(plan["Relation Name"] ?? "")}`;
  const columns = await session.query<ResultColumn & { written: string }>(RELATION_COLUMNS, [name]);
  return output.map((expression, index) => {
    const written = expression.slice(expression.startsWith(`${plan.Alias}.`) ? `${plan.Alias}.`.length : 0);
    const column = columns.find((each) => each.written === written);
    return { name: column?.name ?? expression, type: column?.type ?? results?.[index] ?? "?" };
  });
}

const TABLE_COLUMNS = `
select a.attname::text as name, pg_catalog.format_type(a.atttypid, a.atttypmod) as type
from pg_catalog.pg_attribute a
where a.attrelid = 'pg_temp.migration_gate_result'::pg_catalog.regclass and a.attnum > 0 order by a.attnum`;

const RELATION_COLUMNS = `
select a.attname::text as name, pg_catalog.quote_ident(a.attname) as written, pg_catalog.format_type(a.atttypid, a.atttypmod) as type
from pg_catalog.pg_attribute a
where a.attrelid = pg_catalog.to_regclass($1) and a.attnum > 0 and not a.attisdropped`;
