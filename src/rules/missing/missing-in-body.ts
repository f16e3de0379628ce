import type { OperationOf } from "../../model/operation.js";
import type { Moment } from "../rule.js";
import type { Missing } from "./missing.js";
import { namedInQuery } from "./missing-in-query.js";

/** A body in SQL is looked at when it is made (fmgr_sql_validator in pg_proc.c), unless a dump puts that off. */
export function* namedInBody(
  { queries = [], routine, signature }: OperationOf<"create-routine">,
  moment: Moment,
): Iterable<Missing> {
  const { earlierOf, statement } = moment;
  const isPutOff = earlierOf("set").some(
    ({ operation }) => operation.kind === "set" && operation.name === "check_function_bodies",
  );
  // What one statement of a body makes, the next may read.
  if (isPutOff || /\bcreate\s+(?:temp|table|view|unlogged)/iu.test(statement.text)) return;
  const passed = new Set(signature?.inputs.map(({ name }) => name));
  for (const { named, complete } of queries)
    yield* namedInQuery({ named: named.filter(({ column }) => !passed.has(column)), complete }, routine, moment);
}
