import type { Preset } from "../preset.js";
import { alembic } from "./alembic.js";
import { django } from "./django.js";
import { drizzleKit } from "./drizzle-kit.js";
import { ecto } from "./ecto.js";
import { efCore } from "./ef-core.js";
import { flyway } from "./flyway.js";
import { gooseGo } from "./goose-go.js";
import { knex } from "./knex.js";
import { kysely } from "./kysely.js";
import { liquibase } from "./liquibase.js";
import { mikroOrm } from "./mikro-orm.js";
import { nodePgMigrate } from "./node-pg-migrate.js";
import { prisma } from "./prisma.js";
import { rails } from "./rails.js";
import { sequelize } from "./sequelize.js";
import { typeorm } from "./typeorm.js";

/** Every tool whose commands are known, sorted by id. */
export const presets: readonly Preset[] = [
  alembic,
  django,
  drizzleKit,
  ecto,
  efCore,
  flyway,
  gooseGo,
  knex,
  kysely,
  liquibase,
  mikroOrm,
  nodePgMigrate,
  prisma,
  rails,
  sequelize,
  typeorm,
];

/** What a user may write under `command.tool`. */
export const presetIds: readonly string[] = presets.map(({ id }) => id);
