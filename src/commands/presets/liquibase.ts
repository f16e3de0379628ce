import type { Preset } from "../preset.js";
import { rowForEach } from "./row-for-each.js";

/** Change logs in XML, YAML and JSON are run as they are. */
export const liquibase: Preset = {
  id: "liquibase",
  title: "Liquibase",
  up: "liquibase update",
  down: "liquibase rollback-count 1",
  variables: ({ host, port, database, user, password }) => ({
    LIQUIBASE_COMMAND_URL: `jdbc:postgresql://${host}:${port}/${database}`,
    LIQUIBASE_COMMAND_USERNAME: user,
    LIQUIBASE_COMMAND_PASSWORD: password,
  }),
  bookkeeping: rowForEach("id", ["databasechangelog", "databasechangeloglock"]),
};
