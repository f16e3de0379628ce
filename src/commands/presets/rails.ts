import type { Preset } from "../preset.js";
import { rowForEach } from "./row-for-each.js";

/** Active Record keeps one row of `version` for each migration. */
export const rails: Preset = {
  id: "rails",
  title: "Rails",
  up: "bin/rails db:migrate",
  down: "bin/rails db:migrate:down VERSION={name}",
  bookkeeping: rowForEach("version", ["schema_migrations", "ar_internal_metadata"]),
};
