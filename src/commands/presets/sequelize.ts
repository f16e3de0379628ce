import type { Preset } from "../preset.js";
import { rowForEach } from "./row-for-each.js";

/** Its command line reads the address from its own configuration: let that use `DATABASE_URL`. */
export const sequelize: Preset = {
  id: "sequelize",
  title: "Sequelize",
  up: "npx sequelize-cli db:migrate",
  down: "npx sequelize-cli db:migrate:undo",
  bookkeeping: rowForEach("name", ["SequelizeMeta"]),
};
