import type { Preset } from "../preset.js";
import { rowForEach } from "./row-for-each.js";

/** One row of `name` for each migration. */
export const mikroOrm: Preset = {
  id: "mikro-orm",
  title: "MikroORM",
  up: "npx mikro-orm migration:up",
  down: "npx mikro-orm migration:down",
  bookkeeping: rowForEach("name", ["mikro_orm_migrations"]),
};
