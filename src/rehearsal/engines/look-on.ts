import { ReportableError } from "../../errors.js";
import { type Session, SqlError } from "../engine.js";
import { PgSession } from "./pg-session.js";
import { readServerAddress } from "./server-address.js";

/** Asked of the server for every statement of the session: it writes nothing, waits for nobody, and nobody waits long for it. */
const CAREFUL =
  "-c default_transaction_read_only=on -c statement_timeout=60s -c lock_timeout=2s -c idle_in_transaction_session_timeout=60s";

/**
 * A session that only reads, on a server that people use: production or a replica.
 * @throws ReportableError `engine/unavailable`, never with the password
 */
export async function lookOn(databaseUrl: string, signal: AbortSignal): Promise<Session> {
  const { config, database, host, port, conceal } = readServerAddress(databaseUrl);
  const options = typeof config.options === "string" ? `${config.options} ${CAREFUL}` : CAREFUL;
  try {
    return await PgSession.open({ ...config, options, application_name: "migration-gate stats" }, () => Promise.resolve(), {
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? conceal(error.message) : "no answer";
    const hint = error instanceof SqlError ? "Check role, password and database." : "Check host, port and network.";
    throw new ReportableError("engine/unavailable", `the database ${database} on ${host}:${port} cannot be read: ${why}`, hint, {
      cause: error,
    });
  }
}
