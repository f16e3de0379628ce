import type { Preset } from "../preset.js";
import { rowForEach } from "./row-for-each.js";

/** One row of `name` for each migration. */
export const nodePgMigrate: Preset = {
  id: "node-pg-migrate",
  title: "node-pg-migrate",
  up: "npx node-pg-migrate up",
  down: "npx node-pg-migrate down",
  bookkeeping: rowForEach("name", ["pgmigrations"]),
};
