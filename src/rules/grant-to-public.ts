import { defineRule } from "./rule.js";
import { sketchOf } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const grantToPublic = defineRule({
  id: "grant-to-public",
  hazard: "security",
  severity: "warning",
  title: "GRANT to PUBLIC opens it to every role",
  effect: "PUBLIC means all roles, also those created later. Writing privileges on tables open them to each.",
  remedy: "Grant to the role that needs it.",
  source: "https://www.postgresql.org/docs/current/sql-grant.html",
  priorArt: { migrationpilot: ["MP085"], "safe-migrate": ["overbroad-grant"] },
  on: "grant",

  *predict({ grant, to, privileges, names, object }) {
    if (!grant || !to.some((role) => role.toLowerCase() === "public")) return;
    if (object !== "table" && object !== "schema" && object !== "sequence") return;
    if (object === "schema" && privileges.every((privilege) => privilege.toLowerCase() === "usage")) return;
    const what = privileges.length === 0 ? "all privileges" : privileges.join(", ").toUpperCase();
    yield {
      table: names[0] ?? null,
      message: `Every role gets ${what} on ${names.map(({ name }) => name).join(", ")}.`,
      fix: sketchOf(
        `GRANT ${what.toUpperCase()} ON ${object === "table" ? "" : `${object.toUpperCase()} `}${names.map(sqlText.name).join(", ")} TO current_user /* the role that needs it */;`,
      ),
      witnesses: [],
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint); CREATE SCHEMA app;",
    bad: ["GRANT ALL ON orders TO PUBLIC", "GRANT SELECT ON orders TO PUBLIC"],
    good: ["GRANT SELECT ON orders TO CURRENT_USER", "GRANT USAGE ON SCHEMA app TO PUBLIC"],
  },
});
