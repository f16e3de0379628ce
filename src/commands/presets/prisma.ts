import type { Preset } from "../preset.js";
import { rowForEach } from "./row-for-each.js";

/** Reads `DATABASE_URL` as its schema says. There is no command for a way back. */
export const prisma: Preset = {
  id: "prisma",
  title: "Prisma Migrate",
  up: "npx prisma migrate deploy",
  down: null,
  bookkeeping: { ...rowForEach("migration_name", ["_prisma_migrations"]), marksBefore: true },
};
