import type { Preset } from "../preset.js";
import { rowForEach } from "./row-for-each.js";

/** Its repo has to read `DATABASE_URL`, as `config/runtime.exs` of a new Phoenix application does in production. */
export const ecto: Preset = {
  id: "ecto",
  title: "Ecto",
  up: "mix ecto.migrate --quiet",
  down: "mix ecto.rollback",
  bookkeeping: rowForEach("version", ["schema_migrations"]),
};
