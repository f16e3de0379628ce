import pg from "pg";
import { ReportableError } from "../../errors.js";

/** Where a server is, and as whom it is entered. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly config: pg.ClientConfig;
  /** Takes the password out of a text. */
  readonly conceal: (text: string) => string;
}

const HINT = "Use the form postgres://user:password@host:5432/database; in a password, %-encode what is no letter or digit.";

/** A connection that is not made by then is not made. */
const CONNECT_MS = 15_000;

/** Reads a URL as node-postgres does, `sslmode` and the PG… variables included. @throws ReportableError `engine/unavailable` */
export function readServerAddress(url: string): ServerAddress {
  const client = /^(postgres|postgresql|socket):/iu.test(url) ? parse(url) : null;
  const database = client?.database ?? "";
  // A password with a bare slash ends the host early, and would then be told as part of a name.
  if (client === null || database === "" || /[@/?#]/u.test(database)) {
    throw new ReportableError("engine/unavailable", "the database URL cannot be read", HINT);
  }
  const { host, port, user = "", password } = client;
  const { options, ssl } = client.connectionParameters;
  const config = {
    host,
    port,
    database,
    user,
    ssl,
    application_name: "migration-gate",
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    ...(typeof password === "string" ? { password } : {}),
    ...(options === undefined ? {} : { options }),
  };
  return { host, port, database, user, config, conceal: (text) => withoutPassword(text, [password, asWritten(url)]) };
}

type ParsedClient = pg.Client & {
  readonly connectionParameters: { readonly options?: string; readonly ssl: NonNullable<pg.ClientConfig["ssl"]> };
};

function parse(url: string): ParsedClient | null {
  try {
    return new pg.Client({ connectionString: url }) as ParsedClient;
  } catch {
    // What it says may hold the URL.
    return null;
  }
}

/** What stands between the user's name and the last @ of a URL, which need not be encoded as it should; undefined where nothing does. */
function asWritten(url: string): string | undefined {
  return /^\w+:\/\/[^:/@]*:(.*)@/su.exec(url)?.[1];
}

function withoutPassword(text: string, forms: readonly (string | null | undefined)[]): string {
  const told = forms.flatMap((form) => (typeof form !== "string" || form.length < 3 ? [] : [form, encodeURIComponent(form)]));
  return told.reduce((hidden, form) => hidden.replaceAll(form, "***"), text);
}
