import { routineKeyOf } from "../catalog/key-of.js";
import type { Table } from "../model/catalog.js";
import type { CreateRoutine } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { bodyCode, bodyRelations } from "./body-relations.js";
import { nameOfKey } from "./effects-words.js";
import { isNowhere, knowsNames } from "./known-names.js";
import { defineRule, type Moment, type Prediction } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const triggerNamesMissingColumn = defineRule({
  id: "trigger-names-missing-column",
  hazard: "breaks-old-code",
  severity: "error",
  title: "The trigger's function names a column or a table that is not there",
  effect:
    "PL/pgSQL looks up NEW.column, and the tables that it writes to, when the function runs, not when it is made: CREATE TRIGGER goes through, and from then on each row that is written fails (42703, 42P01).",
  remedy: "Add the column first, or give this table a function of its own.",
  source: "https://www.postgresql.org/docs/current/plpgsql-trigger.html",
  priorArt: {},
  on: ["create-trigger", "create-routine"],

  *predict(operation, moment) {
    if (operation.kind === "create-routine") return yield* replaced(operation, moment);
    const { table, name, level, events, routine } = operation;
    const known = moment.table(table);
    if (
      known === undefined ||
      known.kind === "foreign" ||
      known.moreColumns === true ||
      known.columns.length === 0 ||
      level !== "row" ||
      !knowsNames(moment)
    )
      return;
    const whole = bodyOf(routine, moment);
    // What the first IF asks is asked for every row.
    const body =
      whole === null || /\bexception\s+when\b/iu.test(whole) ? null : whole.replace(/\bif\b([\s\S]*?)\bthen\b[\s\S]*/iu, "$1");
    // Where it chooses or leaves early, the name may never be reached.
    if (body === null || /\b(?:if|case|exception|loop|execute|tg_[a-z_]+)\b|\breturn\b[\s\S]*\breturn\b/iu.test(body)) return;
    const gone = operation.seesRows === true ? undefined : writtenNowhere(body, routine, moment);
    if (gone !== undefined) {
      yield {
        table,
        message: `${sqlText.name(routine)}() writes to ${sqlText.name(gone)}, which is not there: every row of ${sqlText.name(table)} that the trigger ${sqlText.identifier(name)} is called for fails.`,
        remedy: "Make the table first.",
        witnesses: [],
      };
      return;
    }
    const rows = [...(writes(events, "insert", "update") ? ["new"] : []), ...(events.includes("insert") ? [] : ["old"])];
    const missing = fieldsOf(body, rows).find((column) => !hasColumn(known, column) && !isAddedLater(column, known, moment));
    if (missing === undefined) return;
    yield {
      table,
      message: `${sqlText.name(routine)}() names the column ${sqlText.identifier(missing)}, which ${sqlText.name(table)} lacks: every row that the trigger ${sqlText.identifier(name)} is called for fails.`,
      witnesses: [],
    };
  },

  examples: {
    before: `CREATE TABLE orders (id bigint PRIMARY KEY, state text); INSERT INTO orders SELECT n, 'new' FROM generate_series(1, 20) n;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at := now(); RETURN NEW; END $$;
CREATE FUNCTION careful() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_TABLE_NAME = 'other' THEN NEW.updated_at := now(); END IF; RETURN NEW; END $$;`,
    bad: [
      {
        title: "what the first IF asks",
        up: "CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.kind IS NULL THEN RAISE EXCEPTION 'no kind'; END IF; RETURN NEW; END $$; CREATE TRIGGER tell BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION tell()",
      },
      {
        title: "a table that is nowhere",
        up: "CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO changes VALUES (NEW.id); RETURN NEW; END $$; CREATE TRIGGER log AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION log()",
      },
      {
        title: "the function of a trigger is replaced",
        up: "CREATE TRIGGER careful BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION careful(); CREATE OR REPLACE FUNCTION careful() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW IS DISTINCT FROM OLD THEN NEW.updated_at := now(); END IF; RETURN NEW; END $$",
      },
      "CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch()",
      {
        title: "a function of the same change",
        up: "CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE '%', NEW.kind; RETURN NEW; END $$; CREATE TRIGGER tell AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION tell()",
      },
    ],
    good: [
      {
        title: "the table is made afterwards",
        up: "CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO changes VALUES (NEW.id); RETURN NEW; END $$; CREATE TRIGGER log AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION log(); CREATE TABLE changes (id bigint)",
      },
      "ALTER TABLE orders ADD COLUMN updated_at timestamptz; CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch()",
      "CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch(); ALTER TABLE orders ADD COLUMN updated_at timestamptz",
      "CREATE TRIGGER careful BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION careful()",
      {
        title: "the replaced function asks for the table",
        up: "CREATE TRIGGER careful BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION careful(); CREATE OR REPLACE FUNCTION careful() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_TABLE_NAME = 'other' THEN NEW.changed_at := now(); END IF; RETURN NEW; END $$",
      },
      "CREATE OR REPLACE FUNCTION careful() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at := clock_timestamp(); RETURN NEW; END $$",
    ],
  },
});

/**
 * A function that triggers call already. NEW and OLD of a table have no other columns than the table, so that what is named behind IF is
 * as wrong, unless it asks for the table or the event, or some table that it serves has the column.
 */
function* replaced(operation: CreateRoutine, moment: Moment): Iterable<Prediction> {
  const { body, language, replace, returnsTrigger, routine } = operation;
  if (!replace || !returnsTrigger || language !== "plpgsql" || body === null || !knowsNames(moment)) return;
  const key = moment.key(routine);
  const served = [...moment.catalog.tables.values()].filter(({ triggers }) =>
    triggers.some((trigger) => trigger.level === "row" && (trigger.routine === key || trigger.routine === routine.name)),
  );
  const isTold = served.every(
    ({ columns, kind, moreColumns }) => columns.length > 0 && moreColumns !== true && kind !== "foreign",
  );
  const code = bodyCode(body);
  if (served.length === 0 || !isTold || /\b(?:exception|execute|tg_[a-z_]+)\b/iu.test(code)) return;
  const missing = fieldsOf(code, ["new", "old"]).find((column) =>
    served.every((table) => !hasColumn(table, column) && !isAddedLater(column, table, moment)),
  );
  const [first] = served;
  if (missing === undefined || first === undefined) return;
  const table = nameOfKey(`${first.schema}.${first.name}`);
  yield {
    table,
    message: `${sqlText.name(routine)}() names the column ${sqlText.identifier(missing)}, which ${sqlText.name(table)} lacks: rows that its trigger is called for fail.`,
    witnesses: [],
  };
}

/** The body of the only function of that name, without comments and strings. */
function bodyOf(routine: { readonly schema: string | null; readonly name: string }, { catalog }: Moment): string | null {
  const key = routineKeyOf(routine, catalog);
  const found = key === undefined ? undefined : catalog.routines.get(key);
  if (found?.language !== "plpgsql" || found.body === null || (found.signatures?.length ?? 1) > 1) return null;
  return bodyCode(found.body);
}

/** A table of the migration's own search path that INSERT or DELETE names, and that neither the history nor the rest of the change makes. */
function writtenNowhere(body: string, routine: RelationName, moment: Moment): RelationName | undefined {
  const key = routineKeyOf(routine, moment.catalog);
  // A path of its own may find it elsewhere.
  if (key === undefined || moment.catalog.routines.get(key)?.searchPath !== undefined) return undefined;
  if (/\bcreate\b/iu.test(body)) return undefined;
  return bodyRelations(body)
    .filter(({ right }) => right === "insert" || right === "delete")
    .map(({ target }) => target)
    .find(
      (target) =>
        isNowhere(target, moment) &&
        !moment.later.some(({ operation }) => "table" in operation && operation.table?.name === target.name) &&
        !moment.later.some(({ operation }) => "to" in operation && operation.to === target.name) &&
        !moment.later.some(({ operation }) => "view" in operation && operation.view.name === target.name),
    );
}

function fieldsOf(body: string, rows: readonly string[]): readonly string[] {
  return [...body.matchAll(/(?<![\w$."])(new|old)\s*\.\s*(?:"([^"]+)"|([a-z_][\w$]*))/giu)]
    .filter(([, row = ""]) => rows.includes(row.toLowerCase()))
    .map(([, , quoted, plain = ""]) => quoted ?? plain.toLowerCase());
}

const SYSTEM = new Set(["ctid", "tableoid", "xmin", "xmax", "cmin", "cmax"]);

function hasColumn({ columns }: Table, column: string): boolean {
  return SYSTEM.has(column) || columns.some(({ name }) => name === column);
}

function isAddedLater(column: string, table: Table, { later, key }: Moment): boolean {
  const own = `${table.schema}.${table.name}`;
  return later.some(
    ({ operation }) =>
      (operation.kind === "add-column" && operation.column.name === column && key(operation.table) === own) ||
      (operation.kind === "rename-column" && operation.to === column && key(operation.table) === own) ||
      (operation.kind === "create-routine" && operation.returnsTrigger) ||
      (operation.kind === "drop-object" && operation.object === "trigger"),
  );
}

function writes(events: readonly string[], ...some: readonly string[]): boolean {
  return events.some((event) => some.includes(event));
}
