import { patternOf } from "../postgres/pattern-of.js";
import { type Change, defineRule, type Moment } from "./rule.js";

export const dropOwned = defineRule({
  id: "drop-owned",
  hazard: "data-loss",
  severity: "error",
  title: "DROP OWNED drops all that a role owns",
  effect: "Every table, view, function and type of the role goes, with all rows, and so do its privileges on what others own.",
  remedy: "REASSIGN OWNED first, so that only privileges are left to drop, and drop by name what is meant to go.",
  source: "https://www.postgresql.org/docs/current/sql-drop-owned.html",
  priorArt: {},
  on: "other",

  *predict({ tag }, moment) {
    if (tag !== "DropOwnedStmt") return;
    const kept = moment.earlier.some(
      ({ operation, sameTransaction, statement }) =>
        operation.kind === "other" &&
        operation.tag === "ReassignOwnedStmt" &&
        (sameTransaction || statement.migration === moment.statement.migration),
    );
    if (kept || ownsNothing(moment)) return;
    yield { table: null, message: "Everything that the role owns is dropped, and nothing names what that is.", witnesses: [] };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY); INSERT INTO orders SELECT generate_series(1, 200);",
    bad: ["CREATE ROLE retired_one; ALTER TABLE orders OWNER TO retired_one; DROP OWNED BY retired_one"],
    good: [
      {
        title: "a role of this change that owns nothing",
        up: "CREATE ROLE passing_one; GRANT SELECT ON orders TO passing_one; DROP OWNED BY passing_one; DROP ROLE passing_one",
      },
      "CREATE ROLE retired_two; REASSIGN OWNED BY retired_two TO CURRENT_USER; DROP OWNED BY retired_two; DROP ROLE retired_two",
    ],
  },
});

/** Every role named was made in this change or its history, and nothing was given to it or made in its name. */
function ownsNothing(moment: Moment): boolean {
  const { change, earlier, statement } = moment;
  const named = /\bowned\s+by\s+([^;]*?)\s*(?:\b(?:cascade|restrict)\b\s*)?;?\s*$/iu.exec(statement.text)?.[1] ?? "";
  const roles = named.split(",").map((role) => role.trim().replace(/^"(.*)"$/u, "$1"));
  const acted = earlier.some(
    ({ operation }) =>
      (operation.kind === "set" && /^(?:role|session_authorization)$/iu.test(operation.name)) ||
      (operation.kind === "change-owner" && roles.includes(operation.owner)),
  );
  const made = earlier.flatMap(({ operation }) =>
    operation.kind === "create-object" && operation.object === "role" ? [operation.name.name] : [],
  );
  const gone = moment
    .laterOf("drop-object")
    .flatMap(({ operation }) => (operation.kind === "drop-object" && operation.object === "role" ? operation.names : []));
  return (
    !acted &&
    roles.every(
      (role) =>
        made.includes(role) ||
        made.includes(role.toLowerCase()) ||
        // What it may do, nobody needs who drops it next.
        (gone.some(({ name }) => name === role) && wasOnlyGranted(role, change)),
    )
  );
}

/** The history makes the role, and says of it only what others let it do: it cannot make anything, nor was anything given to it. */
function wasOnlyGranted(role: string, { base, history }: Change): boolean {
  if (!base.complete) return false;
  const name = new RegExp(`(?<![\\w$])${patternOf(role)}(?![\\w$])`, "u");
  const statements = history.settled.flatMap(({ up }) => up.text.split(";")).filter((text) => name.test(text));
  return (
    statements.some((text) => /^\s*create\s+role\b/iu.test(text)) &&
    statements.every((text) => /^\s*(?:create\s+(?:role|policy)|grant|revoke)\b/iu.test(text) && !MAKES.test(text))
  );
}

/** A right or an attribute by which a role comes to own something. */
const MAKES = /\b(?:create(?!\s+(?:role|policy))|superuser|login|admin)\b|\ball\s+(?:privileges\s+)?on\s+(?:schema|database)\b/iu;
