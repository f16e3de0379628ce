/** A body that asks whether something is there, or catches that it is not, may well live on without it. */
const ASKS = /\b(to_reg\w+|information_schema|pg_attribute|pg_class|undefined_(column|table|object|function))\b/iu;
/** A trigger function that asks which table it fires for has lines that never run for the others. */
const ASKS_WHICH_TABLE = /\btg_(table_name|table_schema|relname|relid)\b/iu;
const ROW = /\b(new|old)\b/iu;

/** Is a refusal of one query of a body no sign yet that the routine fails, since a guard may keep it from running? */
export function mayBeGuarded(source: string, query: string): boolean {
  return ASKS.test(source) || (ASKS_WHICH_TABLE.test(source) && ROW.test(query));
}
