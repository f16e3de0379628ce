import type { Session } from "../engine.js";

/** A function or procedure whose body Postgres does not follow when something it names changes. */
export interface RoutineRow {
  readonly oid: number;
  /** `public.total(integer)`. */
  readonly name: string;
  /** Without schema and arguments. */
  readonly bare: string;
  readonly language: "sql" | "plpgsql";
  readonly source: string;
  readonly definition: string;
  /** `search_path=app` and the like, which the body runs under. */
  readonly settings: readonly string[];
  readonly isTrigger: boolean;
  /** As `CREATE FUNCTION` writes them. */
  readonly arguments: string;
  readonly argumentTypes: readonly string[];
  /** Types of all parameters, those for results included, by position. */
  readonly parameterTypes: readonly string[];
  /** Their names, where they have any. */
  readonly parameterNames: readonly string[];
  /** Null for procedures. */
  readonly result: string | null;
}

/** A trigger and the table it is on. */
export interface TriggerRow {
  readonly oid: number;
  readonly name: string;
  readonly routine: number;
  /** Quoted, with its schema. */
  readonly rowType: string;
  /** Names of the tables that hold the rows of a statement. */
  readonly transitionTables: readonly string[];
}

/** A view or policy. */
export interface UserRow {
  readonly kind: "view" | "policy";
  readonly oid: number;
  readonly name: string;
  readonly definition: string;
  /** Oids of routines that it calls. */
  readonly routines: readonly number[];
}

/** Bodies after BEGIN ATOMIC (since 14) are stored parsed, and Postgres keeps what they name. */
export async function readRoutines(session: Session): Promise<readonly RoutineRow[]> {
  return rowsOf<RoutineRow>(session, ROUTINES);
}

export async function readTriggers(session: Session): Promise<readonly TriggerRow[]> {
  return rowsOf<TriggerRow>(session, TRIGGERS);
}

export async function readUsers(session: Session): Promise<readonly UserRow[]> {
  return rowsOf<UserRow>(session, USERS);
}

/** Rows as JSON, so that arrays and oids are the same whatever the engine makes of them. */
async function rowsOf<Row>(session: Session, sql: string): Promise<readonly Row[]> {
  const [answer] = await session.query<{ rows: string }>(
    `select coalesce(pg_catalog.json_agg(pg_catalog.row_to_json(r)), '[]')::text as rows from (${sql}) r`,
  );
  return JSON.parse(answer?.rows ?? "[]") as readonly Row[];
}

const USER_SCHEMA = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

const ROUTINES = `
select p.oid::bigint as oid, pg_catalog.format('%s.%s(%s)', n.nspname, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)) as name,
  p.proname::text as bare, l.lanname::text as language, p.prosrc as source, pg_catalog.pg_get_functiondef(p.oid) as definition,
  coalesce(p.proconfig, '{}') as settings, p.prorettype = 'pg_catalog.trigger'::pg_catalog.regtype as "isTrigger",
  pg_catalog.pg_get_function_arguments(p.oid) as arguments,
  array(select pg_catalog.format_type(t, null) from pg_catalog.unnest(p.proargtypes::oid[]) with ordinality u(t, i) order by i) as "argumentTypes",
  array(select pg_catalog.format_type(t, null) from pg_catalog.unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality u(t, i) order by i) as "parameterTypes",
  coalesce(p.proargnames, '{}') as "parameterNames",
  case when p.prokind = 'p' then null else pg_catalog.pg_get_function_result(p.oid) end as result
from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace join pg_catalog.pg_language l on l.oid = p.prolang
where ${USER_SCHEMA} and p.prokind in ('f', 'p', 'w') and l.lanname in ('sql', 'plpgsql')
  and pg_catalog.to_jsonb(p) ->> 'prosqlbody' is null
  and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objid = p.oid and d.deptype = 'e')
order by 2`;

/** Triggers that partitions inherit say nothing new (`tgparentid` came with 13). */
const TRIGGERS = `
select t.oid::bigint as oid, pg_catalog.format('%s on %s.%s', t.tgname, n.nspname, c.relname) as name, t.tgfoid::bigint as routine,
  pg_catalog.format('%I.%I', n.nspname, c.relname) as "rowType",
  pg_catalog.array_remove(array[t.tgoldtable, t.tgnewtable]::text[], null) as "transitionTables"
from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where ${USER_SCHEMA} and not t.tgisinternal and t.tgenabled <> 'D' and coalesce(pg_catalog.to_jsonb(t) ->> 'tgparentid', '0') = '0'
order by 2`;

const CALLED = (classid: string, objid: string) => `array(
    select distinct d.refobjid::bigint from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.${classid}'::pg_catalog.regclass and d.objid = ${objid} and d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass)`;

const USERS = `
select 'view' as kind, c.oid::bigint as oid, pg_catalog.format('%s.%s', n.nspname, c.relname) as name,
  pg_catalog.pg_get_viewdef(c.oid) as definition, ${CALLED("pg_rewrite", "r.oid")} as routines
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_rewrite r on r.ev_class = c.oid and r.rulename = '_RETURN'
where ${USER_SCHEMA} and c.relkind in ('v', 'm')
union all
select 'policy', p.oid::bigint, pg_catalog.format('%s on %s.%s', p.polname, n.nspname, c.relname),
  pg_catalog.concat_ws(' / ', pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)),
  ${CALLED("pg_policy", "p.oid")}
from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where ${USER_SCHEMA}
order by 1, 3`;
