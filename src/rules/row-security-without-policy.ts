import type { Table } from "../model/catalog.js";
import type { OperationOf } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { actingAs, givesUnsaid } from "./rights.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const rowSecurityWithoutPolicy = defineRule({
  id: "row-security-without-policy",
  hazard: "breaks-old-code",
  severity: "warning",
  title: "Row security without a policy hides every row",
  effect:
    "With row security enabled, roles other than the owner do only what some permissive policy lets them: without one queries succeed and find no rows, and inserts fail (42501). FORCE holds the owner to the same.",
  remedy: "Create the policies in the same transaction, before or right after enabling.",
  source: "https://www.postgresql.org/docs/current/ddl-rowsecurity.html",
  priorArt: { migrationpilot: ["MP057"], "postgres-language-server": ["rlsEnabledNoPolicy"] },
  on: ["row-security", "drop-object"],

  *predict(operation, moment) {
    if (operation.kind === "drop-object") return yield* lastPolicyGoes(operation, moment);
    const { table, action } = operation;
    if ((action !== "enable" && action !== "force") || !moment.isShared(table)) return;
    const policies = policiesInTheEnd(table, [], moment);
    const shut = shutOut(table, policies, action === "force", moment);
    if (shut === null && (action === "force" || policies.length > 0)) return;
    yield {
      table,
      ...(shut === null ? {} : { severity: "error" as const }),
      message:
        shut === null
          ? `${sqlText.name(table)} gets row security and this change has no policy for it: other roles than the owner see no rows.`
          : saying(table, shut),
      fix: {
        sql: `CREATE POLICY ${sqlText.identifier(`${table.name}_all`)} ON ${sqlText.name(table)} USING (/* which rows a role may see */ true);`,
        edits: [],
        verified: false,
        role: "sketch",
      },
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint); CREATE TABLE parts (id bigint); GRANT SELECT, INSERT ON parts TO pg_monitor; CREATE TABLE guarded (id bigint); CREATE POLICY all_rows ON guarded USING (true); GRANT SELECT, INSERT ON guarded TO pg_monitor; CREATE TABLE safe (id bigint); ALTER TABLE safe ENABLE ROW LEVEL SECURITY; CREATE POLICY all_rows ON safe USING (true); GRANT SELECT ON safe TO pg_monitor;",
    bad: [
      "ALTER TABLE orders ENABLE ROW LEVEL SECURITY",
      { title: "a role is known to use it", up: "ALTER TABLE parts ENABLE ROW LEVEL SECURITY" },
      {
        title: "the policy lets roles read, and one of them writes",
        up: "ALTER TABLE parts ENABLE ROW LEVEL SECURITY; CREATE POLICY read ON parts FOR SELECT USING (true)",
      },
      { title: "the last policy goes", up: "DROP POLICY all_rows ON safe" },
    ],
    good: [
      "ALTER TABLE orders ENABLE ROW LEVEL SECURITY; CREATE POLICY all_rows ON orders USING (true)",
      { title: "a policy was there before", up: "ALTER TABLE guarded ENABLE ROW LEVEL SECURITY" },
      {
        title: "another policy takes over",
        up: "DROP POLICY all_rows ON safe; CREATE POLICY read ON safe FOR SELECT TO pg_monitor USING (true)",
      },
      "CREATE TABLE scratch (id int); ALTER TABLE scratch ENABLE ROW LEVEL SECURITY",
    ],
  },
});

type Policies = NonNullable<Table["policies"]>;

interface ShutOut {
  readonly role: string;
  readonly right: string;
}

function* lastPolicyGoes({ object, names, on }: OperationOf<"drop-object">, moment: Moment) {
  if (object !== "policy" || on === null || moment.table(on)?.rowSecurity !== true || !moment.isShared(on)) return;
  const gone = names.map(({ name }) => name);
  const shut = shutOut(on, policiesInTheEnd(on, gone, moment), false, moment);
  if (shut === null || shutOut(on, moment.table(on)?.policies ?? [], false, moment) !== null) return;
  yield { table: on, severity: "error" as const, message: saying(on, shut), witnesses: [] };
}

function saying(table: RelationName, { role, right }: ShutOut): string {
  const then = right === "insert" ? "its inserts fail" : "it finds no rows";
  return `${sqlText.identifier(role)} may ${right.toUpperCase()} on ${sqlText.name(table)}, and no policy lets it: ${then}.`;
}

/** Those of this moment and what the change makes later; ALTER POLICY and drops are taken to leave enough. */
function policiesInTheEnd(table: RelationName, without: readonly string[], moment: Moment): Policies {
  const made = moment
    .laterOf("create-policy")
    .flatMap(({ operation }) =>
      operation.kind === "create-policy" && moment.key(operation.table) === moment.key(table)
        ? [{ name: operation.policy, reads: [], ...(operation.lets === undefined ? {} : { lets: operation.lets }) }]
        : [],
    );
  return [...(moment.table(table)?.policies ?? []).filter(({ name }) => !without.includes(name)), ...made];
}

/** A role that has a right by GRANT, or as owner under FORCE, which no policy lets it use. */
function shutOut(table: RelationName, policies: Policies, owners: boolean, moment: Moment): ShutOut | null {
  // A platform grants everything to everybody, and leaves it to the policies.
  if (givesUnsaid(moment)) return null;
  for (const [role, rights] of moment.catalog.grants?.get(moment.key(table)) ?? []) {
    if (role === "public" || rights.has("owner") !== owners) continue;
    const names = new Set(actingAs(role, moment.catalog));
    const right = ["insert", "select", "update", "delete"].find(
      (each) =>
        (owners || rights.has(each)) &&
        !policies.some(
          ({ lets }) =>
            lets === undefined || ((lets.command === "all" || lets.command === each) && lets.to.some((to) => names.has(to))),
        ),
    );
    if (right !== undefined) return { role, right };
  }
  return null;
}
