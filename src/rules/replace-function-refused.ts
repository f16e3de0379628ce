import { sameInputs } from "../catalog/same-inputs.js";
import type { Routine } from "../model/catalog.js";
import type { CreateRoutine, RoutineSignature } from "../model/operation.js";
import { knowsNames } from "./known-names.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const replaceFunctionRefused = defineRule({
  id: "replace-function-refused",
  hazard: "cannot-run",
  severity: "error",
  title: "A function with a result or parameters that the server refuses",
  effect:
    "For the same argument types neither the result may change, nor the name of a parameter, nor may a default be taken away; without OR REPLACE the name must be free. Behind a parameter with a default all have one.",
  remedy: "Give the new one another name, or drop the old one and create the new one in one transaction.",
  source: "https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-NOTES",
  priorArt: {},
  on: "create-routine",

  *predict(operation, moment) {
    const behind = operation.signature === undefined ? null : withoutDefault(operation.signature);
    if (behind !== null && moment.site.inside === "statement") {
      yield {
        table: null,
        message: `${sqlText.name(operation.routine)}(): its parameter ${behind} stands behind one with a default and has none, so the server refuses it.`,
        witnesses: [{ kind: "error", sqlstates: ["42P13"] }],
      };
      return;
    }
    const old = namesake(operation, moment)?.signatures?.find(
      (each) => operation.signature !== undefined && sameInputs(each, operation.signature),
    );
    if (old === undefined || operation.signature === undefined || !knowsNames(moment)) return;
    const refusal = refusalOf(old, operation.signature, operation.replace);
    if (refusal === null) return;
    yield {
      table: null,
      message: `${sqlText.name(operation.routine)}(): ${refusal}, so the server refuses it.`,
      witnesses: [{ kind: "error", sqlstates: ["42P13", "42723"] }],
    };
  },

  examples: {
    before: `CREATE FUNCTION tax(amount numeric, rate numeric DEFAULT 0.2) RETURNS numeric LANGUAGE sql AS 'SELECT amount * rate';
CREATE FUNCTION rows_of(n int) RETURNS TABLE (id bigint) LANGUAGE sql AS 'SELECT 1::bigint';`,
    bad: [
      "CREATE OR REPLACE FUNCTION tax(amount numeric, rate numeric DEFAULT 0.2) RETURNS int LANGUAGE sql AS 'SELECT 1'",
      "CREATE OR REPLACE FUNCTION tax(total numeric, rate numeric DEFAULT 0.2) RETURNS numeric LANGUAGE sql AS 'SELECT total'",
      "CREATE OR REPLACE FUNCTION tax(amount numeric, rate numeric) RETURNS numeric LANGUAGE sql AS 'SELECT amount'",
      "CREATE OR REPLACE FUNCTION rows_of(n int) RETURNS TABLE (id bigint, name text) LANGUAGE sql AS 'SELECT 1::bigint, ''a''::text'",
      "CREATE FUNCTION pay(amount numeric, rate numeric DEFAULT 0.2, note text) RETURNS numeric LANGUAGE sql AS 'SELECT amount * rate'",
      {
        title: "without OR REPLACE",
        up: "CREATE FUNCTION rows_of(n int) RETURNS TABLE (id bigint) LANGUAGE sql AS 'SELECT 2::bigint'",
      },
    ],
    good: [
      "CREATE OR REPLACE FUNCTION tax(amount numeric, rate numeric DEFAULT 0.25) RETURNS numeric LANGUAGE sql AS 'SELECT amount * rate'",
      "DROP FUNCTION rows_of(int); CREATE FUNCTION rows_of(n int) RETURNS TABLE (id bigint, name text) LANGUAGE sql AS 'SELECT 1::bigint, ''a''::text'",
      "CREATE FUNCTION rows_of(n text) RETURNS text LANGUAGE sql AS 'SELECT n'",
    ],
  },
});

/** The routines of that name where this one would stand. */
function namesake({ routine }: CreateRoutine, { catalog }: Moment): Routine | undefined {
  const schema = routine.schema ?? catalog.searchPath.find((each) => catalog.schemas.has(each)) ?? "public";
  return catalog.routines.get(`${schema}.${routine.name}`);
}

function withoutDefault({ inputs, variadic }: RoutineSignature): string | null {
  const first = inputs.findIndex(({ hasDefault }) => hasDefault);
  const named = variadic ? inputs.slice(0, -1) : inputs;
  const bare = first === -1 ? undefined : named.find(({ hasDefault }, at) => at > first && !hasDefault);
  return bare === undefined ? null : bare.name === "" ? bare.type.text : sqlText.identifier(bare.name);
}

function refusalOf(old: RoutineSignature, next: RoutineSignature, replace: boolean): string | null {
  if (!replace) return "a function of that name takes the same arguments";
  if (old.returns !== next.returns)
    return `it returned ${old.returns ?? "nothing"}, and would return ${next.returns ?? "nothing"}`;
  for (const [at, before] of old.inputs.entries()) {
    const now = next.inputs[at];
    if (now === undefined) continue;
    if (before.name !== "" && now.name !== before.name)
      return `its parameter ${sqlText.identifier(before.name)} would be named ${now.name === "" ? "nothing" : sqlText.identifier(now.name)}`;
    if (before.hasDefault && !now.hasDefault) return `its parameter ${sqlText.identifier(before.name)} would lose its default`;
  }
  return null;
}
