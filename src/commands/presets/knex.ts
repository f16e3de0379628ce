import type { Preset } from "../preset.js";
import { rowForEach } from "./row-for-each.js";

/** `migrate:down` takes back one migration; `migrate:rollback` would take back a batch. */
export const knex: Preset = {
  id: "knex",
  title: "Knex",
  up: "npx knex migrate:latest",
  down: "npx knex migrate:down",
  bookkeeping: rowForEach("name", ["knex_migrations", "knex_migrations_lock"]),
};
