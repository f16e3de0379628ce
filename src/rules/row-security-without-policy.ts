import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const rowSecurityWithoutPolicy = defineRule({
  id: "row-security-without-policy",
  hazard: "breaks-old-code",
  severity: "warning",
  title: "Row security without a policy hides every row",
  effect:
    "With row security enabled and no policy, roles other than the owner see and change nothing: queries succeed and find no rows.",
  remedy: "Create the policies in the same transaction, before or right after enabling.",
  source: "https://www.postgresql.org/docs/current/ddl-rowsecurity.html",
  priorArt: { migrationpilot: ["MP057"], "postgres-language-server": ["rlsEnabledNoPolicy"] },
  on: "row-security",

  *predict({ table, action }, moment) {
    if (action !== "enable" || !moment.isShared(table)) return;
    const guarded = [...moment.earlier, ...moment.later].some(
      ({ operation }) => operation.kind === "create-policy" && moment.key(operation.table) === moment.key(table),
    );
    if (guarded) return;
    yield {
      table,
      message: `${sqlText.name(table)} gets row security and this change has no policy for it: other roles than the owner see no rows.`,
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
    before: "CREATE TABLE orders (id bigint);",
    bad: ["ALTER TABLE orders ENABLE ROW LEVEL SECURITY"],
    good: [
      "ALTER TABLE orders ENABLE ROW LEVEL SECURITY; CREATE POLICY all_rows ON orders USING (true)",
      "CREATE TABLE scratch (id int); ALTER TABLE scratch ENABLE ROW LEVEL SECURITY",
    ],
  },
});
