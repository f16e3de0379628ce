import type { Preset } from "../preset.js";
import { rowForEach } from "./row-for-each.js";

/** Java migrations and callbacks run as well. Undo is not part of the free edition. */
export const flyway: Preset = {
  id: "flyway",
  title: "Flyway",
  up: "flyway migrate",
  down: null,
  variables: ({ host, port, database, user, password }) => ({
    FLYWAY_URL: `jdbc:postgresql://${host}:${port}/${database}`,
    FLYWAY_USER: user,
    FLYWAY_PASSWORD: password,
    // A rehearsal asks nobody for newer versions, and tells nobody that it ran.
    FLYWAY_SKIP_CHECK_FOR_UPDATE: "true",
    REDGATE_DISABLE_TELEMETRY: "true",
  }),
  bookkeeping: rowForEach("script", ["flyway_schema_history"]),
};
