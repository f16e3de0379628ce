import { routineKeyOf } from "../catalog/key-of.js";
import type { RelationName } from "../model/relation-name.js";
import { foldedName } from "../postgres/folded-name.js";
import { bodyCode } from "./body-relations.js";
import { knowsNames } from "./known-names.js";
import { givesUnsaid, holdersOf, isGrantedLater, mayDo } from "./rights.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const triggerLacksRights = defineRule({
  id: "trigger-lacks-rights",
  hazard: "breaks-old-code",
  severity: "error",
  title: "The trigger writes where the application may not",
  effect:
    "Unless its function is SECURITY DEFINER a trigger runs with the rights of whoever writes: where that role may not write the table that the function writes, each of its statements fails (42501).",
  remedy: "Grant the role what the function does, or make the function SECURITY DEFINER with a search_path of its own.",
  source: "https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY",
  priorArt: {},
  on: "create-trigger",

  *predict({ table, name, events, routine }, moment) {
    const { catalog } = moment;
    if (!moment.isShared(table) || givesUnsaid(moment) || !knowsNames(moment)) return;
    const key = routineKeyOf(routine, catalog);
    const found = key === undefined ? undefined : catalog.routines.get(key);
    if (found?.language !== "plpgsql" || found.definer === true || found.body === null || (found.signatures?.length ?? 1) > 1)
      return;
    const roles = holdersOf(moment.key(table), catalog, new Set(events));
    for (const { target, right } of writesOf(found.body)) {
      const written = moment.table(target);
      if (written === undefined || written.temporary) continue;
      const role = roles.find(
        (each) => !mayDo(each, right, moment.key(target), catalog) && !isGrantedLater(each, target, moment),
      );
      if (role === undefined) continue;
      yield {
        table,
        message: `The trigger ${sqlText.identifier(name)} does ${right.toUpperCase()} on ${sqlText.name(target)}, to which ${sqlText.identifier(role)} has no right: what it writes to ${sqlText.name(table)} fails.`,
        witnesses: [],
      };
      return;
    }
  },

  examples: {
    before: `CREATE TABLE orders (id bigint PRIMARY KEY); INSERT INTO orders SELECT generate_series(1, 20); GRANT SELECT, INSERT ON orders TO pg_monitor; CREATE TABLE log (id bigint);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (NEW.id); RETURN NULL; END $$;
CREATE FUNCTION note_as_owner() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN INSERT INTO log VALUES (NEW.id); RETURN NULL; END $$;`,
    bad: ["CREATE TRIGGER note AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note()"],
    good: [
      "CREATE TRIGGER note AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note_as_owner()",
      "GRANT INSERT ON log TO pg_monitor; CREATE TRIGGER note AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note()",
      {
        title: "an event that the role may not cause",
        up: "CREATE TRIGGER note AFTER DELETE ON orders FOR EACH ROW EXECUTE FUNCTION note()",
      },
    ],
  },
});

const WRITE =
  /\b(insert\s+into|delete\s+from|update)\s+(?:only\s+)?((?:"[^"]+"|[a-z_][\w$]*)(?:\s*\.\s*(?:"[^"]+"|[a-z_][\w$]*))?)/giu;

/** Tables that static SQL of the body writes. DO UPDATE of ON CONFLICT has SET where a table would stand. */
function writesOf(body: string): readonly { readonly target: RelationName; readonly right: string }[] {
  return [...bodyCode(body).matchAll(WRITE)].flatMap(([, verb = "", written = ""]) => {
    const [last = "", schema = null] = (written.match(/"[^"]+"|[a-z_][\w$]*/giu) ?? []).map(foldedName).reverse();
    const right = verb.slice(0, 6).toLowerCase();
    return last === "set" || last === "of" ? [] : [{ target: { schema, name: last }, right }];
  });
}
