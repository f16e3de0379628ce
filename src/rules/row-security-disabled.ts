import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const rowSecurityDisabled = defineRule({
  id: "row-security-disabled",
  hazard: "security",
  severity: "warning",
  title: "Row security is switched off",
  effect: "Every role that may read the table sees all its rows from COMMIT on, whatever the policies say.",
  remedy: "Drop or widen the policies that are in the way instead.",
  source: "https://www.postgresql.org/docs/current/ddl-rowsecurity.html",
  priorArt: { "postgres-language-server": ["rlsDisabledInPublic"] },
  on: "row-security",

  *predict({ table, action }, moment) {
    if ((action !== "disable" && action !== "no-force") || !moment.isShared(table)) return;
    const again = moment.later.some(
      ({ operation, sameTransaction }) =>
        sameTransaction &&
        operation.kind === "row-security" &&
        (operation.action === "enable" || operation.action === "force") &&
        moment.key(operation.table) === moment.key(table),
    );
    if (again || moment.table(table)?.rowSecurity === false) return;
    yield {
      table,
      message: `${sqlText.name(table)} loses its row security${action === "no-force" ? " for its owner" : ""}: policies hide nothing any more.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint); ALTER TABLE orders ENABLE ROW LEVEL SECURITY; CREATE POLICY mine ON orders USING (id > 0);",
    bad: ["ALTER TABLE orders DISABLE ROW LEVEL SECURITY"],
    good: [
      "ALTER TABLE orders DISABLE ROW LEVEL SECURITY; UPDATE orders SET id = 1 WHERE id = 1; ALTER TABLE orders ENABLE ROW LEVEL SECURITY",
      "CREATE TABLE scratch (n int); ALTER TABLE scratch DISABLE ROW LEVEL SECURITY",
    ],
  },
});
