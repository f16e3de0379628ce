import { sameInputs } from "../catalog/same-inputs.js";
import type { RoutineSignature } from "../model/operation.js";
import { knowsNames } from "./known-names.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const overloadAmbiguous = defineRule({
  id: "overload-ambiguous",
  hazard: "breaks-old-code",
  severity: "error",
  title: "A second function that the same call may mean",
  effect:
    "CREATE OR REPLACE FUNCTION with one more parameter replaces nothing: the old function stays. Where the new parameter has a default, a call with the old arguments may mean either, and fails as not unique.",
  remedy: "Drop the old function in the same transaction, or give the new parameter no default and change the callers.",
  source: "https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-OVERLOADING",
  priorArt: {},
  on: "create-routine",

  *predict({ routine, signature }, moment) {
    if (signature === undefined || signature.variadic || !knowsNames(moment)) return;
    const { catalog } = moment;
    const schema = routine.schema ?? catalog.searchPath.find((each) => catalog.schemas.has(each)) ?? "public";
    const old = catalog.routines.get(`${schema}.${routine.name}`);
    // One that replaces its own earlier text brings no second function.
    if (old?.origin !== "settled" || old.signatures?.some((each) => sameInputs(each, signature)) === true) return;
    const rival = old.signatures?.find((each) => !each.variadic && !sameInputs(each, signature) && alike(each, signature));
    const dropped = moment.later.some(
      ({ operation }) => operation.kind === "drop-object" && operation.names.some(({ name }) => name === routine.name),
    );
    if (rival === undefined || dropped) return;
    yield {
      table: null,
      message: `Beside ${sqlText.name(routine)}(${typesOf(rival)}) comes ${sqlText.name(routine)}(${typesOf(signature)}), whose last parameters have defaults: calls as the old one takes them fail as ambiguous.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE FUNCTION tax(amount numeric) RETURNS numeric LANGUAGE sql AS 'SELECT amount'; CREATE FUNCTION fee(amount numeric) RETURNS numeric LANGUAGE sql AS 'SELECT amount'; CREATE FUNCTION fee(amount numeric, rate numeric DEFAULT 0.2) RETURNS numeric LANGUAGE sql AS 'SELECT amount * rate';",
    bad: [
      "CREATE OR REPLACE FUNCTION tax(amount numeric, rate numeric DEFAULT 0.2) RETURNS numeric LANGUAGE sql AS 'SELECT amount * rate'",
    ],
    good: [
      "DROP FUNCTION tax(numeric); CREATE FUNCTION tax(amount numeric, rate numeric DEFAULT 0.2) RETURNS numeric LANGUAGE sql AS 'SELECT amount * rate'",
      "CREATE OR REPLACE FUNCTION tax(amount numeric, rate numeric) RETURNS numeric LANGUAGE sql AS 'SELECT amount * rate'",
      "CREATE OR REPLACE FUNCTION tax(amount numeric) RETURNS numeric LANGUAGE sql AS 'SELECT amount * 2'",
      {
        title: "both are there already",
        up: "CREATE OR REPLACE FUNCTION fee(amount numeric, rate numeric DEFAULT 0.2) RETURNS numeric LANGUAGE sql AS 'SELECT amount * rate * 2'",
      },
    ],
  },
});

/** The shorter one's arguments are the first of the longer one's, whose others all have defaults. */
function alike(a: RoutineSignature, b: RoutineSignature): boolean {
  const [short, long] = a.inputs.length < b.inputs.length ? [a.inputs, b.inputs] : [b.inputs, a.inputs];
  if (short.length === long.length) return false;
  return (
    short.every(({ type }, at) => type.name === long[at]?.type.name && type.array === long[at].type.array) &&
    long.slice(short.length).every(({ hasDefault }) => hasDefault)
  );
}

function typesOf({ inputs }: RoutineSignature): string {
  return inputs.map(({ type }) => type.text).join(", ");
}
