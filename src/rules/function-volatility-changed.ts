import type { CreateRoutine } from "../model/operation.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const functionVolatilityChanged = defineRule({
  id: "function-volatility-changed",
  hazard: "breaks-old-code",
  severity: "warning",
  title: "A function promises more about its results than before",
  effect:
    "Postgres believes what a function is declared as: an IMMUTABLE one is worked out while planning and kept in cached plans, a STABLE one once a statement instead of once a row. If the promise does not hold, results are wrong and nothing fails.",
  remedy: "Declare what the body does: VOLATILE where it writes or reads a clock, STABLE where it reads tables.",
  source: "https://www.postgresql.org/docs/current/xfunc-volatility.html",
  priorArt: { "safe-migrate": ["function-volatility-change"] },
  on: "create-routine",

  *predict(operation, moment) {
    if (!operation.replace || operation.variety !== "function") return;
    const before = settledOne(operation, moment);
    if (before === undefined || PROMISES[operation.volatility] <= PROMISES[before.volatility]) return;
    const [was, is] = [before.volatility.toUpperCase(), operation.volatility.toUpperCase()];
    yield {
      table: null,
      message: `${sqlText.name(operation.routine)} was ${was} and becomes ${is}: Postgres calls it less often from now on.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n; CREATE FUNCTION dues(n int) RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM orders WHERE total > n';",
    bad: [
      "CREATE OR REPLACE FUNCTION dues(n int) RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM orders WHERE total > n'",
    ],
    good: [
      "CREATE OR REPLACE FUNCTION dues(n int) RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM orders WHERE total >= n'",
      "CREATE FUNCTION owed(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n'",
    ],
  },
});

/** How much each promises: the more, the seldomer it is called. */
const PROMISES = { volatile: 0, stable: 1, immutable: 2 } as const;

/** The one function of the name, with the same number of parameters: of several nobody can tell which is meant. */
function settledOne({ routine, signature }: CreateRoutine, moment: Moment) {
  const before = moment.catalog.routines.get(moment.key(routine));
  if (before === undefined || before.origin === "change") return undefined;
  const [one, ...others] = before.signatures ?? [];
  if (one === undefined) return before;
  return others.length === 0 && one.inputs.length === signature?.inputs.length ? before : undefined;
}
