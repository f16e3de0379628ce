import type { Preset } from "../preset.js";
import { rowForEach } from "./row-for-each.js";

/** The command is that of kysely-ctl; a script of your own that calls Migrator does as well. */
export const kysely: Preset = {
  id: "kysely",
  title: "Kysely",
  up: "npx kysely migrate:latest",
  down: "npx kysely migrate:down",
  bookkeeping: rowForEach("name", ["kysely_migration", "kysely_migration_lock"]),
};
