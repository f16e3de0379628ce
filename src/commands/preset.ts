/** What a row of a bookkeeping table says of a migration. */
export interface Mark {
  readonly does: "applied" | "reverted";
  /** As the tool names it; the name of its file begins with it or holds it. */
  readonly name: string;
  /** Several histories in one table (Django's apps); null where there is one. */
  readonly group: string | null;
}

/** The tables that a tool keeps for itself. */
export interface Bookkeeping {
  /** Names of its tables, without a schema. */
  readonly tables: readonly string[];
  /** Schemas that it makes for them. */
  readonly schemas?: readonly string[];
  /** Tables of the application that the tool adds rows to after it migrated. */
  readonly upkeep?: readonly string[];
  /** Reads a statement that writes one of them, its parameters written out; null where it names no migration. */
  readonly markOf: (sql: string, way: "up" | "down") => Mark | null;
  /** True where the row is written before the migration runs; else after it. */
  readonly marksBefore?: boolean;
}

/**
 * A migration tool and its command lines. In `down` stand `{name}` and `{group}` for the migration to take back, and
 * `{previous}` for the one before it.
 */
export interface Preset {
  readonly id: string;
  /** As its users write it. */
  readonly title: string;
  readonly up: string;
  /** Takes back one migration, the last; null where the tool has no way back. */
  readonly down: string | null;
  /** What `{previous}` is before the first migration. */
  readonly first?: string;
  /** Variables besides those that every command gets, made of the database's address. */
  readonly variables?: (database: DatabaseAddress) => Readonly<Record<string, string>>;
  readonly bookkeeping: Bookkeeping;
}

/** Where a command finds the database that it migrates. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}
