import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const revokeBreaksUsers = defineRule({
  id: "revoke-breaks-users",
  hazard: "breaks-old-code",
  severity: "warning",
  title: "A role loses rights",
  effect: "Whatever runs as that role, and needs the right, fails from COMMIT on.",
  remedy: "Grant the new rights first, move the code over, then revoke.",
  source: "https://www.postgresql.org/docs/current/sql-revoke.html",
  priorArt: { "safe-migrate": ["privilege-change"] },
  on: "grant",

  *predict({ grant, to, object, names, allInSchema, privileges }, moment) {
    if (grant || to.length === 0 || object === "other") return;
    const settled = names.filter((name) => object !== "table" || moment.isShared(name));
    const back = moment.later.some(
      ({ operation }) => operation.kind === "grant" && operation.grant && operation.object === object,
    );
    if (back || (settled.length === 0 && !allInSchema)) return;
    // PUBLIC loses what nobody should have had.
    if (to.every((role) => role.toLowerCase() === "public")) return;
    yield {
      table: object === "table" ? (settled[0] ?? null) : null,
      message:
        `${to.join(", ")} ${to.length === 1 ? "loses" : "lose"} ${privileges.length === 0 ? "all rights" : privileges.join(", ").toUpperCase()} on ${allInSchema ? "everything in" : ""} ${settled.map(sqlText.name).join(", ")}.`.replace(
          "  ",
          " ",
        ),
      witnesses: [],
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint);",
    bad: ["REVOKE INSERT ON orders FROM CURRENT_USER"],
    good: ["REVOKE ALL ON orders FROM PUBLIC", "REVOKE ALL ON orders FROM CURRENT_USER; GRANT SELECT ON orders TO CURRENT_USER"],
  },
});
