import { bodyRelations } from "./body-relations.js";
import { namePattern, settledTexts } from "./history-words.js";
import { holdersOf } from "./rights.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const policyFailsQueries = defineRule({
  id: "policy-fails-queries",
  hazard: "breaks-old-code",
  severity: "error",
  title: "The policy makes every query of the table fail",
  effect:
    "A policy is worked out inside each query of a role that it holds for. One that reads its own table fails with «infinite recursion» (42P17), and current_setting() of a parameter that the session never set fails as well (42704), unless its second argument is true.",
  remedy:
    "Read the own table in a SECURITY DEFINER function; write current_setting('app.tenant', true) and let the policy say what holds where it is NULL, or set the parameter in every session first.",
  source: "https://www.postgresql.org/docs/current/ddl-rowsecurity.html",
  priorArt: {},
  on: ["create-policy", "alter-object"],

  *predict(operation, moment) {
    if (operation.kind === "alter-object" && operation.object !== "policy") return;
    const table = operation.kind === "create-policy" ? operation.table : operation.name;
    const { text } = moment.statement;
    if (moment.site.inside !== "statement" || !moment.isShared(table) || !isEnforced(moment.key(table), moment)) return;
    const isRead = !/\bfor\s+(?:insert|update|delete)\b/iu.test(text);
    const key = moment.key(table);
    if (isRead && operation.kind === "create-policy" && bodyRelations(text).some(({ target }) => moment.key(target) === key)) {
      yield {
        table,
        message: `The policy reads ${sqlText.name(table)}, whose policies it is one of: every query of it by others than the owner fails.`,
        witnesses: [],
      };
      return;
    }
    const setting = unsetIn(text, moment);
    if (setting === null) return;
    yield {
      table,
      // The owner is not held to it; who else asks, only grants tell.
      severity: holdersOf(key, moment.catalog).length > 0 ? "error" : "warning",
      message: `The policy asks for ${setting}, which nothing before this change sets: every query of ${sqlText.name(table)} in a session without it fails.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, tenant_id int, owner text); GRANT SELECT ON orders TO pg_monitor; INSERT INTO orders SELECT n, 1, 'a' FROM generate_series(1, 20) n;",
    bad: [
      "ALTER TABLE orders ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON orders USING (tenant_id IN (SELECT o.tenant_id FROM orders o WHERE o.owner = current_user))",
      "CREATE POLICY own ON orders USING (tenant_id = current_setting('app.tenant')::int); ALTER TABLE orders ENABLE ROW LEVEL SECURITY",
    ],
    good: [
      "CREATE POLICY own ON orders USING (tenant_id = current_setting('app.tenant', true)::int); ALTER TABLE orders ENABLE ROW LEVEL SECURITY",
      {
        title: "only what is inserted is compared with what is there",
        up: "CREATE POLICY all_rows ON orders USING (true); CREATE POLICY own ON orders AS RESTRICTIVE FOR INSERT WITH CHECK (tenant_id IN (SELECT o.tenant_id FROM orders o)); ALTER TABLE orders ENABLE ROW LEVEL SECURITY",
      },
      {
        title: "a function reads as its owner",
        up: "CREATE FUNCTION own_tenants() RETURNS SETOF int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS 'SELECT tenant_id FROM orders WHERE owner = session_user'; CREATE POLICY own ON orders USING (tenant_id IN (SELECT own_tenants())); ALTER TABLE orders ENABLE ROW LEVEL SECURITY",
      },
      "CREATE POLICY own ON orders USING (owner = current_setting('role'))",
    ],
  },
});

/** Row security is on at the end of the change. */
function isEnforced(key: string, moment: Moment): boolean {
  const last = moment
    .laterOf("row-security")
    .findLast(
      ({ operation }) =>
        operation.kind === "row-security" &&
        (operation.action === "enable" || operation.action === "disable") &&
        moment.key(operation.table) === key,
    );
  if (last?.operation.kind === "row-security") return last.operation.action === "enable";
  return moment.catalog.tables.get(key)?.rowSecurity === true;
}

/** A parameter of somebody's own, which has a dot in its name; null where the history or the change says it elsewhere. */
function unsetIn(text: string, { change, statement }: Moment): string | null {
  for (const [, name = "", missingOk = ""] of text.matchAll(
    /\bcurrent_setting\s*\(\s*'([\w$]+(?:\.[\w$]+)+)'(?:::\w+)?\s*(?:,\s*(\w+)\s*)?\)/giu,
  )) {
    if (/^(?:true|t|on)$/iu.test(missingOk)) continue;
    const spoken = new RegExp(namePattern(name), "iu");
    const set = new RegExp(`\\bset\\s+(?:session\\s+|local\\s+)?${namePattern(name)}`, "iu");
    const others = change.migrations.flatMap(({ up }) => up.statements.filter((each) => each !== statement));
    if (settledTexts(change).some((each) => spoken.test(each)) || others.some((each) => set.test(each.text))) continue;
    return name;
  }
  return null;
}
