import type { Preset } from "../preset.js";
import { rowForEach } from "./row-for-each.js";

/** Most projects have to name their data source: set `up` and `down` with `-d path/to/data-source.js`. */
export const typeorm: Preset = {
  id: "typeorm",
  title: "TypeORM",
  up: "npx typeorm migration:run",
  down: "npx typeorm migration:revert",
  bookkeeping: rowForEach("name", ["migrations", "typeorm_metadata"]),
};
