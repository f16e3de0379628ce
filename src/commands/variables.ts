import type { CommandPlan } from "./command-plan.js";
import type { DatabaseAddress } from "./preset.js";

/** How a command learns where its database is: all the names that tools read. Those of the settings win. */
export function variablesOf(plan: CommandPlan, address: DatabaseAddress): Readonly<Record<string, string>> {
  const { host, port, user, password, database } = address;
  const secret = encodeURIComponent(password);
  return {
    // SQLAlchemy knows no `postgres:`, and all others know both.
    DATABASE_URL: `postgresql://${encodeURIComponent(user)}:${secret}@${host}:${port}/${encodeURIComponent(database)}`,
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGPASSWORD: password,
    PGDATABASE: database,
    PGSSLMODE: "disable",
    ...plan.preset?.variables?.(address),
    ...plan.env,
  };
}
