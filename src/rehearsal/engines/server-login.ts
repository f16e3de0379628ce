import { EngineLost, type Session } from "../engine.js";

/** Which server it is, and what the role that entered it may do. */
export interface ServerLogin {
  readonly version: string;
  readonly versionNumber: number;
  readonly user: string;
  readonly superuser: boolean;
  readonly createRole: boolean;
  readonly createDatabase: boolean;
  readonly inRecovery: boolean;
  /** A backend can look, while a statement runs, whether its client is still there. */
  readonly noticesLoss: boolean;
  /** Every role that was there before us. */
  readonly roles: readonly string[];
}

export async function readServerLogin(admin: Session): Promise<ServerLogin> {
  const [row] = await admin.query<ServerLogin>(`select
    pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1) as version,
    pg_catalog.current_setting('server_version_num')::int as "versionNumber",
    rolname::text as user, rolsuper as superuser, rolcreaterole as "createRole",
    rolsuper or rolcreatedb as "createDatabase", pg_catalog.pg_is_in_recovery() as "inRecovery",
    pg_catalog.current_setting('server_version_num')::int >= 140000 and pg_catalog.version() ~ 'linux' as "noticesLoss",
    array(select oid::text from pg_catalog.pg_roles) as roles
    from pg_catalog.pg_roles where rolname = current_user`);
  if (row === undefined) throw new EngineLost("the server does not know the role that it let in");
  return row;
}
