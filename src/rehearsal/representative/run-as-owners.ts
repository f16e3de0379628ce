import { asOwners } from "../awkward/fill-function.js";
import { type Session, SqlError } from "../engine.js";

/** Either queries of one number, of which the first that gives 2 is wanted, else the first that gives 1; or statements that all have to go through. */
export type Order =
  | { readonly first: readonly string[] }
  | {
      readonly statements: readonly string[];
      /** Queries of one boolean: whether something is broken. Then nothing stays. */
      readonly broken: readonly { readonly name: string; readonly sql: string }[];
    };

export interface Answer {
  /** Position of the query that was found; null where there is none. */
  readonly at: number | null;
  readonly rows: number;
  /** The first thing that the server refused. */
  readonly message: string | null;
  readonly sqlstate: string | null;
}

const TIMEOUT_MS = 900_000;

/** The tables' own code (checks, defaults of domains, indexed expressions) runs with the rights of their owners only. */
export async function runAsOwners(session: Session, owners: readonly string[], order: Order): Promise<Answer> {
  const call = { name: "fill_representative_rows", definition: DEFINITION, argument: order, timeoutMs: TIMEOUT_MS };
  try {
    const { rows } = await session.run(asOwners(session, owners, call));
    const answer = rows[0]?.["answers"];
    return (typeof answer === "string" ? JSON.parse(answer) : answer) as Answer;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return { at: null, rows: 0, message: error.message, sqlstate: error.sqlstate };
  }
}

const DEFINITION = `
create or replace function pg_temp.fill_representative_rows(task pg_catalog.jsonb) returns pg_catalog.jsonb language plpgsql security definer
set work_mem = '128MB' set enable_nestloop = off set enable_mergejoin = off set max_parallel_workers_per_gather = 0 set synchronous_commit = off set jit = off as $representative$
declare
  query text; found_at int; at int := 0; hit int; added int8 := 0; more int8; why text; state text; test jsonb; is_so boolean;
begin
if task ? 'first' then
  for query in select jsonb_array_elements_text(task->'first') loop
    begin
      execute query into hit;
      if hit = 2 or (hit = 1 and found_at is null) then found_at := at; end if;
      exit when hit = 2;
    exception when others then why := coalesce(why, sqlerrm); state := coalesce(state, sqlstate);
    end;
    at := at + 1;
  end loop;
  return jsonb_build_object('at', found_at, 'rows', 0, 'message', why, 'sqlstate', state);
end if;
begin
  for query in select jsonb_array_elements_text(task->'statements') loop
    execute query;
    get diagnostics more = row_count;
    added := added + more;
  end loop;
  for test in select jsonb_array_elements(task->'broken') loop
    execute test->>'sql' into is_so;
    if is_so then raise exception 'the rows would break %', test->>'name'; end if;
  end loop;
exception when others then why := sqlerrm; state := sqlstate; added := 0;
end;
return jsonb_build_object('at', null, 'rows', added, 'message', why, 'sqlstate', state);
end $representative$`;
