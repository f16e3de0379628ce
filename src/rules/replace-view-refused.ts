import { resolveShape } from "../catalog/view-shape.js";
import type { View } from "../model/catalog.js";
import type { RelationName } from "../model/relation-name.js";
import { knowsNames } from "./known-names.js";
import { defineRule, type Moment } from "./rule.js";
import { fixOf, together, writtenText } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const replaceViewRefused = defineRule({
  id: "replace-view-refused",
  hazard: "cannot-run",
  severity: "error",
  title: "CREATE OR REPLACE VIEW with other columns",
  effect: "The old columns must stay, in their order, with their names and types; new ones may only follow at the end.",
  remedy: "Add columns at the end; or drop the view and create it anew in one transaction, with what depends on it.",
  source: "https://www.postgresql.org/docs/current/sql-createview.html",
  priorArt: {},
  on: "create-view",
  directions: ["up", "down"],

  *predict({ view, replace, reads, shape }, moment) {
    const old = moment.catalog.views.get(moment.key(view));
    if (!replace || old?.columns === undefined || old.materialized || shape === undefined || !knowsNames(moment)) return;
    const next = resolveShape(shape, reads, moment.catalog).columns;
    const refusal = next === undefined ? null : refusalOf(old.columns, next);
    if (refusal === null) return;
    const written = writtenText(moment);
    yield {
      table: view,
      message: `${sqlText.name(view)}: ${refusal}, so the server refuses to replace the view.`,
      ...(written === null || isReadByViews(view, moment)
        ? {}
        : {
            fix: {
              ...fixOf(
                ...together(
                  moment,
                  `DROP VIEW ${sqlText.name(view)};`,
                  `${written.replace(/^(\s*create\s+)or\s+replace\s+/iu, "$1")};`,
                ),
              ),
              differs: "what was granted on the view has to be granted again",
              // Queries that read a column which goes have to change first.
              ...(next?.some(({ name }) => name === null) === false && loses(old.columns, next)
                ? { role: "sketch" as const }
                : {}),
            },
          }),
      witnesses: [{ kind: "error", sqlstates: ["42P16"] }],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int, state text); CREATE VIEW open_orders AS SELECT id, total FROM orders; CREATE VIEW states AS SELECT state, count(*) AS n FROM orders GROUP BY 1;",
    bad: [
      "CREATE OR REPLACE VIEW open_orders AS SELECT id FROM orders",
      "CREATE OR REPLACE VIEW open_orders AS SELECT id, state FROM orders",
      "CREATE OR REPLACE VIEW open_orders AS SELECT id, total::bigint FROM orders",
      "CREATE OR REPLACE VIEW open_orders AS SELECT id, total AS amount FROM orders",
      "CREATE OR REPLACE VIEW states AS SELECT state, count(*)::int AS n FROM orders GROUP BY 1",
      {
        title: "the way back of a column added at the end",
        up: "CREATE OR REPLACE VIEW open_orders AS SELECT id, total, state FROM orders",
        down: "CREATE OR REPLACE VIEW open_orders AS SELECT id, total FROM orders",
      },
    ],
    good: [
      "CREATE OR REPLACE VIEW open_orders AS SELECT id, total, state FROM orders",
      "CREATE OR REPLACE VIEW open_orders AS SELECT o.id, o.total FROM orders o WHERE o.state = 'open'",
      "DROP VIEW open_orders; CREATE VIEW open_orders AS SELECT id FROM orders",
      "CREATE OR REPLACE VIEW open_orders AS SELECT id, total, 1 AS one FROM orders",
    ],
  },
});

type Columns = NonNullable<View["columns"]>;

/** What no longer fits; nothing from the first column on that the text does not tell. */
function refusalOf(old: Columns, next: Columns): string | null {
  for (const [at, { name, type }] of old.entries()) {
    const now = next[at];
    if (name === null) return null;
    if (now === undefined) return `the column ${sqlText.identifier(name)} is missing`;
    if (now.name === null) return null;
    if (now.name !== name) return `${sqlText.identifier(now.name)} stands where ${sqlText.identifier(name)} was`;
    if (type !== null && now.type !== null && !sameType(type, now.type))
      return `${sqlText.identifier(name)} was ${type.text} and becomes ${now.type.text}`;
  }
  return null;
}

function loses(old: Columns, next: Columns): boolean {
  return old.some(({ name }) => name !== null && !next.some((column) => column.name === name));
}

function sameType(a: NonNullable<Columns[number]["type"]>, b: NonNullable<Columns[number]["type"]>): boolean {
  return a.name === b.name && a.array === b.array && a.modifiers.join() === b.modifiers.join();
}

function isReadByViews(view: RelationName, moment: Moment): boolean {
  const key = moment.key(view);
  return [...moment.catalog.views.values()].some(({ reads }) => reads.some((each) => each === key || each.startsWith(`${key}.`)));
}
