import type { Preset } from "../preset.js";

/** Rows hold a hash of the file and no name, so all that is new counts as one migration. */
export const drizzleKit: Preset = {
  id: "drizzle-kit",
  title: "Drizzle Kit",
  up: "npx drizzle-kit migrate",
  down: null,
  bookkeeping: { tables: ["__drizzle_migrations"], schemas: ["drizzle"], markOf: () => null },
};
