import type { Preset } from "../preset.js";
import { rowForEach } from "./row-for-each.js";

/** The connection is that of the design-time factory; the variables hold one in the form that Npgsql reads. */
export const efCore: Preset = {
  id: "ef-core",
  title: "EF Core",
  up: "dotnet ef database update",
  down: "dotnet ef database update {previous}",
  first: "0",
  variables: ({ host, port, database, user, password }) => ({
    ConnectionStrings__DefaultConnection: `Host=${host};Port=${port};Database=${database};Username=${user};Password=${password};SSL Mode=Disable`,
  }),
  bookkeeping: rowForEach("migrationid", ["__EFMigrationsHistory"]),
};
