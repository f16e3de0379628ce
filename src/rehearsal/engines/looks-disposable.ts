/** What was found on a server that a URL names. */
export interface ServerFacts {
  /** Name, address, or folder of the socket. */
  readonly host: string;
  readonly inRecovery: boolean;
  /** Standbys and other receivers of its WAL. */
  readonly replicas: number;
  readonly slots: number;
  readonly archives: boolean;
  /** Databases that hold rows, each with one table that does. */
  readonly filled: readonly { readonly database: string; readonly table: string }[];
  /** Databases that could not be looked into. */
  readonly unread: readonly string[];
  /** Sessions of other clients. */
  readonly otherSessions: number;
}

/** Why the server is not taken for a scratch server, as one line; null when it is. */
export function looksDisposable(facts: ServerFacts): string | null {
  const managed = managedService(facts.host);
  if (managed !== null) return managed;
  if (facts.inRecovery) return "the server is a standby of another one";
  if (facts.replicas > 0) return "the server feeds replicas";
  if (facts.slots > 0) return "the server has replication slots";
  if (facts.archives) return "the server archives its WAL, as one that matters does";
  const [filled] = facts.filled;
  if (filled !== undefined) return `its database \`${filled.database}\` holds rows (${filled.table})`;
  const [unread] = facts.unread;
  if (unread !== undefined) return `its database \`${unread}\` could not be looked into`;
  if (facts.otherSessions > 0 && !isNear(facts.host)) return `it has sessions of other clients (${facts.otherSessions})`;
  return null;
}

/** Known before anything is sent to it. */
export function managedService(host: string): string | null {
  const name = host.toLowerCase().replace(/\.$/u, "");
  if (name.startsWith("/cloudsql/")) return `\`${host}\` is a server of Google Cloud SQL`;
  const service = MANAGED.find(({ suffix }) => name.endsWith(suffix));
  return service === undefined ? null : `\`${host}\` is a server of ${service.title}`;
}

/** Hosts that managed services give to databases, which are rarely scratch servers. */
const MANAGED: readonly { readonly suffix: string; readonly title: string }[] = [
  { suffix: ".rds.amazonaws.com", title: "Amazon RDS" },
  { suffix: ".rds.amazonaws.com.cn", title: "Amazon RDS" },
  { suffix: ".postgres.database.azure.com", title: "Azure Database for PostgreSQL" },
  { suffix: ".sql.goog", title: "Google Cloud SQL" },
  { suffix: ".neon.tech", title: "Neon" },
  { suffix: ".supabase.co", title: "Supabase" },
  { suffix: ".supabase.com", title: "Supabase" },
  { suffix: ".aivencloud.com", title: "Aiven" },
  { suffix: ".db.ondigitalocean.com", title: "DigitalOcean" },
  { suffix: "-postgres.render.com", title: "Render" },
  { suffix: ".rlwy.net", title: "Railway" },
  { suffix: ".tsdb.cloud.timescale.com", title: "Timescale" },
  { suffix: ".db.postgresbridge.com", title: "Crunchy Bridge" },
];

/** This machine, or a service of the same job: a socket, a loopback address, a name without a domain. */
function isNear(host: string): boolean {
  return /^(\/.*|localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|host\.docker\.internal|[a-z0-9_-]+)$/iu.test(host);
}
