import type { SchemaDifference } from "../model/rehearsal.js";
import type { SchemaDrift } from "../model/schema-drift.js";
import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";

/** Objects that a report names; all are counted. */
const SHOWN = 20;

export const schemaDrift = defineChangeRule({
  id: "schema-drift",
  hazard: "history",
  severity: "error",
  title: "The migrations do not build the schema that is checked in",
  effect:
    "Environments made from the schema file and environments made by the migrations are two different databases: tests pass on one, and production is the other.",
  remedy:
    "Write the schema file anew from a database that the migrations built, or add the migration that is missing. What differs on purpose belongs under `drift.ignore`.",
  source: "rehearsal: the schema file built in a database of its own, and compared object by object",
  priorArt: {},

  *judge(_change, rehearsal) {
    const drift = rehearsal?.drift ?? null;
    if (drift === null || (drift.problem === null && drift.differences.length === 0)) return;
    yield {
      migration: null,
      place: startOf(drift.problem?.file ?? drift.files[0] ?? ""),
      evidence: "observed",
      message: messageOf(drift),
      ...(drift.differences.length === 0 ? {} : { proof: proofOf(drift) }),
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, note text);",
    bad: [
      {
        title: "a column that the file lacks",
        up: "ALTER TABLE orders ADD COLUMN total int",
        expectedSchema: "CREATE TABLE public.orders (id bigint PRIMARY KEY, note text);",
      },
      {
        title: "an index that no migration makes",
        up: "ALTER TABLE orders ADD COLUMN total int",
        expectedSchema:
          "CREATE TABLE orders (id bigint PRIMARY KEY, note text, total int); CREATE INDEX orders_note ON orders (note);",
      },
      {
        title: "a file that cannot be built",
        up: "ALTER TABLE orders ADD COLUMN total int",
        expectedSchema: "CREATE TABLE orders (id bigint PRIMARY KEY, note missing_type);",
      },
    ],
    good: [
      {
        title: "another order of columns, an owner, and settings of a newer server",
        up: "ALTER TABLE orders ADD COLUMN total int",
        expectedSchema:
          "SET transaction_timeout = 0; CREATE TABLE public.orders (id bigint NOT NULL, total integer, note text); ALTER TABLE public.orders OWNER TO somebody; ALTER TABLE ONLY public.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id); GRANT SELECT ON TABLE public.orders TO reader;",
      },
    ],
  },
});

function messageOf({ files, problem, differences }: SchemaDrift): string {
  const file = files.join(", ");
  if (problem !== null)
    return `${problem.file} cannot be built, so nothing says that the migrations build it: ${problem.message}.`;
  const shown = differences.slice(0, 4).map(({ kind, object, before, after }) => {
    const side = before === null ? `is not in ${file}` : after === null ? "is made by no migration" : "is different";
    return `${kind} ${object} ${side}`;
  });
  const more = differences.length - shown.length;
  return `The migrations and ${file} do not agree: ${shown.join("; ")}${more > 0 ? `; and ${more} more` : ""}.`;
}

function proofOf({ differences, ignored }: SchemaDrift): string {
  const shown = differences.slice(0, SHOWN).map(sides);
  const more = differences.length - shown.length;
  const besides = ignored === 0 ? "" : `; ${ignored} more are listed under drift.ignore`;
  return `${shown.join("; ")}${more > 0 ? `; and ${more} more` : ""}${besides}`;
}

function sides({ kind, object, before, after }: SchemaDifference): string {
  return `${kind} ${object}: file ${shortened(before)}, migrations ${shortened(after)}`;
}

const LONGEST = 120;

function shortened(definition: string | null): string {
  if (definition === null) return "none";
  const text = definition.replace(/\s+/gu, " ").replaceAll("`", "'");
  if (text === "") return "has it";
  return `\`${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}\``;
}
