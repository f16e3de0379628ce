import { randomBytes } from "node:crypto";
import { type Session, SqlError } from "../engine.js";
import { MARK } from "./scratch-names.js";
import type { ServerLogin } from "./server-login.js";

/** A login that runs migrations and is no superuser. */
export interface MigrationRole {
  readonly user: string;
  readonly password: string;
}

/** Null where the login may make no role. */
export async function makeMigrationRole(admin: Session, name: string, login: ServerLogin): Promise<MigrationRole | null> {
  if (!login.superuser && !login.createRole) return null;
  const password = randomBytes(24).toString("hex");
  // Up to 15 a role with CREATEROLE can grant itself pg_execute_server_program, which is a shell.
  const createRole = login.versionNumber >= 160_000 ? "createrole" : "nocreaterole";
  const [now] = await admin.query<{ epoch: string }>("select extract(epoch from now())::bigint::text as epoch");
  const statements = [
    `create role ${name} login nosuperuser nocreatedb ${createRole} password '${password}'`,
    `comment on role ${name} is '${MARK}${now?.epoch ?? "0"}'`,
    // Who is no superuser can give a database only to a role that it is a member of.
    ...(login.superuser ? [] : [`grant ${name} to current_user`]),
  ];
  try {
    await admin.run(statements.join("; "));
    return { user: name, password };
  } catch (error) {
    if (error instanceof SqlError && error.sqlstate === "42501") return null;
    throw error;
  }
}
