import { literal } from "../quoted.js";

/** Rows of an answer that are kept; the rest is counted. */
export const MOST_ROWS = 1000;

/** Milliseconds that one question may take. */
const TIME_LIMIT_MS = 30_000;

/**
 * Asks one query and gives its rows as one JSON text, whatever the driver makes of values. FOR … IN EXECUTE takes
 * exactly one statement that returns rows (PostgreSQL manual, 43.7), so that a question cannot end the transaction
 * around it, and a read-only transaction cannot be made a writing one again (SET TRANSACTION).
 */
export function questionSql(sql: string): string {
  return `set local transaction_read_only = on;
set local statement_timeout = ${TIME_LIMIT_MS};
select pg_catalog.set_config('migration_gate.question', ${literal(sql)}, true);
do $migration_gate$
declare
  each record;
  answer text := '';
  counted bigint := 0;
begin
  for each in execute pg_catalog.current_setting('migration_gate.question') loop
    if counted < ${MOST_ROWS} then
      answer := answer || case when counted = 0 then '' else ',' end || pg_catalog.row_to_json(each)::text;
    end if;
    counted := counted + 1;
  end loop;
  perform pg_catalog.set_config('migration_gate.answer', '{"count":' || counted || ',"rows":[' || answer || ']}', true);
end
$migration_gate$;
select pg_catalog.current_setting('migration_gate.answer') as answer`;
}
